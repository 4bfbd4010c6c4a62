# SPDX-License-Identifier: Apache-2.0
"""The edges of withdrawal: days, pads, handles a day, horizons, media, days of segments."""

from build import (DAY, E, NEXT_KEY, NOW, TODAY, World, enc, fact, paper, present, revocable, seed)
from cases_bundle import SEGMENT, change, put, refuse, opens
from primitives import next_seed
from scenes import (SEED_PAPER, SEED_TAX, SEED_TODAY, SEED_TOMORROW, SEED_YESTERDAY, chain_handle,
                    entry)

H, L = 14, 90  # of 65001
SECTION = "withdrawal 4"


def token(seed_of_day, first, day=E, i=0, **more):
    """A phone token of a chain whose seed of the day `first` is given."""
    return revocable(day=day, handle=chain_handle(seed_of_day, day - first, i), **more)


def card(seed_of_day, first, day, i=0):
    """A paper token of such a chain, encoded."""
    return enc(paper(day=day, handle=chain_handle(seed_of_day, day - first, i)))


def later(day):
    """The key of an expiry day, for tokens of a day far ahead."""
    return {"key": NEXT_KEY} if day >= TODAY + 10 else {}


class Edges:
    """Cases with a world of their own, one segment a time."""

    def __init__(self, suite):
        self.suite = suite

    def one(self, name, catches, shown, number, *segments, section=SECTION, at=NOW, preset="gate",
            **parts):
        """One showing under these segments."""
        world = "withdrawal-" + name
        self.suite.world(world, World(segments=list(segments), **parts))
        self.suite.verify("withdrawal-" + name, section, catches, shown, number, world=world, at=at,
                          preset=preset)


def days(suite):
    """E before, at and after D, up to the horizon and beyond. Today is E - 1."""
    edges, rows = Edges(suite), [entry(65001, SEED_TODAY)]
    for name, first, number, catches in (
            ("a-day-before", E + 1, 1, "withdraws what died before the segment's day"),
            ("at-the-day", E, 12, "begins a day late"),
            ("a-day-after", E - 1, 12, "stands still at the segment's day"),
            ("at-the-horizon", E - H, 12, "stops a day before the horizon"),
            ("a-day-beyond-the-horizon", E - H - 1, 12, "stops at the horizon"),
            ("a-year-before", E - 366, 12, "drops old segments by itself")):
        back = chain_handle(SEED_TODAY, max(E - first, 0), 1)
        edges.one(name, catches, present(revocable(handle=back)), number, (1, first, rows))
    # The chain's own handle of the day before D, which nobody can compute from seed[D]
    edges.one("the-day-before-of-the-same-chain", "runs the chain backwards", present(
        token(SEED_YESTERDAY, E)), 1, (1, E + 1, [entry(65001, chain_seed(SEED_YESTERDAY, 1))]))
    for name, ahead in (("furthest-day", H + 1), ("last-but-one-day", H)):
        day = TODAY + ahead
        edges.one(name, "looks at today's tokens only", present(
            token(SEED_TODAY, E, day, **later(day))), 12, (1, E, rows))
    for name, first, day, number, catches in (
            ("paper-a-day-before", E + 41, E + 40, 19, "withdraws what died before"),
            ("paper-at-the-day", E + 40, E + 40, 12, "begins a day late"),
            ("paper-a-day-after", E + 39, E + 40, 12, "stands still at the segment's day"),
            ("paper-at-its-life", E + 40 - L, E + 40, 12, "stops at a phone's horizon")):
        edges.one(name, catches, card(SEED_PAPER, min(first, day), day, 1), number,
                  (7, first, [entry(65001, SEED_PAPER)]))


def chain_seed(start, count):
    """The seed so many days later."""
    for _ in range(count):
        start = next_seed(start)
    return start


