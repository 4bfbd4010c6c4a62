# SPDX-License-Identifier: Apache-2.0
"""Cases of time: when it was shown, when the token lives, how old the bundle is."""

from build import (BLIND_AGE, BLIND_NEXT, DAY, E, GATE, ISSUED, NEXT_KEY, NOW, OTHER_NONCE, SEEN,
                   TODAY, World, blind, challenge, enc, paper, present, revocable)
from build_log import Proof
from scenes import START, END


def proof_time(suite):
    """When the showing was made."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 6", catches, *args, **more)
    for late, number in ((75, 1), (76, 7), (77, 7)):
        v(f"iat-{late}-before", "takes an old code a second too long or short",
          present(revocable()), number, at=NOW + late)
        v(f"posted-iat-{late}-before", "forgets the age of a posted answer",
          present(revocable(), aud=GATE), number, at=NOW + late)
    for early, number in ((30, 1), (31, 7), (32, 7)):
        v(f"iat-{early}-after", "takes a code from the future a second too far or not",
          present(revocable()), number, at=NOW - early)
        v(f"posted-iat-{early}-after", "forgets codes from the future",
          present(revocable(), aud=GATE), number, at=NOW - early)
    v("iat-far-past", "wraps around when it subtracts", present(revocable(), iat=1600000005), 7)
    v("iat-far-future", "wraps around when it adds",
      present(revocable(day=49710), iat=4294944000 - 15), 4)
    v("blind-76-s-old", "forgets the age of a blind showing", present(blind()), 7,
      at=NOW + 76)
    v("two-facts-stale", "reports 7 for the first fact only",
      present(revocable(), revocable(65005)), 7, at=NOW + 76, preset="two")
    for elapsed, number in ((0, 1), (119, 1), (120, 1), (121, 7), (4294967296 + 7, 7)):
        v(f"elapsed-{elapsed}", "ends the two minutes a second early or late, or wraps",
          challenge(revocable()), number, elapsed=elapsed)
    v("challenge-iat-old", "compares a challenge's iat with the clock",
      challenge(revocable(), iat=NOW - 6000), 1)
    v("challenge-iat-future", "compares a challenge's iat with the clock",
      challenge(revocable(), iat=NOW + 6000), 1)
    slow = {"preset": "slow"}
    v("until-in-time", "forgets that a question may wait",
      challenge(revocable()), 1, elapsed=3000, until=NOW, **slow)
    v("until-over", "answers after `until`", challenge(revocable()), 7, elapsed=3000,
      until=NOW - 1, **slow)
    v("until-elapsed-limit", "ends the answer time a second early", challenge(revocable()), 1,
      elapsed=3600, until=NOW + 9000, **slow)
    v("until-elapsed-over", "takes the asker's `until` over the preset's answer time",
      challenge(revocable()), 7, elapsed=3601, until=NOW + 9000, **slow)
    v("until-over-but-quick", "forgets the two minutes when `until` is over",
      challenge(revocable()), 1, elapsed=120, until=NOW - 500, **slow)
    v("no-until-slow", "gives the preset's answer time without `until`", challenge(revocable()),
      7, elapsed=121, **slow)
    v("until-short-preset", "takes `until` where the preset has two minutes",
      challenge(revocable()), 7, elapsed=121, until=NOW + 600)
    v("until-policy-shorter", "ignores the policy's answer time", challenge(revocable()), 7,
      elapsed=601, until=NOW + 600, policy={"answer_time": 600}, **slow)
    v("until-policy-shorter-met", "takes the policy's answer time for exclusive",
      challenge(revocable()), 1, elapsed=600, until=NOW + 600, policy={"answer_time": 600}, **slow)
    v("no-question", "takes an answer that nobody asked for", challenge(revocable()), 9,
      nonce=None)
    v("no-question-stale", "reports 7 for an answer that nobody asked for",
      challenge(revocable()), 9, nonce=None, at=NOW + 3600)
    v("another-nonce", "doesn't compare the nonce", challenge(revocable(), nonce=OTHER_NONCE), 9)
    v("another-nonce-in-last-byte", "compares a part of the nonce",
      challenge(revocable(), nonce=bytes(range(15)) + b"\x10"), 9)
    v("another-name", "doesn't compare the name", challenge(revocable(), aud="Gate 8"), 9)
    v("another-name-posted", "doesn't compare the name of a posted request",
      present(revocable(), aud="Gate 8"), 9)
    v("name-prefix", "compares a part of the name", present(revocable(), aud=GATE[:-1]), 9)
    v("name-longer", "compares a part of the name", present(revocable(), aud=GATE + "2"), 9)
    v("name-other-case", "ignores case in names", present(revocable(), aud=GATE.lower()), 9)
    v("no-name-of-ours-posted", "takes any name when it has none", present(
        revocable(), aud=GATE), 9, asker=None, nonce=None)
    v("no-name-of-ours-challenge", "takes any name when it has none", challenge(revocable()), 9,
      asker=None)
    v("wrong-name-two-facts", "reports 9 for the first fact only",
      present(revocable(), revocable(65005), aud="Gate 8"), 9, preset="two")


def token_time(suite):
    """When the token lives."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 5", catches, *args, **more)
    last = END - 15
    v("last-second", "ends a token a second early", present(revocable(), iat=last), 1, at=END - 1)
    v("first-second-of-exp", "lets a token live through the first second of E",
      present(revocable(), iat=last), 11, at=END)
    v("made-in-time-shown-late", "goes by iat alone", present(revocable(), iat=last), 11,
      at=END + 60)
    v("made-late-shown-in-time", "goes by its own clock alone", present(revocable(), iat=END), 11,
      at=END - 1)
    v("challenge-made-late", "forgets i < 86400 E in a challenge",
      challenge(revocable(), iat=END), 11)
    v("challenge-made-last-moment", "takes i < 86400 E for i < 86400 (E - 1)",
      challenge(revocable(), iat=last), 1)
    v("blind-made-late", "forgets i < 86400 E of blind tokens", present(blind(), iat=END), 11,
      at=END - 1)
    v("challenge-first-second-of-exp", "forgets the end in a challenge",
      challenge(revocable(), iat=last), 11, at=END)
    v("expired-yesterday", "doesn't look at exp", present(revocable(day=TODAY)), 11)
    v("expires-at-today-s-midnight", "counts the expiry day as a day of life",
      present(revocable(day=TODAY), iat=START), 11, at=START, world="day-before")
    v("horizon-last", "takes the horizon a day short",
      present(revocable(day=TODAY + 15, key=NEXT_KEY)), 1)
    v("horizon-over", "takes the horizon a day long",
      present(revocable(day=TODAY + 16, key=NEXT_KEY)), 10)
    v("horizon-of-each-fact", "takes one horizon for all facts",
      present(revocable(65005, day=TODAY + 9)), 10, preset="tax")
    v("horizon-of-each-fact-last", "takes the horizon of a short fact a day short",
      present(revocable(65005, day=TODAY + 8)), 1, preset="tax")
    v("horizon-one-of-two", "takes the longest horizon for all facts",
      present(revocable(day=TODAY + 9), revocable(65005, day=TODAY + 9)), 10, preset="two",
      facts={65001: 1, 65005: 10})
    v("horizon-over-after-midnight", "rounds the day up", present(
        revocable(day=TODAY + 16, key=NEXT_KEY), iat=END), 1, at=END)
    v("horizon-over-before-midnight", "rounds the day up", present(
        revocable(day=TODAY + 16, key=NEXT_KEY), iat=last), 10, at=END - 1)
    v("paper-last-second", "ends a paper a second early", enc(paper(day=E)), 19, at=END - 1)
    v("paper-first-second-of-exp", "lets a paper live through the first second of E",
      enc(paper(day=E)), 11, at=END)
    v("paper-life-last", "takes the paper life a day short", enc(paper(day=TODAY + 91)), 19)
    v("paper-life-over", "takes the paper life a day long", enc(paper(day=TODAY + 92)), 10)
    v("paper-beyond-horizon", "judges paper by the phone's horizon", enc(paper(day=TODAY + 40)),
      19)
    lead = 10800
    early = END - lead
    tomorrow = blind(day=E + 1, key=BLIND_NEXT)
    v("blind-last-second", "ends a blind token a second early", present(blind(), iat=last), 1,
      at=END - 1)
    v("blind-first-second-of-exp", "lets a blind token live on", present(blind(), iat=last), 11,
      at=END)
    v("blind-lead-begins", "begins the lead a second late", present(tomorrow, iat=early), 1,
      at=early)
    v("blind-before-lead", "begins the lead a second early", present(tomorrow, iat=early), 10,
      at=early - 1)
    v("blind-lead-of-each-fact", "takes one lead for all facts",
      present(blind(65008, key=BLIND_AGE), iat=START - 3600), 1, preset="age", at=START - 3600,
      world="day-before")
    v("blind-before-lead-of-that-fact", "takes one lead for all facts",
      present(blind(65008, key=BLIND_AGE), iat=START - 10800), 10, preset="age",
      at=START - 10801, world="day-before")
    v("posted-token-s-end", "forgets the end of a posted showing",
      present(revocable(), aud=GATE, iat=last), 11, at=END)


