# SPDX-License-Identifier: Apache-2.0
"""Cases of the verdicts: keys, signatures, time, kinds and modes, withdrawal, order."""

from build import (BLIND_AGE, BLIND_KEY, BLIND_NEXT, BLIND_STAY, BUNDLE_KEY, DAY, E, GATE, HOLDER,
                   ISSUED, NEXT_KEY, NOW, OTHER_HOLDER, OTHER_NONCE, PAPER_KEY, STAY_KEY, TAG,
                   TODAY, TOKEN_KEY, Ed, Raw, World, blind, blind_claims, challenge, ed_header,
                   enc, handle_of, kbt_claims, kbt_header, key_list_claims, paper, paper_claims,
                   present, revocable, revocable_claims, seed, sign1)
from cbor import Tag
from primitives import handle, leaf_hash, log_entry, next_seed

START, END = DAY * TODAY, DAY * E  # of today
STRANGER = Ed("stranger")
UNTIL = 202707


def flipped(value):
    """A COSE_Sign1 with one bit of its signature changed."""
    parts = list(value.value)
    parts[3] = parts[3][:5] + bytes([parts[3][5] ^ 1]) + parts[3][6:]
    return Tag(18, parts)


def bad_holder(*tokens, nonce=None):
    """A presentation signed by somebody else."""
    return present(*tokens, holder=OTHER_HOLDER, nonce=nonce, aud=GATE if nonce else "*")


def until_token(**more):
    """work-permit-until with a month."""
    return revocable(65002, value=UNTIL, **more)


def document():
    """The document token of the same set."""
    return revocable(65009)


