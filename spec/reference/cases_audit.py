# SPDX-License-Identifier: Apache-2.0
"""Cases of logs that break one rule each, and of some that break none."""

import cbor
from build import ROOT, ROOT_NEXT, TODAY, enc
from build_issuer import DAY, MORNING, Issuer, TokenKey, pad_up
from build_keys import Ed
from epoch import NULL
from primitives import sha256

FIRST = TODAY
NOON = FIRST * DAY + DAY // 2


class Group:
    """Adds one log after the other."""

    def __init__(self, suite):
        self.suite = suite

    def add(self, name, section, catches, issuer, *expect, **more):
        """A log and what an auditor finds in it."""
        logs = [epochs_of(log) for log in issuer.logs]
        self.suite.add("audit/" + name, section, catches, "audit", trust=issuer.trust.hex(),
                       at=issuer.last_sign + 3600, logs=logs,
                       notes=[log.note for log in issuer.logs],
                       objects={path: data.hex() for path, data in issuer.objects.items()},
                       served=next(path for path in issuer.objects if path.startswith("head/")),
                       expect=list(expect), **more)


def epochs_of(log):
    """Header and entries of each epoch; the nulls behind them are only counted."""
    found, ends = [], [start for start, _ in log.starts[1:]] + [log.tree.size]
    for (start, header), end in zip(log.starts, ends):
        entries = log.entries[start:end]
        while entries and entries[-1] == NULL:
            entries = entries[:-1]
        found.append({"header": header.hex(), "entries": [e.hex() for e in entries],
                      "nulls": end - start - len(entries)})
    return found


class World:
    """A control epoch, a head, an ordinary day with its head; the next day is the case's."""

    def __init__(self, specimen=False):
        self.phone = TokenKey("audit phone", 1, [65001, 65002], FIRST, FIRST + 40)
        self.next = TokenKey("audit next", 1, [65001], FIRST + 41, FIRST + 80)
        self.issuer = Issuer(FIRST, specimen=specimen)
        self.issuer.control(FIRST, self.issuer.sign_keys([self.phone]))
        self.issuer.sign(FIRST * DAY + 600)
        self.issuer.publish(FIRST * DAY + 660)

    def tokens(self, day, count=2, **changes):
        """Entries of a day."""
        return [self.phone.entry(f"{day} {i}", day + 1, **changes) for i in range(count)]

    def day(self, entries=None, day=FIRST, **changes):
        """The first day, with something wrong in it, and a checkpoint."""
        entries = self.tokens(day) if entries is None else entries
        self.issuer.close(day, entries, **changes)
        self.issuer.sign((day + 1) * DAY + MORNING)
        return self.issuer

    def keys(self, *keys, change=lambda claims: claims, **more):
        """A key list."""
        return self.issuer.sign_keys(keys, change, **more)


def whole(group):
    """Logs in which nothing is wrong."""
    def good(name, catches, issuer):
        group.add(name, "log 16", catches, issuer)
    world = World()
    world.day()
    world.issuer.publish((FIRST + 1) * DAY + 400)
    good("nothing", "refuses what is right", world.day(day=FIRST + 1))
    good("empty-day", "wants tokens on every day", World().day([]))
    world = World()
    world.day()
    world.issuer.next_log()
    good("next-log", "begins numbers again, or goes on counting leaves",
         world.day(day=FIRST + 1))
    world = World()
    good("no-pads", "wants a pad in every group", world.day(world.tokens(FIRST, 64)))
    world = World()
    dead = TokenKey("audit phone", 1, [65001, 65002], FIRST, FIRST + 40)
    dead.state = 1
    world.issuer.control(FIRST, world.keys(dead))
    good("withdrawn-at-noon", "doesn't take what a key signed on the morning of its end",
         world.day())


    world = World()
    other = TokenKey("audit other", 1, [65001, 65002], FIRST, FIRST + 40)
    dead.state = 1
    world.issuer.control(FIRST, world.keys(dead, other))
    good("withdrawn-and-replaced", "wants a withdrawn key's days to stay empty",
         world.day([other.entry("x", FIRST + 1)]))


