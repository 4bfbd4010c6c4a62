# SPDX-License-Identifier: Apache-2.0
"""Cases of the verdicts: facts, keys, kinds and modes, order."""

from build import (BLIND_KEY, BLIND_STAY, BUNDLE_KEY, DAY, E, GATE, HOLDER, NEXT_KEY, NOW,
                   OTHER_NONCE, PAPER_KEY, STAY_KEY, TODAY, TOKEN_KEY, World, blind, blind_claims,
                   challenge, ed_header, enc, kbt_claims, kbt_header, paper, present, revocable,
                   revocable_claims, sign1)
from cbor import Tag
from scenes import (END, STRANGER, UNTIL, SEED_YESTERDAY, SEED_PAPER, flipped, bad_holder,
                    until_token, document, chain_handle, withdrawn_token)


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
        v(f"bounded-value-{name}", "takes bounds for exclusive",
          present(revocable(65002, value=value)), 1, preset="until", facts={65002: (1, value)})
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


def more_kinds(claims):
    """A key list with keys of kinds that the catalogue doesn't give these facts."""
    claims[3][0][1] = [65001, 65002, 65004, 65005, 65006, 65007, 65008, 65009]
    claims[3][3][1] = [65001, 65002, 65005, 65006]
    claims[4][2] = [65005, E, BLIND_STAY.modulus, 0]
    return claims


def add(suite):
    """All of them."""
    suite.world("plain", World())
    suite.world("kinds", World(key_list=more_kinds))
    for part in (plain, missing, keys, limits, no_bundle, order):
        part(suite)