def clock(suite):
    """The bundle's age and a clock that can't be right."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 6", catches, *args, **more)
    limit = ISSUED + 259200
    there = (limit // 15) * 15

    def later(at, **more):
        return present(revocable(day=TODAY + 9, **more), iat=at // 15 * 15)
    v("bundle-age-limit", "takes the maximum age a second short", later(there), 1, at=limit)
    v("bundle-age-over", "takes the maximum age a second long", later(there), 16, at=limit + 1)
    fresh = ISSUED + 1800
    v("preset-age-limit", "takes one age for all presets", present(revocable()), 1,
      preset="fresh", at=NOW)
    v("preset-age-over", "takes one age for all presets", later(fresh), 16, preset="fresh",
      at=fresh + 1)
    v("preset-age-edge", "takes the maximum age a second short", later(fresh), 1, preset="fresh",
      at=fresh)
    v("policy-age-over", "ignores the policy's age", present(revocable()), 16,
      policy={"max_age": 1319})
    v("policy-age-edge", "takes the policy's age for exclusive", present(revocable()), 1,
      policy={"max_age": 1320})
    v("paper-stale-bundle", "forgets the bundle's age for paper", enc(paper()), 16,
      at=limit + 1)
    v("stale-two-facts", "reports 16 for the first fact only",
      present(revocable(), revocable(65005)), 16, preset="two", at=limit + 1)
    short = ISSUED + 7200
    v("bundle-last-second", "ends a bundle a second early", later(short - 1), 1, at=short - 1,
      world="short-lived")
    v("bundle-expires", "lets a bundle live through the second of its end", later(short), 16,
      at=short, world="short-lived")
    v("after-next-update", "takes next_update for the end", later(ISSUED + 3700), 1,
      at=ISSUED + 3700, world="short-lived")
    floor = NOW + 300
    v("floor-300", "doubts a clock that is 300 s behind", present(revocable()), 1, floor=floor)
    v("floor-301", "trusts a clock that is 301 s behind", present(revocable()), 17,
      floor=floor + 1)
    v("floor-301-posted", "forgets the floor of a posted showing",
      present(revocable(), aud=GATE), 17, floor=floor + 1)
    v("floor-301-paper", "forgets the floor of paper", enc(paper()), 17, floor=floor + 1)
    v("floor-301-blind", "forgets the floor of blind tokens", present(blind()), 17,
      floor=floor + 1)
    v("floor-301-challenge", "doubts the clock in a challenge, which needs none",
      challenge(revocable()), 1, floor=floor + 1)
    v("floor-lower-than-issued", "takes the caller's floor over the head's",
      present(revocable(), iat=ISSUED - 600), 17, at=ISSUED - 600, floor=ISSUED - 9000)
    v("issued-is-a-floor", "forgets that issued is a floor", later(ISSUED - 301), 17,
      at=ISSUED - 301)
    v("issued-floor-300", "doubts a clock that is 300 s behind the head", later(ISSUED - 300),
      1, at=ISSUED - 300)
    v("clock-1970", "subtracts below zero", present(revocable()), 17, at=0)
    v("clock-1970-challenge", "needs an exact clock for a challenge", challenge(revocable()), 1,
      at=0)
    v("clock-1970-paper", "shows paper as expired or not by a clock of 1970", enc(paper()), 17,
      at=0)
    v("clock-1970-until", "lets a clock of 1970 prolong the answer time",
      challenge(revocable()), 7, at=0, elapsed=3000, until=NOW, floor=NOW + 1, preset="slow")
    v("clock-1970-until-in-time", "forgets that the floor replaces the clock",
      challenge(revocable()), 1, at=0, elapsed=3000, until=NOW, floor=NOW, preset="slow")
    v("floor-ends-token", "forgets that the floor replaces the clock in a challenge",
      challenge(revocable(), iat=END - 15), 11, at=0, floor=END)
    v("floor-before-end-of-token", "takes the floor a second late",
      challenge(revocable(), iat=END - 15), 1, at=0, floor=END - 1)
    v("floor-makes-bundle-stale", "forgets the bundle's age under the floor",
      challenge(revocable(day=TODAY + 9)), 16, at=0, floor=limit + 1)
    v("floor-one-way-bundle-not-stale", "takes the floor for the clock outside a challenge",
      present(revocable(day=TODAY + 9)), 17, floor=limit + 1)
    v("floor-opens-lead", "forgets the lead under the floor",
      challenge(blind(day=E + 1, key=BLIND_NEXT)), 1, at=0, floor=END - 10800)
    v("floor-before-lead", "forgets the lead under the floor",
      challenge(blind(day=E + 1, key=BLIND_NEXT)), 10, at=0, floor=END - 10801)
    v("floor-within-300-keeps-clock", "replaces a clock that isn't doubtful",
      challenge(revocable(), iat=END - 15), 1, at=END - 100, floor=END + 100)
    v("floor-behind", "lets the floor turn the clock back", challenge(revocable(), iat=END - 15),
      11, at=END, floor=NOW)
    v("clock-far-future", "wraps around when it adds", present(revocable()), 16, at=4294967295)
    v("clock-beyond-32-bits", "cuts its clock to 32 bits", present(revocable()), 16,
      at=NOW + 2**32)


def add(suite):
    """All of them."""
    suite.world("short-lived", World(head=lambda h: {**h, 4: ISSUED + 3600, 5: ISSUED + 7200}))
    suite.world("day-before", World(
        head=lambda h: {**h, 3: ISSUED - DAY, 4: ISSUED - DAY + 3600, 5: ISSUED + 12 * DAY},
        proof=Proof({name: seen - DAY for name, seen in SEEN.items()})))
    for part in (proof_time, token_time, clock):
        part(suite)
