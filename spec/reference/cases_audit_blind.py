# SPDX-License-Identifier: Apache-2.0
"""Cases of logs with blind tokens: their keys, their window and their number."""

from build_issuer import TokenKey, modulus
from cases_audit import FIRST, Group, World
from primitives import rsa_sound

PERMIT = 65001
SPREAD = [(1, 4), (2, 3)]  # days ahead, how many: the next day's, and the one after


def key(name, day=FIRST + 2, vct=PERMIT, state=0, public=None):
    """A blind key."""
    found = TokenKey("audit " + name, 2, [vct], day, day, public)
    found.state = state
    return found


class BlindWorld(World):
    """The world with blind keys for three days, committed to before anything is signed."""

    def __init__(self, *more):
        super().__init__()
        self.blind = {day: key(f"blind {day}", day) for day in range(FIRST + 1, FIRST + 4)}
        self.listed = [self.phone, *self.blind.values()]
        self.issuer.control(FIRST, self.keys(*self.listed, *more))

    def collected(self, ahead=2, count=3, day=FIRST, signer=None, **changes):
        """Entries of blind tokens of a day, collected so many days ahead."""
        signer = signer or self.blind[day + ahead]
        return [signer.entry(f"{signer.kid.hex()} {day} {i}", day + ahead, **changes)
                for i in range(count)]

    def then(self, *listed, tokens=()):
        """The first day, with another list at its end."""
        return self.day(list(tokens), keys=self.keys(*listed))


def good(group):
    """Nothing is wrong."""
    def right(name, catches, issuer, **more):
        group.add("blind-" + name, "audit 3", catches, issuer, **more)
    world = BlindWorld()
    entries = [e for ahead, count in SPREAD for e in world.collected(ahead, count)]
    right("both-days-of-the-window", "takes one day of the window alone", world.day(entries))
    world = BlindWorld()
    world.then(*world.listed[:1], *[key(f"blind {FIRST + 1}", FIRST + 1, state=1)],
               *world.listed[2:], tokens=world.collected(1))
    right("withdrawn-at-noon", "doesn't take what a blind key signed before its end",
          world.day(world.tokens(FIRST + 1), FIRST + 1))
    world = BlindWorld()
    right("quota-met", "counts pads as people", world.day(world.collected(2, 2 * 8 + 1)),
          people=[[PERMIT, 1]])
    world = BlindWorld()
    right("quota-of-another-fact", "counts all facts together",
          world.day(world.collected(2, 200)), people=[[65002, 1]])


def keys_of(group):
    """Blind keys in lists."""
    def bad(name, finding, catches, issuer):
        group.add("blind-" + name, "audit 3", catches, issuer, finding)
    world = BlindWorld()
    bad("two-live-keys", "second-live-key", "takes two live blind keys for one day",
        world.then(*world.listed, key("twin")))
    world = BlindWorld()
    bad("second-key-withdrawn", "second-blind-key", "counts live blind keys alone",
        world.then(*world.listed, key("twin", state=1)))
    world = BlindWorld()
    bad("first-key-withdrawn", "second-blind-key", "lets a withdrawn blind key be replaced",
        world.then(world.phone, key(f"blind {FIRST + 2}", state=1), key("in its place")))
    world = BlindWorld()
    bad("key-replaced-in-silence", "second-blind-key", "compares blind keys of one list alone",
        world.then(world.phone, key("by turns")))
    world = BlindWorld()
    world.then(world.phone)
    bad("key-replaced-a-day-later", "second-blind-key", "forgets blind keys that aren't listed",
        world.day([], FIRST + 1, keys=world.keys(world.phone, key("by turns"))))
    world = BlindWorld()
    world.then(*world.listed)
    for day in range(FIRST + 1, FIRST + 5):
        world.day([], day)
    bad("key-replaced-when-over", "second-blind-key", "forgets blind keys of days that are over",
        world.day([], FIRST + 5, keys=world.keys(world.phone, key("an excuse", state=1))))
    world = BlindWorld()
    bad("key-of-another-fact", "changed-key", "doesn't compare a blind key's fact",
        world.then(world.phone, key(f"blind {FIRST + 2}", vct=65002)))
    world = BlindWorld()
    bad("key-for-two-days", "bad-key-list", "takes one blind key for two days",
        world.then(*world.listed, key(f"blind {FIRST + 2}", FIRST + 9)))
    smooth = int.from_bytes(modulus("audit smooth"), "big")
    while smooth % 1021 or not smooth % 2:
        smooth += 1
    sound = modulus("audit sound")
    for name, catches, public in (
            ("even", "takes an even n", sound[:-1] + b"\x02"),
            ("of-2047-bits", "doesn't count the bits of n", b"\x61" + sound[1:]),
            ("with-a-small-factor", "doesn't divide n", smooth.to_bytes(256, "big"))):
        assert not rsa_sound(public)
        world = BlindWorld()
        bad("key-" + name, "unsound-key", catches,
            world.then(*world.listed, key("unsound", FIRST + 4, public=public)))


def signed_by(group):
    """What blind keys signed, and when."""
    def bad(name, finding, catches, issuer, **more):
        group.add("blind-" + name, "audit 3", catches, issuer, finding, **more)
    stranger = key("stranger")
    world = BlindWorld()
    bad("unlogged-key", "unknown-key", "doesn't look blind keys up",
        world.day(world.collected(signer=stranger)))
    world = World()
    late = key("late", FIRST + 2)
    bad("key-of-its-own-header", "late-key", "takes a blind key that the same header commits to",
        world.day([late.entry("x", FIRST + 2)], keys=world.keys(world.phone, late)))
    world = BlindWorld()
    bad("under-a-phone-key", "unknown-key", "doesn't tell blind keys from others",
        world.day([world.phone.entry("x", FIRST + 2, kind=2)]))
    world = BlindWorld()
    bad("of-another-fact", "wrong-key-kind", "doesn't compare the fact of a blind key",
        world.day(world.collected(vct=65002)))
    world = BlindWorld()
    bad("of-another-day", "key-out-of-days", "doesn't compare the day of a blind key",
        world.day([world.blind[FIRST + 2].entry("x", FIRST + 1)]))
    world = BlindWorld()
    bad("three-days-ahead", "expired-entry", "gives a blind key a longer window",
        world.day(world.collected(3)))
    world = BlindWorld()
    world.day(world.tokens(FIRST))
    bad("on-its-own-day", "expired-entry", "gives a blind key its own day",
        world.day([world.blind[FIRST + 1].entry("x", FIRST + 1)], FIRST + 1))
    world = BlindWorld()
    world.then(*world.listed[:2], key(f"blind {FIRST + 2}", state=1), world.listed[3])
    bad("withdrawn-yesterday", "withdrawn-key", "doesn't look whether a blind key was withdrawn",
        world.day(world.collected(1, day=FIRST + 1), FIRST + 1))
    world = BlindWorld()
    bad("count-less", "wrong-counts", "doesn't count blind tokens", world.day(
        world.collected(count=100), header=lambda h: {**h, 9: [h[9][0][:4] + [64]]}))
    world = BlindWorld()
    bad("over-quota", "over-quota", "doesn't count blind tokens against people",
        world.day(world.collected(count=2 * 64)), people=[[PERMIT, 8]])
    world = BlindWorld()
    world.day(world.collected(2, 65))
    bad("over-quota-on-two-days", "over-quota", "counts one epoch alone",
        world.day(world.collected(1, 65, FIRST + 1), FIRST + 1), people=[[PERMIT, 16]])


def add(suite):
    """All of them."""
    group = Group(suite)
    for part in (good, keys_of, signed_by):
        part(group)