def plain(suite):
    """What is right."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 4", catches, *args, **more)
    v("one-way", "refuses the simplest showing", present(revocable()), 1)
    v("one-way-without-a-name", "wants a name for a one-way showing", present(revocable()), 1,
      asker=None, nonce=None)
    v("posted", "refuses an answer to a printed request", present(revocable(), aud=GATE), 1,
      nonce=None)
    v("posted-while-asking", "compares a nonce that isn't there", present(revocable(), aud=GATE),
      1)
    v("challenge", "refuses the answer to a question", challenge(revocable()), 1)
    v("blind-one-way", "refuses a blind token", present(blind()), 1)
    v("blind-posted", "refuses a blind token at a named gate", present(blind(), aud=GATE), 1)
    v("blind-challenge", "refuses a blind answer", challenge(blind()), 1)
    v("paper", "calls paper valid before the document is compared", enc(paper()), 19)
    v("paper-with-month", "doesn't return a value with 19", enc(paper(65002, value=UNTIL)), 19,
      preset="until", facts={65002: (19, UNTIL)})
    v("paper-with-text", "doesn't return a value with 19", enc(paper(65006, value="SITE 9")), 19,
      preset="employer", facts={65006: (19, "SITE 9")})
    v("value-number", "doesn't return a number", present(until_token()), 1, preset="until",
      facts={65002: (1, UNTIL)})
    v("value-text", "doesn't return a text", present(revocable(65006, value="ACME-2")), 1,
      preset="employer", facts={65006: (1, "ACME-2")})
    v("value-text-with-spaces", "cuts a value at its space",
      challenge(revocable(65004, value="E 7-4")), 1, preset="visa", facts={65004: (1, "E 7-4")})
    v("two-facts", "looks at the first token only", present(revocable(), revocable(65005)), 1,
      preset="two")
    v("four-facts", "looks at three tokens only", present(
        revocable(), until_token(), revocable(65005), revocable(65006, value="ACME-1")), 1,
      preset="four", facts={65001: 1, 65002: (1, UNTIL), 65005: 1, 65006: (1, "ACME-1")})
    v("document-asked", "calls `document` valid before it is compared", present(document()), 19,
      preset="passport")
    v("hire", "doesn't ask for `document` when the preset binds",
      challenge(revocable(), until_token(), document()), 19, preset="hire",
      facts={65001: 1, 65002: (1, UNTIL), 65009: 19})
    v("inspect", "doesn't take four tokens in an answer", challenge(
        revocable(), revocable(65005), revocable(65006, value="ACME-1"), document()), 19,
      preset="inspect", facts={65001: 1, 65005: 1, 65006: (1, "ACME-1"), 65009: 19})
    v("hire-without-document", "forgets the binding", challenge(revocable(), until_token()), 3,
      preset="hire", facts={65001: 1, 65002: (1, UNTIL), 65009: 3})
    v("bound-paper", "asks a paper for `document` beside its own tag", enc(paper()), 19,
      preset="bound", document=False)
    v("bound-blind", "forgets the binding of a blind showing", present(blind()), 3,
      preset="bound", facts={65001: 1, 65009: 3})
    v("bound-by-policy", "ignores a stricter binding", present(revocable()), 3, preset="gate",
      policy={"binding": 1}, facts={65001: 1, 65009: 3})
    v("bound-by-policy-met", "doesn't report `document` asked by policy",
      present(revocable(), document()), 19, preset="gate", policy={"binding": 1},
      facts={65001: 1, 65009: 19})


def missing(suite):
    """Facts that aren't there, and tokens that nobody asked for."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 4", catches, *args, **more)
    v("another-fact", "takes any fact for the one asked", present(revocable(65005)), 3)
    v("one-of-two", "says yes when one fact of two is there", present(revocable()), 3,
      preset="two", facts={65001: 1, 65005: 3})
    v("paper-of-another-fact", "takes any paper", enc(paper(65006, value="SITE 9")), 3)
    v("one-of-two-on-paper", "takes a paper for all that is asked", enc(paper()), 3,
      preset="two", facts={65001: 19, 65005: 3})
    v("value-beside-missing", "hides the value of a fact beside one that is missing",
      challenge(revocable(), revocable(65006, value="ACME-1"), document()), 3, preset="inspect",
      facts={65001: 1, 65005: 3, 65006: (1, "ACME-1"), 65009: 19})
    surplus = [("bad-signature", flipped(revocable(65005))),
               ("unknown-key", revocable(65005, key=STRANGER)),
               ("value-not-allowed", revocable(65006, value="NOBODY")),
               ("value-missing", revocable(65002)),
               ("tag", document()), ("fact-not-in-catalogue", revocable(65100))]
    for name, token in surplus:
        v(f"surplus-{name}", "judges a token that nobody asked for",
          present(revocable(), token), 1)
    v("surplus-first", "judges the first token whatever was asked",
      present(flipped(revocable()), revocable(65005)), 1, preset="tax")
    v("surplus-withdrawn", "looks up a token that nobody asked for",
      present(withdrawn_token(), revocable(65005)), 1, preset="tax", world="withdrawn")
    v("asked-is-the-second", "finds a fact only in label 13",
      present(revocable(), revocable(65005), revocable(65007)), 1, preset="tax")
    for name, number, shown, more in (
            ("bad-holder-proof", 6, bad_holder(revocable()), {}),
            ("wrong-audience", 9, present(revocable(), aud="Gate 8"), {}),
            ("stale-proof", 7, present(revocable(), iat=NOW - 90), {}),
            ("clock-doubtful", 17, present(revocable()), {"floor": NOW + 301}),
            ("stale-bundle", 16, present(revocable(), iat=NOW + 9 * DAY), {"at": NOW + 9 * DAY}),
            ("kind-by-policy", 13, present(revocable()), {"policy": {"kinds": 4}}),
            ("mode-by-policy", 14, present(revocable()), {"policy": {"modes": 6}})):
        v(f"missing-and-{name}", "gives a missing fact 3 when the whole showing fails earlier",
          shown, number, preset="tax", **more)
    v("missing-and-own-failure", "gives a missing fact the failure of another token",
      present(flipped(revocable())), 5, preset="two", facts={65001: 5, 65005: 3})
    v("missing-and-kind-by-preset", "gives a missing fact 3 when the preset refuses the kind",
      present(revocable(65005)), 13, preset="blind-only")
    v("missing-and-mode-by-preset", "gives a missing fact 3 when the preset refuses the mode",
      present(revocable(65005)), 14, preset="phone")