def entries_of(group):
    """Entries of an epoch."""
    def bad(name, finding, catches, **changes):
        group.add(name, "log 5", catches, World().day(**changes), finding)
    bad("swapped", "unsorted", "doesn't compare neighbours",
        layout=lambda e: e[:5] + [e[6], e[5]] + e[7:])
    bad("twice", "unsorted", "takes equal neighbours", layout=lambda e: e[:5] + [e[4]] + e[6:])
    bad("not-padded", "not-padded", "takes a group of any size", padded=lambda entries, key: [])
    bad("one-pad-less", "not-padded", "rounds down",
        padded=lambda entries, key: pad_up(entries, key)[1:])
    bad("null-among-tokens", "bad-entry", "takes a null anywhere",
        layout=lambda e: e[:9] + [NULL] + e[10:])
    bad("kind-9", "bad-entry", "takes an entry of any kind",
        layout=lambda e: e[:3] + [b"\x09" + e[3][1:]] + e[4:])
    bad("version-2", "bad-entry", "takes an entry of any version",
        layout=lambda e: e[:3] + [b"\x01\x02" + e[3][2:]] + e[4:])
    bad("token-at-the-end", "bad-nulls", "doesn't look at the nulls",
        layout=lambda e: e[:-1] + [e[1]])
    bad("null-of-other-bytes", "bad-nulls", "takes a null of any bytes",
        layout=lambda e: e[:-1] + [NULL[:-1] + b"\1"])
    bad("other-header-entry", "wrong-header", "doesn't look at the day of a header's entry",
        layout=lambda e: [e[0][:8] + (FIRST + 1).to_bytes(4, "big") + e[0][12:]] + e[1:])
    bad("count-less", "wrong-counts", "doesn't count",
        header=lambda h: {**h, 9: [h[9][0][:4] + [h[9][0][4] - 1]]})
    bad("count-of-another-fact", "wrong-counts", "counts without looking at the fact",
        header=lambda h: {**h, 9: [[1, 65002] + h[9][0][2:]]})
    bad("row-of-nothing", "wrong-counts", "takes a row without entries",
        header=lambda h: {**h, 9: h[9] + [[1, 65002, h[9][0][2], FIRST + 1, 0]]})
    world = World()
    tokens = world.tokens(FIRST, 1) + [world.phone.entry("two", FIRST + 2)]
    group.add("rows-descending", "log 5", "takes rows in any order",
              world.day(tokens, header=lambda h: {**h, 9: h[9][::-1]}), "wrong-counts")
    world = World()
    world.day()
    group.add("again-next-day", "log 15", "forgets what earlier epochs had", world.day(
        world.tokens(FIRST), FIRST + 1), "repeated-entry")


def headers_of(group):
    """The chain of headers."""
    def bad(name, finding, catches, **changes):
        world = World()
        world.day()
        group.add(name, "log 5", catches, world.day(day=FIRST + 1, **changes), finding)
    bad("previous-hash", "broken-chain", "doesn't compare the hash of the header before",
        header=lambda h: {**h, 6: sha256(b"another")})
    bad("number-jumps", "header-gap", "doesn't compare numbers",
        header=lambda h: {**h, 1: h[1] + 1})
    bad("number-stays", "header-gap", "doesn't compare numbers",
        header=lambda h: {**h, 1: h[1] - 1})
    bad("index-behind", "wrong-index", "believes the index in a header",
        header=lambda h: {**h, 3: h[3] + 256})
    world = World()
    world.day(day=FIRST + 1)
    group.add("day-left-out", "log 15", "doesn't look at days", world.day(day=FIRST + 3),
              "missing-day")
    world = World()
    world.day([], day=FIRST + 1)
    group.add("day-before", "log 5", "takes days in any order", world.day([], day=FIRST),
              "day-back")
    world = World()
    world.day(world.tokens(FIRST, 1))
    group.add("two-of-one-day", "log 15", "takes several epochs of one day",
              world.day(world.tokens(FIRST)[1:]), "two-epochs")
    world = World(specimen=True)
    world.day(world.tokens(FIRST, 1))
    group.add("two-of-one-day-in-training", "log 15", "wants one epoch a day in training, too",
              world.day(world.tokens(FIRST)[1:]))
    world = World()
    group.add("cut-short", "log 5", "takes an epoch without its end", world.day(
        [world.phone.entry(f"many {i}", FIRST + 1) for i in range(300)],
        layout=lambda e: e[:256]), "wrong-size")
    world = World()
    world.issuer.next_log()
    group.add("next-log-forgets", "log 15", "begins a next log as if it were the first",
              world.day(header=lambda h: {**h, 6: bytes(32)}), "broken-chain")


