# SPDX-License-Identifier: Apache-2.0
"""Frauds with blind keys and with what they signed. A crooked issuer marks people by them: whoever
gets another key stands in a crowd of his own, and the log is where that shows."""

from build_issuer import modulus
from frauds_keys import changed, listed
from stage import DAY, MORNING, NEXT, TokenKey, fraud, tokens_of

PERMIT = 65001


def key(name, day, vct=PERMIT, public=None):
    """A blind key of one day."""
    return TokenKey(name, 2, [vct], day, day, public)


def crowd(stage, count=3, day=NEXT + 1, signer=None):
    """Entries of blind tokens that people collected."""
    return [(signer or stage.keys.blind).entry(f"blind {i}", day) for i in range(count)]


def ending(stage, keys):
    """The next day's epoch commits to these keys beside those of the first list."""
    stage.night(keys=stage.issuer.sign_keys(stage.keys.listed() + keys))


@fraud("second-live-key")
def second_live_blind_key(stage):
    """Two live blind keys for one fact and day in one list."""
    ending(stage, [key("second blind", NEXT + 1)])


@fraud("second-blind-key")
def second_blind_key_withdrawn(stage):
    """One list has two blind keys for a day, one of them withdrawn: some had got that one."""
    spent = changed(key("second blind", NEXT + 1), state=1)
    ending(stage, [spent])


@fraud("second-blind-key")
def second_blind_key_in_place(stage):
    """A blind key is withdrawn, and the next list has another one for its day."""
    dead = changed(stage.keys.blind, state=1)
    listed(stage, [stage.keys.phone, stage.keys.paper, dead])
    stage.night(keys=stage.issuer.sign_keys(
        [stage.keys.phone, stage.keys.paper, dead, key("in its place", NEXT + 1)]))


@fraud("second-blind-key")
def second_blind_key_in_silence(stage):
    """A list leaves out a blind key, and a later one has another for its day."""
    listed(stage, [stage.keys.phone, stage.keys.paper])
    stage.night(keys=stage.issuer.sign_keys(
        [stage.keys.phone, stage.keys.paper, key("by turns", NEXT + 1)]))


@fraud("second-blind-key")
def second_blind_key_days_later(stage):
    """Another blind key for a day that is over, so that old codes can be explained by it."""
    stage.issuer.night(NEXT, tokens_of(stage.keys, NEXT))
    for day in range(NEXT + 1, NEXT + 4):
        stage.issuer.night(day)
    stage.issuer.night(NEXT + 4, keys=stage.issuer.sign_keys(
        stage.keys.listed() + [changed(key("an excuse", NEXT + 1), state=1)]))
    stage.publish()


@fraud("late-key")
def blind_key_of_its_own_header(stage):
    """Blind tokens in the very epoch whose header commits to their key first."""
    fresh = key("hasty", NEXT + 2)
    stage.night(tokens_of(stage.keys, NEXT) + crowd(stage, 3, NEXT + 2, fresh),
                keys=stage.issuer.sign_keys(stage.keys.listed() + [fresh]))


@fraud("unknown-key")
def blind_key_committed_afterwards(stage):
    """Blind tokens under a key that only a later header commits to."""
    fresh = key("afterwards", NEXT + 2)
    stage.issuer.night(NEXT, tokens_of(stage.keys, NEXT) + crowd(stage, 3, NEXT + 2, fresh))
    stage.issuer.night(NEXT + 1, keys=stage.issuer.sign_keys(stage.keys.listed() + [fresh]))
    stage.publish()


@fraud("unknown-key")
def blind_key_unlogged(stage):
    """Blind tokens under a key that no list has."""
    stage.night(tokens_of(stage.keys, NEXT) + crowd(stage, 3, NEXT + 1, key("hidden", NEXT + 1)))


@fraud("withdrawn-key")
def blind_key_withdrawn(stage):
    """Blind tokens on the day after their key was withdrawn."""
    later = key("later blind", NEXT + 2)
    listed(stage, stage.keys.listed() + [changed(later, state=1)])
    stage.issuer.night(NEXT)
    stage.issuer.night(NEXT + 1, crowd(stage, 3, NEXT + 2, later))
    stage.publish()


@fraud("key-out-of-days")
def blind_key_of_another_day(stage):
    """Blind tokens of another day than their key's: a smaller crowd."""
    stage.night(tokens_of(stage.keys, NEXT) + crowd(stage, 1, NEXT + 2))