def keys(suite):
    """Rule 1 and the signatures."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 5", catches, *args, **more)
    two = {"preset": "two"}
    v("unknown-kid", "takes any key", present(revocable(key=STRANGER)), 4)
    v("another-issuer", "looks a key up by its kid alone", present(revocable(iss="mtl")), 4)
    v("kid-of-a-service-key", "takes a service key for a token key",
      present(revocable(key=BUNDLE_KEY)), 4)
    v("kid-of-the-paper-key", "takes a paper key for a phone token",
      present(revocable(key=PAPER_KEY)), 4)
    v("paper-by-the-token-key", "takes a token key for paper",
      enc(paper(day=E, key=TOKEN_KEY)), 4)
    v("key-of-another-fact", "takes a key for facts that it isn't listed for",
      present(revocable(key=STAY_KEY)), 4)
    v("key-last-day", "ends a key's window a day early", present(
        revocable(day=TODAY + 9)), 1)
    v("key-after-last-day", "takes a key after its last expiry day", present(
        revocable(day=TODAY + 10)), 4)
    v("key-first-day", "begins a key's window a day late", present(
        revocable(day=TODAY + 10, key=NEXT_KEY)), 1)
    v("key-before-first-day", "takes a key before its first expiry day", present(
        revocable(day=TODAY + 9, key=NEXT_KEY)), 4)
    v("blind-key-of-another-day", "takes a blind key for another day", present(
        blind(day=E + 1)), 4, at=END - 10000 + 30)
    v("blind-key-of-another-fact", "takes a blind key for another fact", present(
        blind(key=BLIND_STAY)), 4)
    v("blind-kid-unknown", "takes any RSA key", present(blind_kid(b"none")), 4)
    v("blind-kid-of-a-token-key", "looks a key up without its algorithm", present(
        blind_kid(TOKEN_KEY.kid)), 4)
    v("token-kid-of-a-blind-key", "looks a key up without its algorithm", present(sign1(
        {1: -19, 4: BLIND_KEY.kid, 16: 293}, revocable_claims(), TOKEN_KEY)), 4)
    for name, value in (("below-lowest", 202600), ("above-highest", 203513), ("text", "202707"),
                        ("zero", 0)):
        v(f"bounded-value-{name}", "takes a number outside the catalogue's bounds",
          present(revocable(65002, value=value)), 4, preset="until")
    for name, value in (("lowest", 202601), ("highest", 203512)):
        v(f"bounded-value-{name}", "takes bounds for exclusive", present(revocable(65002, value=value)),
          1, preset="until", facts={65002: (1, value)})
    for name, value in (("not-listed", "ACME-3"), ("prefix-of-listed", "ACME-"), ("number", 1)):
        v(f"listed-value-{name}", "takes a value that isn't listed",
          present(revocable(65006, value=value)), 4, preset="employer")
    v("value-missing", "takes a fact without its value", present(revocable(65002)), 4,
      preset="until")
    v("value-missing-of-list", "takes a fact without its value", present(revocable(65006)), 4,
      preset="employer")
    v("value-uncalled", "takes a value where the catalogue has none",
      present(revocable(value=1)), 4)
    v("paper-value-missing", "takes a paper without its value", enc(paper(65002)), 4,
      preset="until")
    v("token-signature", "doesn't check the issuer's signature", present(flipped(revocable())), 5)
    v("token-signature-of-the-second", "checks the first signature only",
      present(revocable(), flipped(revocable(65005))), 5, facts={65001: 1, 65005: 5}, **two)
    v("token-signature-of-the-first", "reports one number for all facts",
      present(flipped(revocable()), revocable(65005)), 5, facts={65001: 5, 65005: 1}, **two)
    v("blind-signature", "doesn't check the blind signature", present(flipped(blind())), 5)
    v("paper-signature", "doesn't check a paper's signature", enc(flipped(paper())), 5)
    for size in (0, 32, 47, 49):
        v(f"blind-salt-{size}", "takes a salt that the holder chose", present(
            blind(salt_size=size)), 5)
    over = blind()
    over.value[3] = (int.from_bytes(over.value[3], "big") + BLIND_KEY.n).to_bytes(257, "big")[-256:]
    number = int.from_bytes(blind().value[3], "big") + BLIND_KEY.n
    if number < 2**2048:
        v("blind-signature-plus-n", "takes a second form of the same signature", present(over), 5)
    over = blind()
    over.value[3] = b"\xff" * 256
    v("blind-signature-above-n", "computes with s >= n", present(over), 5)
    over = blind()
    over.value[3] = bytes(256)
    v("blind-signature-zero", "takes zero for a signature", present(over), 5)
    over = blind()
    over.value[3] = BLIND_KEY.modulus
    v("blind-signature-equal-to-n", "computes with s = n", present(over), 5)
    v("holder-signature", "doesn't check the holder's signature", bad_holder(revocable()), 6)
    v("holder-signature-of-two", "reports 6 for the first fact only",
      bad_holder(revocable(), revocable(65005)), 6, **two)
    v("holder-signature-of-blind", "skips the holder's signature of a blind token",
      bad_holder(blind()), 6)
    v("holder-signature-over-other-tokens", "binds the signature to the claims only", enc(graft(
        sign1(kbt_header([revocable()]), kbt_claims(), HOLDER),
        sign1(kbt_header([revocable(handle=bytes(8))]), kbt_claims(), HOLDER))), 6)
    v("holder-signature-over-other-time", "binds the signature to the header only", enc(graft(
        sign1(kbt_header([revocable()]), kbt_claims(), HOLDER),
        sign1(kbt_header([revocable()]), kbt_claims(NOW + 15), HOLDER))), 6)
    v("holder-signature-with-external-data", "signs over other bytes", enc(sign1(
        kbt_header([revocable()]), kbt_claims(), HOLDER, external=b"whit/pop/v1")), 6)
    v("token-signature-with-external-data", "signs over other bytes", present(sign1(
        ed_header(TOKEN_KEY, 293), revocable_claims(), TOKEN_KEY, external=b"whit/pop/v1")), 5)


def blind_kid(kid):
    """A blind token that names another key."""
    return sign1({1: -38, 4: kid, 16: 293}, blind_claims(), None, signature=b"\1" * 256)


def graft(good, other):
    """The first one's signature under the other's bytes."""
    return Tag(18, other.value[:3] + [good.value[3]])


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


def limits(suite):
    """Kinds and modes by preset, catalogue and policy."""
    def v(name, catches, *args, **more):
        suite.verify(name, "verify 6", catches, *args, **more)
    v("kind-by-preset", "takes a blind token where the preset wants a phone token",
      challenge(blind()), 13, preset="phone")
    v("paper-by-preset", "takes paper where the preset wants a phone", enc(paper()), 13,
      preset="phone")
    v("phone-by-preset", "takes a phone token where the preset wants blind", present(revocable()),
      13, preset="blind-only")
    v("blind-by-preset", "refuses the kind that the preset wants", present(blind()), 1,
      preset="blind-only")
    for name, kinds, numbers in (("revocable", 1, (1, 13, 13)), ("blind", 2, (13, 1, 13)),
                                 ("paper", 4, (13, 13, 19))):
        for kind, shown, number in zip(("revocable", "blind", "paper"), (
                present(revocable()), present(blind()), enc(paper())), numbers):
            v(f"policy-{name}-shown-{kind}", "ignores the policy's kinds", shown, number,
              policy={"kinds": kinds})
    v("kind-by-catalogue", "takes a kind that the catalogue doesn't have", present(
        revocable(65008)), 13, preset="age", world="kinds")
    v("paper-by-catalogue", "takes paper of a fact that isn't on paper",
      enc(paper(65005)), 13, preset="tax", world="kinds")
    v("blind-by-catalogue", "takes a blind token of a fact that isn't blind",
      present(blind(65005, key=BLIND_STAY)), 13, preset="tax", world="kinds")
    for mode, shown in (("one-way", present(revocable())),
                        ("posted", present(revocable(), aud=GATE))):
        v(f"mode-{mode}-by-preset", "takes a mode that the preset doesn't have", shown, 14,
          preset="phone")
    v("mode-challenge-by-preset", "refuses the mode that the preset wants",
      challenge(revocable()), 1, preset="phone")
    for name, modes, numbers in (("one-way", 1, (1, 14, 14)), ("posted", 2, (14, 1, 14)),
                                 ("challenge", 4, (14, 14, 1)), ("none", 0, (14, 14, 14))):
        for mode, shown, number in zip(("one-way", "posted", "challenge"), (
                present(revocable()), present(revocable(), aud=GATE), challenge(revocable())),
                numbers):
            v(f"policy-{name}-shown-{mode}", "ignores the policy's modes", shown, number,
              policy={"modes": modes})
    v("paper-without-modes", "applies modes to paper", enc(paper()), 19, preset="no-mode")
    v("paper-policy-without-modes", "applies the policy's modes to paper", enc(paper()), 19,
      policy={"modes": 0})
    v("phone-without-modes", "takes no mode for every mode", challenge(revocable()), 14,
      preset="no-mode")
    v("mode-by-catalogue", "takes a mode that the catalogue doesn't have",
      present(revocable(65004, value="A1")), 14, preset="visa")
    v("mode-by-catalogue-met", "refuses the mode that the catalogue wants",
      challenge(revocable(65004, value="A1")), 1, preset="visa", facts={65004: (1, "A1")})
    v("mode-posted-by-catalogue", "takes a one-way showing for a posted one",
      present(revocable(65007)), 14, preset="arrival")
    v("mode-posted-by-catalogue-met", "refuses a posted showing",
      present(revocable(65007), aud=GATE), 1, preset="arrival")
    v("mode-by-catalogue-of-one-fact", "refuses all facts for the mode of one",
      present(revocable(65003, key=STAY_KEY), revocable(65004, value="A1")), 14,
      preset="all-kinds", facts={65003: 1, 65004: 14})
    v("mode-by-catalogue-and-missing", "gives a missing fact the catalogue's mode of another",
      present(revocable(65003, key=STAY_KEY)), 3, preset="all-kinds", facts={65003: 1, 65004: 3})


# Withdrawal

SEED_YESTERDAY, SEED_TODAY = seed("chain a", 16), seed("chain b", 16)
SEED_TOMORROW, SEED_PAPER, SEED_TAX = seed("chain c", 16), seed("chain p", 16), seed("chain t", 16)


def chain_handle(start, days, i):
    """Handle i, `days` after the day of the seed."""
    for _ in range(days):
        start = next_seed(start)
    return handle(start, i)


def entry(vct, *seeds):
    """A segment's entry with decoys."""
    decoys = [seed(f"decoy {vct} {i}", 16) for i in range(15)]
    return [vct, b"".join(sorted(list(seeds) + decoys))]


