# SPDX-License-Identifier: Apache-2.0
"""Cases of opening a bundle."""

import cbor
from build import (BLIND_KEY, BUNDLE_KEY, DAY, E, ISSUED, KEYS_KEY, LOG_KEY, PHONE, PROOF, ROOT,
                   ROOT_NEXT, TODAY, TOKEN_KEY, Ed, Raw, World, ed_header, enc, fact, preset, seed,
                   sign1)
from cbor import Tag
from primitives import sha256

STRANGER = Ed("stranger")
SEGMENT = [[65001, seed("one seed", 16)]]


def change(**fields):
    """A function that changes labels of a map; keys are _1, _2 and so on."""
    def edit(claims):
        return {**claims, **{int(k[1:]): v(claims[int(k[1:])]) if callable(v) else v
                             for k, v in fields.items()}}
    return edit


def bit(cose):
    """One bit of the signature changed."""
    signature = cose.value[3]
    return Tag(18, cose.value[:3] + [bytes([signature[0] ^ 1]) + signature[1:]])


def grown(*rows):
    """A list with more rows."""
    return lambda old: old + list(rows)


def put(place, row):
    """A list with one row replaced."""
    return lambda old: old[:place] + [row] + old[place + 1:]


def window(claims, use, first, last):
    """The manifest with this use's window for all its keys."""
    return {**claims, 3: [[u, key, first, last] if u == use else [u, key, f, l]
                          for u, key, f, l in claims[3]]}


def refuse(suite, name, catches, **parts):
    """One bundle that doesn't open."""
    suite.bundle(name, "trust 7", catches, World(**parts))


def opens(suite, name, catches, **parts):
    """One bundle that opens."""
    suite.bundle(name, "trust 7", catches, World(**parts), "opens")


def signatures(suite):
    """Who signed, and when that was certified."""
    opens(suite, "good", "refuses what is right")
    opens(suite, "specimen", "refuses a training root", specimen=True)
    refuse(suite, "manifest-by-stranger", "takes any root", manifest_key=STRANGER)
    refuse(suite, "list-by-stranger", "takes any keys key", list_key=STRANGER)
    refuse(suite, "head-by-stranger", "takes any bundle key", head_key=STRANGER)
    refuse(suite, "manifest-signature", "doesn't check the root's signature", manifest_cose=bit)
    refuse(suite, "list-signature", "doesn't check the key list's signature", list_cose=bit)
    refuse(suite, "head-signature", "doesn't check the head's signature", head_cose=bit)
    refuse(suite, "list-by-bundle-key", "takes any service key", list_key=BUNDLE_KEY)
    refuse(suite, "head-by-keys-key", "takes any service key", head_key=KEYS_KEY)
    refuse(suite, "head-by-log-key", "takes any service key", head_key=LOG_KEY)
    refuse(suite, "head-by-root", "takes the root for a service key", head_key=ROOT)
    opens(suite, "head-by-spare", "refuses a certified spare", head_key=Ed("spare bundle"))
    opens(suite, "list-by-spare", "refuses a certified spare", list_key=Ed("spare keys"))

    def renamed(name):
        key = {"manifest": ROOT, "list": KEYS_KEY, "head": BUNDLE_KEY}[name]
        typ = {"manifest": 65010, "list": 65016, "head": 65011}[name]

        def edit(cose):
            return sign1({**ed_header(key, typ), 4: STRANGER.kid}, Raw(cose.value[2]), key)
        return edit
    for name in ("manifest", "list", "head"):
        refuse(suite, f"{name}-kid", "ignores the name of the key",
               **{f"{name}_cose": renamed(name)})

    def other_typ(typ, key):
        return lambda cose: sign1(ed_header(key, typ), Raw(cose.value[2]), key)
    refuse(suite, "manifest-typ", "ignores typ", manifest_cose=other_typ(65011, ROOT))
    refuse(suite, "list-typ", "ignores typ", list_cose=other_typ(65010, KEYS_KEY))
    refuse(suite, "head-typ", "ignores typ", head_cose=other_typ(65016, BUNDLE_KEY))
    for use, name in ((1, "list"), (2, "head")):
        for edge, first, last, good in (
                ("first-day", TODAY, TODAY + 5, True), ("last-day", TODAY - 5, TODAY, True),
                ("before-first-day", TODAY + 1, TODAY + 5, False),
                ("after-last-day", TODAY - 5, TODAY - 1, False)):
            (opens if good else refuse)(
                suite, f"{name}-key-{edge}", "takes a key's window a day too long or too short",
                manifest=lambda c, u=use, f=first, l=last: window(c, u, f, l))
    refuse(suite, "log-key-row-backwards", "takes a window that ends before it begins",
           manifest=lambda c: window(c, 3, TODAY + 1, TODAY))
    opens(suite, "ends-tomorrow", "ends a manifest a day early", manifest=change(_4=TODAY + 1))
    refuse(suite, "ends-today", "lets a manifest live through its expiry day",
           manifest=change(_4=TODAY))
    refuse(suite, "ended", "forgets that manifests end", manifest=change(_4=TODAY - 1))
    row = [2, BUNDLE_KEY.public, TODAY, TODAY]
    refuse(suite, "manifest-key-twice", "takes a key twice", manifest=change(_3=grown(row)))
    opens(suite, "manifest-key-in-two-uses", "looks for equal names across uses",
          manifest=change(_3=grown([3] + row[1:])))
    for name, parts in (("trust", {"trust": change(_1="mtl")}),
                        ("manifest", {"manifest": change(_1="mtl")}),
                        ("list", {"key_list": change(_1="mtl")}),
                        ("head", {"head": change(_1="mtl")})):
        refuse(suite, f"{name}-of-another-issuer", "doesn't compare the issuers", **parts)
    refuse(suite, "another-root", "takes any root", trust=change(_2=STRANGER.public))
    opens(suite, "root-states-itself", "refuses field 7",
          manifest=lambda c: {**c, 7: ROOT.public})
    refuse(suite, "root-states-another", "ignores field 7",
           manifest=lambda c: {**c, 7: STRANGER.public})
    opens(suite, "root-that-succeeded", "wants the first root for ever",
          trust=change(_2=STRANGER.public), manifest_key=STRANGER,
          manifest=lambda c: {**c, 7: STRANGER.public})
    refuse(suite, "root-that-announces", "follows while it opens", manifest_key=ROOT_NEXT,
           manifest=lambda c: {**c, 7: ROOT_NEXT.public})
    refuse(suite, "root-of-small-order", "checks keys of tokens only",
           trust=change(_2=b"\1" + bytes(31)))
    refuse(suite, "trust-broken", "doesn't check the trust file's shape",
           trust=lambda t: {**t, 77: 0})