def keys_of(group):
    """Keys and key lists."""
    def bad(name, finding, catches, issuer):
        group.add(name, "log 15", catches, issuer, finding)
    world = World()
    stranger = TokenKey("audit stranger", 1, [65001], FIRST, FIRST + 9)
    bad("unknown-key", "unknown-key", "doesn't look keys up",
        world.day([stranger.entry("x", FIRST + 1)]))
    world = World()
    bad("key-of-its-own-header", "late-key", "takes a key that the same header commits to",
        world.day([stranger.entry("x", FIRST + 2)],
                  keys=world.keys(TokenKey("audit phone", 1, [65001, 65002], FIRST, FIRST + 40),
                                  TokenKey("audit stranger", 1, [65003], FIRST, FIRST + 9))))
    world = World()
    bad("fact-of-another-key", "wrong-key-kind", "doesn't compare the fact",
        world.day(world.tokens(FIRST, vct=65003)))
    world = World()
    bad("paper-under-phone-key", "wrong-key-kind", "doesn't compare the kind",
        world.day(world.tokens(FIRST, kind=7)))
    world = World()
    world.issuer.control(FIRST, world.keys(world.phone, world.next))
    bad("day-before-the-key", "key-out-of-days", "doesn't compare the days",
        world.day([world.next.entry("x", FIRST + 1)]))
    world = World()
    bad("expired", "expired-entry", "takes tokens of days that are over",
        world.day(world.tokens(FIRST), FIRST) and world.day(
            [world.phone.entry("x", FIRST)], FIRST + 1))
    lists_of(bad)


def lists_of(bad):
    """One list behind the other."""
    dead = TokenKey("audit phone", 1, [65001, 65002], FIRST, FIRST + 40)
    dead.state = 1
    world = World()
    world.issuer.control(FIRST, world.keys(dead))
    world.day([])
    bad("withdrawn-yesterday", "withdrawn-key", "doesn't look whether a key was withdrawn",
        world.day(world.tokens(FIRST + 1), FIRST + 1))
    world = World()
    world.issuer.control(FIRST, world.keys(dead))
    bad("live-again", "revived-key", "lets a withdrawn key live again",
        world.day([], keys=world.keys(world.phone)))
    longer = TokenKey("audit phone", 1, [65001, 65002], FIRST, FIRST + 60)
    world = World()
    bad("longer-key", "changed-key", "lets a key's days change",
        world.day(keys=world.keys(longer)))
    world = World()
    bad("sequence-stays", "old-key-list", "doesn't compare sequences",
        world.day(keys=world.keys(world.phone, world.next,
                                  change=lambda claims: {**claims, 2: claims[2] - 1})))
    world = World()
    second = TokenKey("audit second", 1, [65001], FIRST + 20, FIRST + 60)
    bad("two-live-keys", "second-live-key", "takes two live keys for one day",
        world.day(keys=world.keys(world.phone, second)))
    world = World()
    other = TokenKey("audit other", 1, [65001, 65002], FIRST, FIRST + 40)
    bad("key-replaced-in-silence", "second-live-key", "compares keys of one list alone",
        world.day(keys=world.keys(other)))
    world = World()
    bad("list-of-a-stranger", "bad-key-list", "doesn't check a list's signature",
        world.day(keys=world.keys(world.phone, world.next, signer=Ed("stranger"))))
    world = World()
    data = world.keys(world.phone, world.next)
    world.day(keys=data)
    del world.issuer.objects[f"key-list/{sha256(data).hex()}"]
    bad("list-missing", "missing-key-list", "goes on without a list", world.issuer)