def revival(suite):
    """What became of a withdrawn token when its segment has gone, and before."""
    edges, rows = Edges(suite), [entry(65001, SEED_TODAY)]
    # Withdrawn on day TODAY - H: D = E - H, and the last honest token of it ends on D + H - 1.
    first = E - H
    gone = TODAY
    edges.one("revival-dead-and-listed", "takes a dead token for a live one",
              present(token(SEED_TODAY, first, gone)), 11, (1, first, rows),
              section="withdrawal 3")
    edges.one("revival-dead-and-dropped", "lets a dead token rise again",
              present(token(SEED_TODAY, first - 1, gone)), 11, section="withdrawal 3")
    edges.one("revival-last-second", "judges the day by the head's instead of the checker's",
              present(token(SEED_TODAY, first, E), iat=E * DAY - 15), 12, (1, first, rows),
              at=E * DAY - 1, section="withdrawal 3")
    edges.one("revival-first-second", "gives a token a day more",
              present(token(SEED_TODAY, first, E), iat=E * DAY), 11, (1, first, rows), at=E * DAY,
              section="withdrawal 3")
    far = TODAY + H + 2
    edges.one("revival-beyond-the-horizon", "takes a token of any day, which outlives its segment",
              present(token(SEED_TODAY, E, far, **later(far))), 10, (1, E, rows),
              section="withdrawal 3")
    edges.one("revival-beyond-and-dropped", "takes a token of any day when its segment has gone",
              present(token(SEED_TODAY, E, far, **later(far))), 10, section="withdrawal 3")
    far = TODAY + 41
    edges.one("revival-beyond-the-key", "takes a key for days that it wasn't listed for",
              present(token(SEED_TODAY, E, far, key=NEXT_KEY)), 4, (1, E, rows),
              section="withdrawal 3")
    far = TODAY + L + 2
    edges.one("revival-of-paper", "takes a card of any day, which outlives its segment",
              card(SEED_PAPER, E, far), 10, (7, E, [entry(65001, SEED_PAPER)]),
              section="withdrawal 3")


def pads(suite):
    """Random seeds beside the real ones."""
    edges = Edges(suite)
    noise = [seed(f"pad {i}", 16) for i in range(31)]
    edges.one("pads-alone", "takes a fact that is named for withdrawn", present(revocable()), 1,
              (1, E, [[65001, b"".join(sorted(noise[:16]))]]))
    low, high, middle = bytes(15) + b"\1", b"\xff" * 15 + b"\xfe", sorted(noise)[15]
    for name, real in (("first", low), ("last", high), ("17th", middle)):
        seeds = sorted(set(noise + [real, low, high]))
        edges.one(f"{name}-among-pads", "reads a part of the seeds only",
                  present(token(real, E)), 12, (1, E, [[65001, b"".join(seeds)]]))
    edges.one("without-pads", "wants sixteen seeds", present(token(SEED_TODAY, E)), 12,
              (1, E, [[65001, SEED_TODAY]]))
    edges.one("two-persons", "keeps one seed of an entry", present(token(SEED_TAX, E)), 12,
              (1, E, [entry(65001, SEED_TODAY, SEED_TAX)]))
    edges.one("beside-an-empty-segment", "stops at an empty segment",
              present(token(SEED_TODAY, E)), 12, (1, E - 1, []), (1, E, []),
              (1, E, [entry(65001, SEED_TODAY)]))


def per_day(suite):
    """How many handles a day has is the catalogue's, for old segments too."""
    edges = Edges(suite)

    def with_per_day(count):
        return change(_10=put(0, fact(65001, "work-permit-valid", 7, per_day=count)))
    rows = [entry(65001, SEED_TODAY)]
    for count, i, number in ((1, 0, 12), (1, 1, 1), (2, 1, 12), (2, 2, 1), (8, 7, 12), (8, 8, 1)):
        edges.one(f"per-day-{count}-handle-{i}", "counts the handles of a day wrongly",
                  present(token(SEED_TODAY, E, i=i)), number, (1, E, rows),
                  head=with_per_day(count))
    edges.one("per-day-grown-since", "keeps the per_day of the segment's day",
              present(token(SEED_TODAY, E - 5, i=5)), 12, (1, E - 5, rows), head=with_per_day(6))
    edges.one("per-day-grown-for-paper", "keeps the per_day of the segment's day",
              card(SEED_PAPER, E - 5, E + 40, 5), 12, (7, E - 5, [entry(65001, SEED_PAPER)]),
              head=with_per_day(6))