def withdrawn_token(i=0):
    """A token that the world `withdrawn` withdraws, E from the first day of its chain."""
    return revocable(handle=chain_handle(SEED_TODAY, 0, i))


def withdrawal(suite):
    """Section 4."""
    suite.world("withdrawn", World(segments=[
        (1, E, [entry(65001, SEED_TODAY), entry(65005, SEED_TAX)]),
        (1, E - 3, [entry(65001, SEED_YESTERDAY), [65100, SEED_PAPER]]),
        (1, E + 2, [entry(65001, SEED_TOMORROW)]),
        (7, E, [entry(65001, SEED_PAPER)])]))

    def v(name, catches, shown, number, **more):
        suite.verify(name, "chain 4", catches, shown, number,
                     **{"world": "withdrawn", **more})
    v("not-withdrawn", "accuses somebody else", present(revocable()), 1)
    v("withdrawn", "doesn't look into segments", present(withdrawn_token()), 12)
    v("withdrawn-last-handle", "looks at the first handle of a day only",
      present(withdrawn_token(7)), 12)
    v("handle-per-day-beyond", "looks at more handles than per_day",
      present(withdrawn_token(8)), 1)
    v("withdrawn-in-a-challenge", "looks up one-way showings only",
      challenge(withdrawn_token()), 12)
    for days, handles in ((1, 0), (1, 7), (9, 3)):
        v(f"withdrawn-{days}-days-on-handle-{handles}", "doesn't run the chain to the token's day",
          present(revocable(day=E + days if days < 9 else TODAY + 9, handle=chain_handle(
              SEED_TODAY, days if days < 9 else 8, handles))), 12)
    v("withdrawn-from-an-older-segment", "looks at the newest segment only",
      present(revocable(handle=chain_handle(SEED_YESTERDAY, 3, 2))), 12)
    v("withdrawn-older-segment-unmoved", "takes a handle of another day",
      present(revocable(handle=chain_handle(SEED_YESTERDAY, 0, 2))), 1)
    v("withdrawn-one-step-too-few", "runs the chain a day short",
      present(revocable(handle=chain_handle(SEED_YESTERDAY, 2, 2))), 1)
    v("withdrawn-one-step-too-many", "runs the chain a day too far",
      present(revocable(handle=chain_handle(SEED_YESTERDAY, 4, 2))), 1)
    v("segment-of-a-later-day", "applies a segment before its day",
      present(revocable(handle=chain_handle(SEED_TOMORROW, 0, 0))), 1)
    v("segment-of-a-later-day-reached", "forgets a segment of a later day",
      present(revocable(day=E + 2, handle=chain_handle(SEED_TOMORROW, 0, 0))), 12)
    v("withdrawn-another-fact", "withdraws by handle without the fact",
      present(revocable(65007, handle=chain_handle(SEED_TODAY, 0, 0)), aud=GATE), 1,
      preset="arrival")
    v("withdrawn-one-of-two", "withdraws all facts with one",
      present(withdrawn_token(), revocable(65005)), 12, preset="two",
      facts={65001: 12, 65005: 1})
    v("withdrawn-second-entry", "looks at a segment's first entry only",
      present(revocable(65005, handle=chain_handle(SEED_TAX, 0, 0))), 12, preset="tax")
    v("per-day-of-each-fact", "takes one per_day for all facts",
      present(revocable(65005, handle=chain_handle(SEED_TAX, 0, 1))), 1, preset="tax")
    v("paper-withdrawn", "doesn't look into paper's segments", enc(paper(
        day=E + 40, handle=chain_handle(SEED_PAPER, 40, 1))), 12)
    v("paper-handle-of-a-phone", "mixes the media", enc(paper(
        day=E, handle=chain_handle(SEED_TODAY, 0, 0))), 19)
    v("phone-handle-of-a-paper", "mixes the media", present(
        revocable(handle=chain_handle(SEED_PAPER, 0, 0))), 1)
    v("blind-beside-segments", "looks up blind tokens", present(blind()), 1)
    v("withdrawn-no-value", "returns the value of a withdrawn fact",
      present(revocable(65002, value=UNTIL, handle=chain_handle(SEED_TODAY, 0, 0))), 12,
      preset="until", world="withdrawn-value")
    suite.world("withdrawn-value", World(segments=[(1, E, [entry(65002, SEED_TODAY)])]))
    suite.world("united", World(segments=[
        (1, E, [entry(65001, SEED_TODAY)]), (1, E, [entry(65001, SEED_TAX)])]))
    v("segment-of-the-same-day-first", "keeps the last of two segments of a day",
      present(withdrawn_token()), 12, world="united")
    v("segment-of-the-same-day-second", "keeps the first of two segments of a day",
      present(revocable(handle=chain_handle(SEED_TAX, 0, 0))), 12, world="united")
    v("document-withdrawn", "forgets that `document` can be withdrawn",
      present(revocable(65009, handle=chain_handle(SEED_TODAY, 0, 0))), 12, preset="passport",
      world="withdrawn-document")
    suite.world("withdrawn-document", World(segments=[(1, E, [entry(65009, SEED_TODAY)])]))


