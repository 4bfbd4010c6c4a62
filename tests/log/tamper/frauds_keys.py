# SPDX-License-Identifier: Apache-2.0
"""Frauds with token keys and key lists."""

from build_keys import Ed
from primitives import sha256
from stage import DAY, FIRST, HOUR, MORNING, NEXT, TokenKey, fraud, tokens_of


def listed(stage, keys, change=lambda claims: claims, **more):
    """A control epoch in the morning with another key list, cosigned, and a head with it."""
    issuer = stage.issuer
    issuer.control(NEXT, issuer.sign_keys(keys, change, **more))
    issuer.sign(NEXT * DAY + 9 * HOUR)
    issuer.publish(NEXT * DAY + 9 * HOUR + 60)


def changed(key, **changes):
    """The same key with something else in its row."""
    found = TokenKey.__new__(TokenKey)
    found.__dict__.update(key.__dict__, **changes)
    return found


@fraud("late-key")
def late_key(stage):
    """Tokens under a key in the very epoch whose header commits to it first."""
    key = TokenKey("new fact", 1, [65005], NEXT, NEXT + 20)
    tokens = tokens_of(stage.keys, NEXT) + [key.entry("early", NEXT + 1)]
    stage.night(tokens, keys=stage.issuer.sign_keys(stage.keys.listed() + [key]))


@fraud("unknown-key")
def unknown_key(stage):
    """Tokens under a key that nobody was ever told of."""
    key = TokenKey("secret key", 1, [65001], NEXT, NEXT + 20)
    stage.night(tokens_of(stage.keys, NEXT) + [key.entry("marked", NEXT + 1)])


@fraud("key-out-of-days")
def key_before_its_days(stage):
    """Tokens of an expiry day before the key's first."""
    listed(stage, stage.keys.listed() + [stage.keys.later])
    stage.night([stage.keys.later.entry("early", NEXT + 1)])


@fraud("wrong-key-kind")
def key_of_another_fact(stage):
    """Tokens for a fact that the key isn't for."""
    stage.night([stage.keys.phone.entry("raised", NEXT + 1, vct=65003)])


@fraud("wrong-key-kind")
def key_of_another_kind(stage):
    """Paper under the phones' key."""
    stage.night([stage.keys.phone.entry("paper", NEXT + 1, kind=7)])


def withdrawn(stage):
    """The first list with the phones' key withdrawn, and a new one in its place."""
    dead = changed(stage.keys.phone, state=1)
    fresh = TokenKey("fresh phone", 1, [65001, 65002], FIRST, FIRST + 40)
    return [dead, fresh, stage.keys.paper, stage.keys.blind]


@fraud("withdrawn-key")
def withdrawn_key(stage):
    """Tokens under a key on the day after it was withdrawn."""
    listed(stage, withdrawn(stage))
    stage.issuer.night(NEXT, ())
    stage.issuer.night(NEXT + 1, [stage.keys.phone.entry("too late", NEXT + 2)])
    stage.publish()


@fraud("revived-key")
def revived_key(stage):
    """A withdrawn key is live again."""
    listed(stage, withdrawn(stage))
    stage.night(keys=stage.issuer.sign_keys(stage.keys.listed()))


@fraud("changed-key")
def changed_days(stage):
    """A key's days are others than they were."""
    longer = changed(stage.keys.phone, last=FIRST + 80)
    stage.night(keys=stage.issuer.sign_keys([longer, stage.keys.paper, stage.keys.blind]))


@fraud("changed-key")
def changed_facts(stage):
    """A key is good for one fact more than it was."""
    wider = changed(stage.keys.phone, vcts=[65001, 65002, 65004])
    stage.night(keys=stage.issuer.sign_keys([wider, stage.keys.paper, stage.keys.blind]))


@fraud("second-live-key")
def second_live_key(stage):
    """Two live keys for one fact and day: one of them marks people."""
    second = TokenKey("second phone", 1, [65001], NEXT, NEXT + 20)
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT),
                       stage.issuer.sign_keys(stage.keys.listed() + [second]))
    stage.issuer.sign((NEXT + 1) * DAY + MORNING)
    stage.publish()


@fraud("second-live-key")
def replaced_in_silence(stage):
    """A list leaves out a live key, and has another for the same days."""
    other = TokenKey("other phone", 1, [65001, 65002], FIRST, FIRST + 40)
    stage.night(keys=stage.issuer.sign_keys([other, stage.keys.paper, stage.keys.blind]))


@fraud("old-key-list")
def sequence_back(stage):
    """A key list's sequence goes back."""
    stage.night(keys=stage.issuer.sign_keys(stage.keys.listed() + [stage.keys.later],
                                            lambda claims: {**claims, 2: 0}))


@fraud("old-key-list")
def sequence_stays(stage):
    """Two key lists of one sequence."""
    stage.night(keys=stage.issuer.sign_keys(stage.keys.listed() + [stage.keys.later],
                                            lambda claims: {**claims, 2: claims[2] - 1}))


def last_list(stage):
    """Path of the newest key list."""
    return f"log/1/key-list/{sha256(stage.issuer.key_list).hex()}"


@fraud("missing-key-list", proof="testimony")
def key_list_missing(stage):
    """The key list that a header commits to isn't published."""
    stage.night(keys=stage.issuer.sign_keys(stage.keys.listed() + [stage.keys.later]))
    path = last_list(stage)
    stage.publish(change=lambda files: {p: d for p, d in files.items() if p != path})


@fraud("bad-key-list", proof="testimony")
def key_list_of_other_bytes(stage):
    """Another key list stands under the name of the one committed to."""
    other = stage.issuer.key_list
    stage.night(keys=stage.issuer.sign_keys(stage.keys.listed() + [stage.keys.later]))
    path = last_list(stage)
    stage.publish(change=lambda files: {**files, path: other})


@fraud("bad-key-list")
def key_list_of_a_stranger(stage):
    """A header commits to a key list that a key of nobody signed."""
    data = stage.issuer.sign_keys(stage.keys.listed() + [stage.keys.later],
                                  signer=Ed("stranger"))
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT), data)
    stage.issuer.sign((NEXT + 1) * DAY + MORNING)
    stage.publish()


@fraud("expired-entry")
def backdated(stage):
    """A token of a day that is over: somebody was somewhere, as it seems now."""
    stage.night(tokens_of(stage.keys, NEXT) + [stage.keys.phone.entry("alibi", FIRST + 1)])


@fraud("expired-entry")
def too_far_ahead(stage):
    """A phone's token of a day that is further ahead than the catalogue's horizon."""
    stage.night(tokens_of(stage.keys, NEXT) + [stage.keys.phone.entry("stock", FIRST + 40)])