@fraud("wrong-key-kind")
def blind_key_of_another_fact(stage):
    """Blind tokens of a fact that their key isn't for."""
    stage.night([stage.keys.blind.entry("raised", NEXT + 1, vct=65003)])


@fraud("changed-key")
def blind_key_moved(stage):
    """A blind key is listed for another day than before."""
    moved = key("blind of the log", NEXT + 2)
    stage.night(keys=stage.issuer.sign_keys([stage.keys.phone, stage.keys.paper, moved]))


@fraud("bad-key-list")
def blind_key_for_two_days(stage):
    """One list has a blind key for two days."""
    ending(stage, [key("blind of the log", NEXT + 2)])


@fraud("unsound-key")
def blind_key_even(stage):
    """A blind key's n is even."""
    ending(stage, [key("even", NEXT + 2, public=modulus("even")[:-1] + b"\x02")])


@fraud("unsound-key")
def blind_key_short(stage):
    """A blind key's n has 2,047 bits."""
    ending(stage, [key("short", NEXT + 2, public=b"\x61" + modulus("short")[1:-1] + b"\x01")])


@fraud("unsound-key")
def blind_key_with_a_small_factor(stage):
    """A blind key's n is a multiple of 1,021: the issuer would see the message modulo that."""
    n = int.from_bytes(modulus("smooth"), "big")
    n += -n % 1021
    n += 1021 * (1 - n % 2)
    ending(stage, [key("smooth", NEXT + 2, public=n.to_bytes(256, "big"))])


@fraud("expired-entry")
def blind_after_its_window(stage):
    """Blind tokens of a day are logged with that day's own: signed when the window was over."""
    stage.issuer.night(NEXT, tokens_of(stage.keys, NEXT))
    stage.issuer.night(NEXT + 1, crowd(stage))
    stage.publish()


@fraud("expired-entry")
def blind_before_its_window(stage):
    """Blind tokens are signed three days ahead: an ended fact lives on in them for longer."""
    later = key("later blind", NEXT + 3)
    listed(stage, stage.keys.listed() + [later])
    stage.night(crowd(stage, 3, NEXT + 3, later))


@fraud("wrong-counts")
def blind_count_less(stage):
    """The header counts 64 blind tokens less than there are."""
    stage.night(crowd(stage, 200), header=lambda h: {**h, 9: [h[9][0][:4] + [h[9][0][4] - 64]]})


@fraud("wrong-counts")
def blind_row_missing(stage):
    """The header has no row for the blind tokens."""
    stage.night(tokens_of(stage.keys, NEXT) + crowd(stage),
                header=lambda h: {**h, 9: [row for row in h[9] if row[0] != 2]})


@fraud("not-padded")
def blind_unpadded(stage):
    """A crowd is as small as it is: three, and no pads."""
    stage.night(crowd(stage), padded=lambda entries, key: [])


@fraud("over-quota", proof="testimony")
def blind_over_quota(stage):
    """More blind tokens of a day than the people who can have the fact may collect."""
    stage.night(tokens_of(stage.keys, NEXT) + crowd(stage, 200))
    stage.people = {PERMIT: 20}


@fraud("over-quota", proof="testimony")
def blind_over_quota_in_two_epochs(stage):
    """The same, spread over the two epochs that a key may sign in."""
    later = key("later blind", NEXT + 2)
    listed(stage, stage.keys.listed() + [later])
    stage.issuer.night(NEXT, tokens_of(stage.keys, NEXT) + crowd(stage, 150, NEXT + 2, later))
    more = [later.entry(f"more {i}", NEXT + 2) for i in range(150)]
    stage.issuer.night(NEXT + 1, tokens_of(stage.keys, NEXT + 1) + more)
    stage.publish()
    stage.people = {PERMIT: 20}


@fraud("second-live-key")
def second_live_blind_key_at_once(stage):
    """Two live blind keys for one day in a list of the morning, and tokens under both."""
    twin = key("twin", NEXT + 1)
    stage.issuer.close(NEXT, (), stage.issuer.sign_keys(stage.keys.listed() + [twin]))
    stage.issuer.close(NEXT, crowd(stage) + crowd(stage, 1, NEXT + 1, twin))
    stage.issuer.sign((NEXT + 1) * DAY + MORNING)
    stage.publish()