# Withdrawn keys

def prefix(kind, token, key, day, vct=65001):
    """The accept-only prefix of a token."""
    return leaf_hash(log_entry(kind, vct, key.kid, day, enc(token)))[:16]


def killed(*places):
    """A key list whose keys at these (field, place) are withdrawn."""
    def edit(claims):
        for field, place in places:
            claims[field][place][-1] = 1
        return claims
    return edit


ALL_KILLED = killed((3, 0), (3, 3), (4, 0))


def key_withdrawn(suite):
    """Keys that were withdrawn, and tokens still good under them."""
    good, good_paper = revocable(), paper()
    other = seed("other leaf", 16)

    def accept(claims):
        return {**claims, 13: [
            [1, TOKEN_KEY.kid, b"".join(sorted([other, prefix(1, good, TOKEN_KEY, E)]))],
            [7, PAPER_KEY.kid, b"".join(sorted([prefix(7, good_paper, PAPER_KEY, E + 40), other]))]
        ]}
    suite.world("key-withdrawn", World(key_list=ALL_KILLED))
    suite.world("accept-only", World(key_list=ALL_KILLED, head=accept))

    def v(name, catches, shown, number, **more):
        suite.verify(name, "verify 5", catches, shown, number,
                     **{"world": "key-withdrawn", **more})
    v("key-withdrawn", "takes a withdrawn key", present(good), 20)
    v("key-withdrawn-paper", "takes a withdrawn paper key", enc(good_paper), 20)
    v("key-withdrawn-blind", "takes a withdrawn blind key", present(blind()), 20)
    v("key-withdrawn-other-key", "drops all keys with one", present(
        revocable(day=TODAY + 10, key=NEXT_KEY)), 1)
    v("key-withdrawn-bad-signature", "reports 5 before 20", present(flipped(good)), 20)
    v("key-withdrawn-other-fact", "reports 20 for a key that wasn't for that fact", present(
        revocable(65003)), 4, preset="stay")
    v("key-withdrawn-one-of-two", "reports one number for both facts",
      present(good, revocable(65005, key=STRANGER)), 4, preset="two", facts={65001: 20, 65005: 4})
    accepted = {"world": "accept-only"}
    v("accepted", "ignores the accept-only list", present(good), 1, **accepted)
    v("accepted-paper", "ignores the accept-only list of paper", enc(good_paper), 19, **accepted)
    v("not-accepted", "takes any token under a key with an accept-only list",
      present(revocable(handle=bytes(8))), 20, **accepted)
    v("not-accepted-paper", "takes any paper under a key with an accept-only list",
      enc(paper(handle=bytes(8))), 20, **accepted)
    v("not-accepted-blind", "takes a blind token under a withdrawn key", present(blind()), 20,
      **accepted)
    v("not-accepted-bad-signature", "leaves the signature out of the leaf",
      present(flipped(good)), 20, **accepted)
    v("accepted-two-facts", "accepts a set when one token is accepted",
      present(good, revocable(65005)), 20, preset="two", facts={65001: 1, 65005: 20}, **accepted)