def heads(suite):
    """The head's own rules."""
    refuse(suite, "expires-after-14-days", "lets a head live longer",
           head=change(_5=ISSUED + 14 * DAY + 1))
    opens(suite, "expires-at-once", "wants time between issued and expires",
          head=change(_4=ISSUED, _5=ISSUED))
    refuse(suite, "next-update-before-issued", "doesn't order the times",
           head=change(_4=ISSUED - 1))
    refuse(suite, "next-update-after-expires", "doesn't order the times",
           head=change(_4=ISSUED + 601, _5=ISSUED + 600))
    refuse(suite, "expires-before-issued", "doesn't order the times",
           head=change(_4=ISSUED, _5=ISSUED - 1))
    refuse(suite, "key-list-not-in-the-log", "doesn't tie the key list to the log",
           header=change(_5=sha256(b"other")))
    refuse(suite, "key-list-hash-with-its-head", "hashes the byte string with its head",
           head=lambda c: {**c, 9: proven(Raw_swap(c))})
    refuse(suite, "log-proof-unread", "takes a log proof that it can't check",
           head=lambda c: {**c, 9: [c[9][0], "c2sp.org/tlog-proof@v1\n"]})
    for name, parts in (
            ("manifest", {"manifest": lambda c: {**c, 77: 0}}),
            ("key-list", {"key_list": lambda c: {**c, 77: 0}}),
            ("epoch-header", {"header": lambda c: {**c, 77: 0}}),
            ("head", {"head": lambda c: {**c, 77: 0}}),
            ("catalogue-fact", {"head": change(_10=put(0, {**fact(65001, "x1", 1), 77: 0}))}),
            ("preset", {"head": change(_11=put(0, {**preset("gate", [65001]), 77: 0}))})):
        refuse(suite, f"{name}-extra-label", "doesn't check the shape of what is inside", **parts)
    refuse(suite, "manifest-without-keys", "takes an empty manifest", manifest=change(_3=[]))
    refuse(suite, "specimen-false", "takes false for a label that is true or absent",
           manifest=lambda c: {**c, 6: False})
    refuse(suite, "trailing-byte", "ignores what follows", files=lambda f: Raw(
        enc(f) + b"\0"))
    refuse(suite, "empty-file", "takes nothing", files=lambda f: Raw(b""))


