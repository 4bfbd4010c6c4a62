# SPDX-License-Identifier: Apache-2.0
"""Cases of withdrawal: of facts, of keys; and of training roots."""

from build import (DAY, E, GATE, NEXT_KEY, NOW, PAPER_KEY, TODAY, TOKEN_KEY, World, blind,
                   challenge, enc, paper, present, revocable, seed)
from primitives import leaf_hash, log_entry
from scenes import (STRANGER, UNTIL, SEED_YESTERDAY, SEED_TODAY, SEED_TOMORROW, SEED_PAPER,
                    SEED_TAX, flipped, bad_holder, until_token, chain_handle, entry,
                    withdrawn_token, ALL_KILLED)


def withdrawal(suite):
    """Section 4."""
    suite.world("withdrawn", World(segments=[
        (1, E, [entry(65001, SEED_TODAY), entry(65005, SEED_TAX)]),
        (1, E - 3, [entry(65001, SEED_YESTERDAY), [65100, SEED_PAPER]]),
        (1, E + 2, [entry(65001, SEED_TOMORROW)]),
        (7, E, [entry(65001, SEED_PAPER)])]))

    def v(name, catches, shown, number, **more):
        suite.verify(name, "withdrawal 4", catches, shown, number,
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


def prefix(kind, token, key, day, vct=65001):
    """The accept-only prefix of a token."""
    return leaf_hash(log_entry(kind, vct, key.kid, day, enc(token)))[:16]


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


def add(suite):
    """All of them."""
    for part in (withdrawal, key_withdrawn, specimen):
        part(suite)