def specimen(suite):
    """Training."""
    suite.world("specimen", World(specimen=True, segments=[
        (1, E, [entry(65001, SEED_TODAY)])]))

    def v(name, catches, shown, number, training=None, **more):
        suite.verify(name, "verify 7.3", catches, shown, number, training=training,
                     **{"world": "specimen", **more})
    v("specimen", "says yes under a training root", present(revocable()), 21, 1)
    v("specimen-blind", "says yes under a training root", present(blind()), 21, 1)
    v("specimen-paper", "says 19 under a training root", enc(paper()), 21, 19)
    v("specimen-value", "returns a value under a training root",
      present(until_token()), 21, 1, preset="until")
    v("specimen-missing", "says missing under a training root", present(revocable(65005)), 21, 3)
    v("specimen-missing-one", "says missing under a training root",
      present(revocable()), 21, 3, preset="two")
    v("specimen-withdrawn", "says withdrawn under a training root",
      present(withdrawn_token()), 21, 12)
    v("specimen-stale-proof", "says stale under a training root", present(revocable()), 21, 7,
      at=NOW + 76)
    v("specimen-wrong-audience", "says wrong audience under a training root",
      present(revocable(), aud="Gate 8"), 21, 9)
    v("specimen-expired", "says expired under a training root",
      present(revocable(day=TODAY)), 21, 11)
    v("specimen-not-yet", "says not yet under a training root",
      present(revocable(day=TODAY + 16, key=NEXT_KEY)), 21, 10)
    v("specimen-kind", "says kind refused under a training root", enc(paper()), 21, 13,
      preset="phone")
    v("specimen-mode", "says mode refused under a training root", present(revocable()), 21, 14,
      preset="phone")
    v("specimen-doubtful", "says doubtful under a training root", present(revocable()), 21, 17,
      floor=NOW + 301)
    v("specimen-first-of-training", "takes the last failure for training",
      present(revocable(), aud="Gate 8"), 21, 9, at=NOW + 76)
    v("specimen-unknown-key", "hides an unknown key behind training",
      present(revocable(key=STRANGER)), 4)
    v("specimen-bad-signature", "hides a forgery behind training",
      present(flipped(revocable())), 5)
    v("specimen-bad-holder-proof", "hides a borrowed token behind training",
      bad_holder(revocable()), 6)
    v("specimen-stale-bundle", "hides an old bundle behind training",
      present(revocable(day=TODAY + 9), iat=NOW + 9 * DAY), 16, at=NOW + 9 * DAY)
    v("specimen-malformed", "hides shape behind training", present(revocable())[:-1], 0)
    v("specimen-unsupported", "hides a prefix behind training", "WH2:", 2)
    v("specimen-mixed", "gives training when a fact is worse than grey",
      present(revocable(), flipped(revocable(65005))), 5, preset="two", facts={65001: 21, 65005: 5})
    v("specimen-key-of-another-issuer", "hides another issuer behind training",
      present(revocable(iss="mtl")), 4)