def proven(header):
    """Field 9 of a head with this header."""
    return [header, PROOF(cbor.decode(header), header)]


def Raw_swap(claims):
    """The epoch header with the hash of field 8 as it is encoded."""
    header = cbor.decode(claims[9][0])
    return enc({**header, 5: sha256(enc(claims[8]))})


def key_lists(suite):
    """What voids a key list, and what doesn't."""
    token = [1, PHONE, TODAY - 6, TODAY + 9, TOKEN_KEY.public, 0]

    def bad(name, catches, edit):
        refuse(suite, name, catches, key_list=edit)

    def good(name, catches, edit):
        opens(suite, name, catches, key_list=edit)
    other = STRANGER.public
    bad("two-live-keys", "takes two live keys for one day",
        change(_3=grown([1, [65001], TODAY + 9, TODAY + 9, other, 0])))
    bad("two-live-keys-one-fact-in-common", "compares only the first fact of a row",
        change(_3=grown([1, [65008, 65009], TODAY, TODAY + 1, other, 0])))
    good("two-keys-one-withdrawn", "counts a withdrawn key as live",
         change(_3=grown([1, [65001], TODAY, TODAY, other, 1])))
    good("two-keys-other-medium", "mixes the media",
         change(_3=grown([7, [65005], TODAY, TODAY, other, 0])))
    good("two-keys-other-days", "takes neighbours for an overlap",
         change(_3=grown([1, [65001], TODAY + 41, TODAY + 50, other, 0])))
    bad("two-live-paper-keys", "looks at phone keys only",
        change(_3=grown([7, [65006], TODAY + 120, TODAY + 130, other, 0])))
    bad("two-live-blind-keys", "looks at field 3 only",
        change(_4=grown([65001, E, Rsa_other(), 0])))
    good("blind-key-withdrawn-and-another", "counts a withdrawn blind key as live",
         change(_4=grown([65001, E, Rsa_other(), 1])))
    bad("kid-twice", "takes two rows of one key",
        change(_3=grown([1, [65001], TODAY + 60, TODAY + 61, TOKEN_KEY.public, 0])))
    bad("kid-twice-withdrawn", "takes a key that is live and withdrawn",
        change(_3=grown([1, [65001], TODAY, TODAY, TOKEN_KEY.public, 1])))
    bad("kid-twice-other-medium", "takes one key for phone and paper",
        change(_3=grown([7, [65005], TODAY, TODAY, TOKEN_KEY.public, 0])))
    bad("blind-kid-twice", "takes one RSA key for two days",
        change(_4=grown([65001, E + 2, BLIND_KEY.modulus, 0])))
    bad("blind-kid-twice-withdrawn", "takes an RSA key that is live and withdrawn",
        change(_4=grown([65001, E, BLIND_KEY.modulus, 1])))
    bad("row-backwards", "takes a window that ends before it begins",
        change(_3=grown([1, [65001], TODAY + 61, TODAY + 60, other, 0])))
    good("row-facts-descending", "wants facts of a row in order",
          change(_3=put(0, [1, [65002, 65001]] + token[2:])))
    bad("row-fact-twice", "takes a fact of a row twice",
        change(_3=put(0, [1, [65001, 65001]] + token[2:])))
    good("key-of-small-order", "refuses a whole list for one key that nobody can use",
         change(_3=grown([1, [65010], TODAY, TODAY, b"\1" + bytes(31), 0])))
    good("modulus-even", "refuses a whole list for one key that nobody can use",
         change(_4=grown([65010, E, bytes([0x80]) + bytes(255), 0])))
    good("fact-not-in-catalogue", "refuses a key of a fact that has ended",
         change(_3=grown([1, [65100], TODAY, TODAY, other, 0])))
    rows = [[1, [65010], TODAY + i, TODAY + i, seed(f"row {i}"), 0] for i in range(1025)]
    good("1024-rows", "gives up early", change(_3=rows[:1024]))
    bad("1025-rows", "reads as many rows as there are", change(_3=rows))
    good("no-keys", "refuses an empty list", change(_3=[], _4=[]))


