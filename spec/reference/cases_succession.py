# SPDX-License-Identifier: Apache-2.0
"""Cases of one bundle in the place of another."""

from build import (BUNDLE_KEY, ISSUED, KEYS_KEY, ROOT, ROOT_NEXT, Ed, World, sha256)
from cases_bundle import STRANGER, bit, change

THIRD = Ed("third root")
LARGEST = 2 ** 64 - 1
OLD = World()


def both(*edits):
    """One change after the other."""
    def edit(claims):
        for each in edits:
            claims = each(claims)
        return claims
    return edit


def own(root, **fields):
    """The manifest of a root that succeeded another."""
    return lambda claims: {**change(**fields)(claims), 7: root.public}


NEXT = {"manifest_key": ROOT_NEXT, "manifest": own(ROOT_NEXT, _2=4, _5=sha256(THIRD.public))}


def without(use, key):
    """A manifest that lists a spare in the place of this key."""
    return lambda claims: {**claims, 3: [row for row in claims[3] if row[:2] != [use, key.public]]}


def add_order(suite):
    """Under one root."""
    def case(name, catches, fresh, root=None, old=OLD, section="trust 7.4", now=ISSUED):
        suite.succession(name, section, catches, old, World(**fresh), root, now)
    later = change(_2=513)
    case("same", "refuses the same head again", {}, ROOT)
    case("next", "refuses the next head", {"head": change(_2=512, _6=sha256(OLD.head_payload))},
         ROOT)
    case("skips", "wants every version", {"head": later}, ROOT)
    case("first", "wants a bundle before the first", {}, ROOT, None)
    case("first-of-next-root", "follows a root that nothing announced", NEXT, None, None)
    case("rollback", "takes an older version", {"head": change(_2=510)})
    case("fork-same", "takes another head of that version", {"head": change(_4=ISSUED + 21601)})
    case("fork-next", "doesn't look at the chain", {"head": change(_2=512)})
    case("older-manifest", "takes an older manifest", {"head": later, "manifest": change(_2=2)})
    case("same-manifest-sequence", "wants the sequence to grow", {"head": later}, ROOT)
    case("older-key-list", "takes an older key list", {"head": later, "key_list": change(_2=7)})
    case("training", "lets training replace what is in earnest",
         {"head": later, "specimen": True})
    case("earnest", "lets training become earnest", {"head": later}, None, World(specimen=True))
    case("expired", "installs what is over", {"head": change(_2=513, _5=ISSUED + 21600)},
         now=ISSUED + 21600)
    case("last-second", "ends a head a second early",
         {"head": change(_2=513, _5=ISSUED + 21600)}, ROOT, now=ISSUED + 21599)


def add_thief(suite):
    """Numbers that a thief used up."""
    def case(name, catches, old, fresh, root=None):
        suite.succession(name, "trust 7.5", catches, old, World(**fresh), root, ISSUED)
    head = World(head=change(_2=LARGEST))
    keys = World(key_list=change(_2=LARGEST))
    spare = {"head_key": Ed("spare bundle")}
    dropped = both(change(_2=4), without(2, BUNDLE_KEY))
    case("thief-version", "drops the rule although the key is listed", head,
         {**spare, "manifest": change(_2=4)})
    case("thief-version-dropped", "lets a thief's version stand for ever", head,
         {**spare, "manifest": dropped}, ROOT)
    case("thief-version-same-manifest", "drops the rule under a manifest that isn't newer", head,
         {**spare, "manifest": without(2, BUNDLE_KEY)})
    case("thief-version-key-of-another-use", "finds the key in another use", head,
         {**spare, "manifest": both(dropped, lambda c: {**c, 3: c[3] + [
             [3, BUNDLE_KEY.public] + c[3][0][2:]]})}, ROOT)
    case("thief-version-old-list", "drops the rule about lists too", head,
         {**spare, "manifest": dropped, "key_list": change(_2=7)})
    spare = {"list_key": Ed("spare keys"), "head": change(_2=513)}
    dropped = both(change(_2=4), without(1, KEYS_KEY))
    case("thief-list", "drops the rule although the key is listed", keys,
         {**spare, "manifest": change(_2=4)})
    case("thief-list-dropped", "lets a thief's list stand for ever", keys,
         {**spare, "manifest": dropped}, ROOT)
    case("thief-list-old-version", "drops the rules about versions too", keys,
         {**spare, "manifest": dropped, "head": change(_2=510)})


def add_roots(suite):
    """From one root to the next."""
    def case(name, catches, root=None, old=OLD, **fresh):
        suite.succession(name, "trust 10", catches, old,
                         World(**{"head": change(_2=513), **fresh}), root, ISSUED)

    def manifest(root=ROOT_NEXT, **fields):
        return {**NEXT, "manifest": own(root, **{"_2": 4, "_5": sha256(THIRD.public), **fields})}
    case("next-root", "doesn't follow", ROOT_NEXT, **NEXT)
    case("next-root-lower-sequence", "compares the sequences of two roots", ROOT_NEXT,
         **manifest(_2=0))
    case("next-root-next-version", "doesn't follow", ROOT_NEXT,
         **{**NEXT, "head": change(_2=512, _6=sha256(OLD.head_payload))})
    case("next-root-rollback", "forgets versions over a new root", **{**NEXT, "head": change(_2=510)})
    case("next-root-fork", "forgets the chain over a new root", **{**NEXT, "head": change(_2=512)})
    case("next-root-training", "lets training in by a new root", **NEXT, specimen=True)
    case("next-root-without-field-7", "guesses the root", manifest_key=ROOT_NEXT)
    case("next-root-stated-by-another", "believes field 7", **{**NEXT, "manifest_key": STRANGER})
    case("next-root-signature", "doesn't check the new root's signature", **NEXT, manifest_cose=bit)
    case("other-root", "takes any root that says so", manifest_key=STRANGER,
         manifest=own(STRANGER, _2=4))
    case("skipped-root", "skips a root", manifest_key=THIRD, manifest=own(THIRD, _2=4))
    case("other-successor", "lets a root name another successor",
         manifest=change(_2=4, _5=sha256(STRANGER.public)))
    case("states-next-root", "reads field 7 of the old root",
         manifest=lambda c: {**c, 2: 4, 7: ROOT_NEXT.public})
    case("states-itself", "refuses field 7 of a root that is trusted", ROOT,
         manifest=own(ROOT, _2=4))
    thief = World(manifest=change(_2=LARGEST), head=change(_2=LARGEST),
                  head_key=Ed("spare bundle"))
    case("next-root-after-a-thief", "lets a thief of the root stay", ROOT_NEXT, thief,
         **{**NEXT, "manifest": both(NEXT["manifest"], without(2, Ed("spare bundle")))})
    second = World(trust=change(_2=ROOT_NEXT.public), **NEXT)
    case("third-root", "follows once only", THIRD, second, manifest_key=THIRD,
         manifest=own(THIRD, _2=5, _5=sha256(b"fourth")))
    case("back-to-first-root", "lets the old root come back", None, second,
         manifest=change(_2=LARGEST))
    case("back-to-first-root-stated", "lets the old root come back", None, second,
         manifest=own(ROOT, _2=LARGEST))


def add(suite):
    """All of them."""
    for part in (add_order, add_thief, add_roots):
        part(suite)