def rows(suite):
    """Which row of the head a segment stands under."""
    edges = Edges(suite)
    here, there = [entry(65001, SEED_TODAY)], [entry(65001, SEED_TAX)]
    edges.one("under-a-later-day", "takes a segment's day from elsewhere",
              present(token(SEED_TODAY, E)), 1, (1, E + 1, here))
    edges.one("under-an-earlier-day", "takes a segment's day from elsewhere",
              present(token(SEED_TODAY, E)), 1, (1, E - 1, here))
    edges.one("under-an-earlier-day-reached", "takes a segment's day from elsewhere",
              present(token(SEED_TODAY, E - 1)), 12, (1, E - 1, here))
    edges.one("days-descending", "wants rows in order of days",
              present(token(SEED_TODAY, E)), 12, (1, E, here), (1, E - 3, there))
    edges.one("same-bytes-under-two-days", "keeps one of two rows with equal bytes",
              present(token(SEED_TODAY, E)), 12, (1, E - 3, here), (1, E, here))
    edges.one("same-bytes-under-two-media", "keeps one of two rows with equal bytes",
              present(token(SEED_TODAY, E)), 12, (7, E, here), (1, E, here))
    edges.one("same-bytes-under-two-media-paper", "keeps one of two rows with equal bytes",
              card(SEED_TODAY, E, E + 3), 12, (1, E, here), (7, E, here))
    edges.one("phone-under-paper", "mixes the media", present(token(SEED_TODAY, E)), 1,
              (7, E, here))
    edges.one("paper-under-phone", "mixes the media", card(SEED_PAPER, E, E + 3), 19,
              (1, E, [entry(65001, SEED_PAPER)]))
    edges.one("united-first", "keeps the last of three segments of a day",
              present(token(SEED_TODAY, E)), 12, (1, E, here), (1, E, there),
              (1, E, [entry(65001, SEED_TOMORROW)]))
    edges.one("united-with-one-seed-in-both", "doubles what stands in two segments",
              present(token(SEED_TODAY, E)), 12, (1, E, here),
              (1, E, [entry(65001, SEED_TODAY, SEED_TAX)]))
    edges.one("united-by-fact", "unites a day without the fact", present(token(SEED_TODAY, E)), 1,
              (1, E, there), (1, E, [entry(65005, SEED_TODAY)]))
    edges.one("fact-not-in-the-catalogue", "stops at a fact that it doesn't know",
              present(token(SEED_TODAY, E)), 12,
              (1, E, [entry(65000, SEED_TAX), entry(65001, SEED_TODAY), entry(65100, SEED_TAX)]))
    edges.one("only-another-fact", "takes any entry", present(token(SEED_TODAY, E)), 1,
              (1, E, [entry(65000, SEED_TODAY), entry(65002, SEED_TODAY)]))


def bundles(suite):
    """Segments that stop a bundle, and what is dealt less than shown."""
    one, two = (1, E, SEGMENT), (1, E + 1, [[65005, seed("another", 16)]])

    def bad(name, catches, *segments, **parts):
        refuse(suite, "segment-" + name, catches, segments=segments or (one, two), **parts)
    bad("of-another-day-in-its-place", "takes the bytes of another day for those that were named",
        files=lambda f: [f[0], [f[1][1], f[1][1]]])
    bad("seed-doubled", "takes a seed twice", (1, E, [[65001, seed("s", 16) * 2]]))
    bad("entry-empty", "takes an entry without seeds", (1, E, [[65001, b""]]))
    bad("entry-empty-behind-another", "looks at the first entry only",
        (1, E, SEGMENT + [[65002, b""]]))
    bad("17-bytes", "reads past a seed's end", (1, E, [[65001, b"\1" * 17]]))
    bad("fact-twice", "takes a fact twice", (1, E, SEGMENT + SEGMENT))
    bad("listed-three-times-apart", "compares neighbours only", one, two, one)
    bad("blind", "takes a medium that has no handles", (2, E, SEGMENT))

    def dealt(name, catches, rows, good=False):
        (opens if good else refuse)(suite, "dealt-" + name, catches, head=lambda c: {**c, 15: rows})
    dealt("less", "refuses a catalogue that shrinks", [[65001, 7, 8], [65002, 14, 1]], True)
    dealt("nothing", "refuses a fact that isn't dealt any more", [[65001, 0, 0]], True)
    dealt("empty", "takes a list without rows", [])
    dealt("as-shown", "takes a row that says nothing", [[65001, 14, 8]])
    dealt("more", "deals more than is shown", [[65001, 15, 8]])
    dealt("more-per-day", "deals more than is shown", [[65005, 6, 2]])
    dealt("no-days", "deals something on no day", [[65001, 0, 8]])
    dealt("no-sets", "deals nothing on some days", [[65001, 7, 0]])
    dealt("unknown-fact", "deals what isn't shown", [[65100, 7, 1]])
    dealt("twice", "takes a fact twice", [[65001, 7, 8], [65001, 6, 8]])
    dealt("descending", "takes rows in any order", [[65002, 14, 1], [65001, 7, 8]])
    dealt("beyond", "takes any number", [[65001, 61, 8]])
    dealt("row-cut", "takes a row with a place too few", [[65001, 7]])


def add(suite):
    """All of them."""
    for part in (days, revival, pads, per_day, rows, bundles):
        part(suite)