def no_bundle(suite):
    """Without data nothing can be said."""
    def v(name, catches, shown, number, world=None, **more):
        suite.verify(name, "verify 6.2", catches, shown, number, world=world, **more)
    v("no-bundle", "says anything without data", present(revocable()), 15)
    v("no-bundle-paper", "says anything about paper without data", enc(paper()), 15)
    v("no-bundle-malformed", "puts the bundle before the shape", present(revocable())[:-1], 0)
    v("no-bundle-unsupported", "puts the bundle before the prefix", "WI1:", 2)
    suite.world("does-not-open", World(head_key=STRANGER))
    suite.world("other-root", World(trust=lambda t: {**t, 2: STRANGER.public}))
    v("bundle-does-not-open", "goes on with a bundle that it couldn't open",
      present(revocable()), 15, world="does-not-open")
    v("bundle-of-another-root", "goes on with a bundle of another root",
      present(revocable()), 15, world="other-root")
    v("bundle-does-not-open-malformed", "puts the bundle before the shape", b"\xd2", 0,
      world="does-not-open")


def order(suite):
    """Two things wrong at once: which one is said."""
    late = NOW + 9 * DAY
    stale = {"at": late}
    far = TODAY + 16

    def v(name, shown, number, facts=None, **more):
        suite.verify(f"order-{name}", "verify 4",
                     "reports in the order of its own checks", shown, number, facts=facts, **more)
    v("16-4", present(revocable(key=STRANGER), iat=late), 16, **stale)
    v("16-5", present(flipped(revocable()), iat=late), 16, **stale)
    v("16-6", bad_holder(revocable()), 16, **stale)
    v("16-7", present(revocable()), 16, **stale)
    v("16-9", present(revocable(), aud="Gate 8", iat=late), 16, **stale)
    v("16-11", present(revocable(), iat=late), 16, **stale)
    v("16-17", challenge(revocable(), iat=late), 16, at=0, floor=late)
    v("16-20", present(revocable(), iat=late), 16, world="key-withdrawn", **stale)
    v("16-21", present(revocable(), iat=late), 16, world="specimen", **stale)
    v("4-5", present(flipped(revocable(key=STRANGER))), 4)
    v("4-6", bad_holder(revocable(key=STRANGER)), 4)
    v("4-7", present(revocable(key=STRANGER)), 4, at=NOW + 76)
    v("4-9", present(revocable(key=STRANGER), aud="Gate 8"), 4)
    v("4-11", present(revocable(key=STRANGER, day=TODAY)), 4)
    v("4-13", enc(paper(key=STRANGER)), 4, preset="phone")
    v("4-17", present(revocable(key=STRANGER)), 4, floor=NOW + 301)
    v("20-6", bad_holder(revocable()), 20, world="key-withdrawn")
    v("20-9", present(revocable(), aud="Gate 8"), 20, world="key-withdrawn")
    v("20-11", present(revocable(day=TODAY)), 20, world="key-withdrawn")
    v("5-6", bad_holder(flipped(revocable())), 5)
    v("5-7", present(flipped(revocable())), 5, at=NOW + 76)
    v("5-11", present(flipped(revocable(day=TODAY))), 5)
    v("5-12", present(flipped(withdrawn_token())), 5, world="withdrawn")
    v("5-13", enc(flipped(paper())), 5, preset="phone")
    v("5-19", enc(flipped(paper())), 5)
    v("6-7", bad_holder(revocable()), 6, at=NOW + 76)
    v("6-9", bad_holder(revocable(), nonce=OTHER_NONCE), 6)
    v("6-11", bad_holder(revocable(day=TODAY)), 6)
    v("6-12", bad_holder(withdrawn_token()), 6, world="withdrawn")
    v("6-14", bad_holder(revocable()), 6, preset="phone")
    v("6-17", bad_holder(revocable()), 6, floor=NOW + 301)
    v("9-17", present(revocable(), aud="Gate 8"), 9, floor=NOW + 301)
    v("9-7", present(revocable(), aud="Gate 8"), 9, at=NOW + 76)
    v("9-7-challenge", challenge(revocable(), nonce=OTHER_NONCE), 9, elapsed=121)
    v("9-10", present(revocable(day=far, key=NEXT_KEY), aud="Gate 8"), 9)
    v("9-11", present(revocable(day=TODAY), aud="Gate 8"), 9)
    v("9-12", present(withdrawn_token(), aud="Gate 8"), 9, world="withdrawn")
    v("9-14", present(revocable(), aud="Gate 8"), 9, preset="phone")
    v("17-7", present(revocable(), iat=NOW - 900), 17, floor=NOW + 301)
    v("17-10", present(revocable(day=far, key=NEXT_KEY)), 17, floor=NOW + 301)
    v("17-11", present(revocable(day=TODAY)), 17, floor=NOW + 301)
    v("17-12", present(withdrawn_token()), 17, floor=NOW + 301, world="withdrawn")
    v("17-13", enc(paper()), 17, floor=NOW + 301, preset="phone")
    v("7-10", present(revocable(day=far, key=NEXT_KEY)), 7, at=NOW + 76)
    v("7-11", present(revocable(day=TODAY)), 7, at=NOW + 76)
    v("7-12", present(withdrawn_token()), 7, at=NOW + 76, world="withdrawn")
    v("7-13", present(revocable()), 7, at=NOW + 76, preset="blind-only")
    v("7-14", present(revocable()), 7, at=NOW + 76, preset="phone")
    v("7-19", present(document()), 7, at=NOW + 76, preset="passport")
    v("10-11", present(revocable(day=far, key=NEXT_KEY), iat=DAY * far), 7)
    v("10-11-challenge", challenge(revocable(day=far, key=NEXT_KEY), iat=DAY * far), 10)
    v("10-13", present(revocable(day=far, key=NEXT_KEY)), 10, preset="blind-only")
    v("10-14", present(revocable(day=far, key=NEXT_KEY)), 10, preset="phone")
    v("10-19", enc(paper(day=TODAY + 92)), 10)
    v("11-12", present(revocable(day=TODAY, handle=chain_handle(SEED_YESTERDAY, 2, 0))), 11,
      world="withdrawn")
    v("11-13", present(revocable(day=TODAY)), 11, preset="blind-only")
    v("11-14", present(revocable(day=TODAY)), 11, preset="phone")
    v("11-19", enc(paper(day=TODAY)), 11)
    v("12-13", present(withdrawn_token()), 12, preset="blind-only", world="withdrawn")
    v("12-14", present(withdrawn_token()), 12, preset="phone", world="withdrawn")
    v("12-19", enc(paper(day=E + 40, handle=chain_handle(SEED_PAPER, 40, 1))), 12,
      world="withdrawn")
    v("13-14", present(blind()), 13, preset="phone")
    v("13-19", enc(paper()), 13, policy={"kinds": 1})
    v("14-3", present(revocable(65005)), 14, preset="phone")
    v("14-19", present(document()), 14, preset="passport", policy={"modes": 4})
    v("3-19", present(document()), 3, facts={65001: 3, 65009: 19}, policy={"binding": 1})
    v("facts-12-3", present(withdrawn_token()), 12, {65001: 12, 65005: 3}, preset="two",
      world="withdrawn")
    v("facts-5-11", present(revocable(day=TODAY), flipped(revocable(65005, day=TODAY))), 5,
      {65001: 11, 65005: 5}, preset="two")
    v("facts-4-1", present(revocable(), revocable(65005, key=STRANGER)), 4,
      {65001: 1, 65005: 4}, preset="two")


def add(suite):
    """All of them."""
    suite.world("plain", World())
    suite.world("short-lived", World(head=lambda h: {**h, 4: ISSUED + 3600, 5: ISSUED + 7200}))
    suite.world("day-before", World(head=lambda h: {
        **h, 3: ISSUED - DAY, 4: ISSUED - DAY + 3600, 5: ISSUED + 12 * DAY}))
    suite.world("kinds", World(key_list=more_kinds))
    for part in (plain, missing, keys, proof_time, token_time, clock, limits, withdrawal,
                 key_withdrawn, specimen, no_bundle, order):
        part(suite)


def more_kinds(claims):
    """A key list with keys of kinds that the catalogue doesn't give these facts."""
    claims[3][0][1] = [65001, 65002, 65004, 65005, 65006, 65007, 65008, 65009]
    claims[3][3][1] = [65001, 65002, 65005, 65006]
    claims[4][2] = [65005, E, BLIND_STAY.modulus, 0]
    return claims