def roots_of(group):
    """Manifests of one root and the next."""
    third, thief = Ed("third root"), Ed("thief's root")

    def case(name, catches, turns, *expect, trust=None):
        world = World()
        for i, turn in enumerate(turns):
            world.issuer.turn_to(*turn)
            world.issuer.publish(NOON + i)
        if trust:
            world.issuer.trust = enc({**cbor.decode(world.issuer.trust), 2: trust.public})
        group.add(name, "trust 10", catches, world.day(), *expect)
    case("next-root", "doesn't follow the announced root", [(ROOT_NEXT, third)])
    case("next-root-and-the-next", "follows once only", [(ROOT_NEXT, third), (third, thief)])
    case("next-root-lower-sequence", "compares the sequences of two roots",
         [(ROOT_NEXT, third, 1)])
    case("next-root-is-trusted", "can't begin before the trusted root", [(ROOT_NEXT, third)],
         trust=ROOT_NEXT)
    case("other-root-is-trusted", "takes any root before the trusted one", [(thief, third)],
         "bad-head", trust=thief)
    case("skipped-root", "skips a root", [(third, thief)], "other-root")
    case("thief-root", "follows whoever says so", [(thief, third)], "other-root")
    case("next-root-not-stated", "guesses the root", [(ROOT_NEXT, third, 4, False)], "bad-head")
    case("other-successor", "lets a root name another successor", [(ROOT, thief, 4, False)],
         "other-root")
    case("other-successor-followed", "follows a thief's successor",
         [(ROOT, thief, 4, False), (thief, third)], "other-root")
    case("root-that-is-over", "takes heads of the root before",
         [(ROOT_NEXT, third), (ROOT, ROOT_NEXT, 9, False)], "bad-head")


def heads_of(group):
    """Heads that headers name."""
    def bad(name, finding, catches, **changes):
        world = World()
        world.issuer.publish(NOON, **changes)
        group.add(name, "log 15", catches, world.day(), finding)
    bad("version-left-out", "head-gap", "takes versions with a gap",
        head=lambda claims: {**claims, 2: claims[2] + 1})
    bad("version-again", "two-heads", "takes two heads of one version",
        head=lambda claims: {**claims, 2: claims[2] - 1})
    bad("previous-head", "broken-head-chain", "doesn't compare the hash of the head before",
        head=lambda claims: {**claims, 6: sha256(b"another")})
    bad("head-of-a-stranger", "bad-head", "doesn't check a head's signature",
        signer=Ed("stranger"))
    world = World()
    own = world.keys(world.phone, world.next)
    world.issuer.publish(NOON, keys=own)
    group.add("keys-of-one-person", "log 16", "doesn't compare a head's keys with its header",
              world.day(), "uncommitted-keys")
    world = World()
    world.issuer.publish(NOON)
    del world.issuer.objects[f"head/{world.issuer.previous_head.hex()}"]
    group.add("head-missing", "log 16", "goes on without a head", world.day(), "missing-head")


def sixty_days(reveal=lambda rows: rows, days=62):
    """An epoch with pads, one without, and days until their keys come out."""
    world = World()
    world.day()
    world.day([world.phone.entry(f"full {i}", FIRST + 2) for i in range(64)], FIRST + 1)
    for day in range(FIRST + 2, FIRST + days):
        world.issuer.close(day, reveal=reveal)
    world.issuer.sign((FIRST + days) * DAY + MORNING)
    return world.issuer


def pads_of(group):
    """Pad keys."""
    def bad(name, finding, catches, reveal):
        group.add(name, "log 15", catches, sixty_days(reveal), finding)
    group.add("pad-keys", "log 15", "wants a pad where there is none, or a key before its time",
              sixty_days())
    group.add("pad-keys-not-due", "log 15", "wants a key before its time", sixty_days(days=60))
    bad("pad-key-of-nothing", "bad-pad-key", "doesn't look for pads",
        lambda rows: [[number, bytes(31) + b"\1"] for number, _ in rows])
    bad("pad-key-kept", "late-pad-key", "doesn't wait for pad keys", lambda rows: [])
    bad("pad-key-of-a-control-epoch", "bad-pad-key", "takes a key of any epoch",
        lambda rows: [[0, bytes(31) + b"\1"]] * bool(rows) + rows)
    bad("pad-key-of-no-epoch", "bad-pad-key", "takes a key of any epoch",
        lambda rows: rows + [[1000, bytes(31) + b"\1"]] * bool(rows))


def add(suite):
    """All of them."""
    group = Group(suite)
    for part in (whole, entries_of, headers_of, keys_of, heads_of, roots_of, pads_of):
        part(group)