def Rsa_other():
    """Another modulus; nobody signs with it."""
    return bytes([0xC1]) + seed("another modulus", 254) + b"\1"


def catalogues(suite):
    """Catalogue and presets."""
    def bad(name, catches, row):
        refuse(suite, name, catches, head=change(_10=grown(row)))
    new = fact(65020, "new-fact", 7)

    def without(label, base=new):
        return {k: v for k, v in base.items() if k != label}
    opens(suite, "catalogue-grown", "refuses a good fact", head=change(_10=grown(new)))
    bad("fact-number-twice", "takes a fact twice", fact(65001, "other-name", 1))
    bad("fact-name-twice", "takes a name twice", fact(65020, "tax-current", 1))
    bad("paper-life-missing", "takes paper without its life", without(7))
    bad("paper-life-without-paper", "takes a life without paper", {**fact(65020, "n1", 3), 7: 9})
    bad("lead-missing", "takes blind without its lead", without(8))
    bad("lead-without-blind", "takes a lead without blind", {**fact(65020, "n1", 5), 8: 600})
    bad("values-and-blind", "takes a blind fact with values",
        {**fact(65020, "n1", 3), 9: ["A"]})
    bad("value-list-twice", "takes a value twice", fact(65020, "n1", 1, values=["A", "B", "A"]))
    bad("value-list-small-letters", "lists a value that no token can carry",
        fact(65020, "n1", 1, values=["a"]))
    bad("value-list-17-letters", "lists a value that no token can carry",
        fact(65020, "n1", 1, values=["A" * 17]))
    bad("bounds-backwards", "takes a highest below the lowest",
        fact(65020, "n1", 1, values=[2, 1]))
    bad("bounds-above-32-bits", "takes bounds that no value reaches",
        fact(65020, "n1", 1, values=[1, 2**32]))
    opens(suite, "bounds-equal", "wants bounds to differ",
          head=change(_10=grown(fact(65020, "n1", 1, values=[2**32 - 1, 2**32 - 1]))))
    rest = change(_10=lambda old: old[:-1] + [fact(65009, "passport-held", 1)])
    opens(suite, "document-by-another-name", "checks what is the publisher's", head=rest)
    rest = change(_10=lambda old: old[:-1] + [fact(65020, "document", 1)],
                  _11=[preset("gate", [65001])])
    opens(suite, "document-by-another-number", "checks what is the publisher's", head=rest)
    rest = change(_10=lambda old: old[:-1] + [fact(65009, "document", 3)])
    refuse(suite, "document-blind", "lets `document` be blind", head=rest)
    rest = change(_10=lambda old: old[:-1] + [fact(65009, "document", 1, values=["A"])])
    refuse(suite, "document-with-values", "lets `document` have values", head=rest)

    def preset_bad(name, catches, row):
        refuse(suite, name, catches, head=change(_11=grown(row)))
    preset_bad("preset-name-twice", "takes a preset twice", preset("gate", [65005]))
    preset_bad("preset-fact-unknown", "asks for a fact that isn't there", preset("n1", [65020]))
    preset_bad("preset-fact-unknown-second", "looks at the first fact only",
               preset("n1", [65001, 65020]))
    preset_bad("preset-fact-twice", "takes a fact twice", preset("n1", [65001, 65001]))
    preset_bad("preset-fact-twice-apart", "compares neighbours only",
               preset("n1", [65001, 65005, 65001]))
    opens(suite, "preset-facts-descending", "wants facts in order",
          head=change(_11=grown(preset("n1", [65005, 65001]))))
    preset_bad("preset-binding-four-facts", "binds a preset that is full",
               preset("n1", [65001, 65002, 65005, 65006], binding=1))
    opens(suite, "preset-binding-four-with-document", "counts `document` twice",
          head=change(_11=grown(preset("n1", [65001, 65002, 65005, 65009], binding=1))))
    opens(suite, "preset-binding-three-facts", "wants room that isn't needed",
          head=change(_11=grown(preset("n1", [65001, 65002, 65005], binding=1))))
    no_document = change(_10=lambda old: old[:-1], _11=[preset("gate", [65001], binding=1)])
    refuse(suite, "preset-binding-without-document", "binds where there is no `document`",
           head=no_document)
    opens(suite, "no-document", "wants `document` in every catalogue", head=change(
        _10=lambda old: old[:-1], _11=[preset("gate", [65001])]))
    opens(suite, "preset-kinds-beyond-catalogue", "compares kinds before anybody asks",
          head=change(_11=grown(preset("n1", [65008], kinds=4))))


def segments(suite):
    """Withdrawal segments and accept-only lists."""
    one, two = (1, E, SEGMENT), (1, E + 1, [[65005, seed("another", 16)]])
    opens(suite, "segments", "refuses good segments", segments=[one, two])
    opens(suite, "segment-of-a-fact-that-ended", "refuses a segment of an old fact",
          segments=[(1, E, [[65100, seed("old", 16)]])])
    opens(suite, "segments-of-one-day", "takes one segment a day only",
          segments=[one, (1, E, two[2])])

    def bad(name, catches, segments=(one, two), **parts):
        refuse(suite, name, catches, segments=segments, **parts)
    bad("segment-listed-twice", "takes the same row twice", [one, one])
    opens(suite, "segment-twice-on-two-days", "compares segments by hash alone",
          segments=[one, (1, E + 1, SEGMENT)])
    opens(suite, "segment-twice-on-two-media", "compares segments without the medium",
          segments=[one, (7, E, SEGMENT)])
    opens(suite, "segment-empty", "wants something withdrawn", segments=[(1, E, [])])
    bad("segment-missing", "opens without a segment", files=lambda f: [f[0], f[1][:1]])
    bad("segments-all-missing", "opens without segments", files=lambda f: [f[0], []])
    bad("segment-surplus", "takes a segment that nobody signed",
        files=lambda f: [f[0], f[1] + [enc(SEGMENT)]])
    bad("segments-swapped", "takes segments in any order",
        files=lambda f: [f[0], f[1][::-1]])
    bad("segment-damaged", "doesn't compare the hash",
        files=lambda f: [f[0], [f[1][0][:-1] + b"\xfe", f[1][1]]])
    bad("segment-size", "doesn't compare the size",
        head=change(_12=lambda old: [old[0][:3] + [old[0][3] + 1], old[1]]))
    bad("segment-hash", "doesn't compare the hash",
        head=change(_12=lambda old: [old[0][:2] + [seed("x")] + old[0][3:], old[1]]))
    for name, content in (("seeds-descending", [[65001, b"\2" * 16 + b"\1" * 16]]),
                          ("seed-cut", [[65001, b"\1" * 15]]),
                          ("facts-descending", [[65005, b"\1" * 16], [65001, b"\1" * 16]])):
        bad(f"segment-{name}", "doesn't check a segment's shape", [(1, E, content)])
    a, b = sorted([seed("a", 16), seed("b", 16)])

    def killed(claims):
        return {**claims, 3: [r[:5] + [1] for r in claims[3]]}

    def accepted(name, catches, rows, good=False, key_list=killed):
        (opens if good else refuse)(suite, f"accept-only-{name}", catches, key_list=key_list,
                                    head=lambda c: {**c, 13: rows})
    accepted("good", "refuses a good list", [[1, TOKEN_KEY.kid, a + b]], True)
    accepted("descending", "searches a list that isn't sorted", [[1, TOKEN_KEY.kid, b + a]])
    accepted("twice", "takes a leaf twice", [[1, TOKEN_KEY.kid, a + a]])
    accepted("cut", "reads past a list's end", [[1, TOKEN_KEY.kid, a + b[:8]]])
    accepted("empty", "wants a prefix where none is accepted", [[1, TOKEN_KEY.kid, b""]], True)
    accepted("medium", "refuses a row that means nothing", [[7, TOKEN_KEY.kid, a]], True)
    accepted("unknown-key", "refuses a row that means nothing", [[1, STRANGER.kid, a]], True)
    accepted("two-media", "compares names without the medium",
             [[1, TOKEN_KEY.kid, a], [7, TOKEN_KEY.kid, b]], True)
    accepted("key-twice", "keeps one of two lists", [[1, TOKEN_KEY.kid, a], [1, TOKEN_KEY.kid, b]])
    accepted("live-key", "refuses a row that means nothing", [[1, TOKEN_KEY.kid, a]], True,
             key_list=lambda c: c)


def add(suite):
    """All of them."""
    for part in (signatures, heads, key_lists, catalogues, segments):
        part(suite)
