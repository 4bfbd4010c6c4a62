# SPDX-License-Identifier: Apache-2.0
"""Frauds with single tokens: somebody holds one that the log doesn't have as it should."""

from stage import NEXT, fraud, tokens_of


def play(stage, logged, day=NEXT):
    """A token of a day and what the log has in its place; a checker or a holder looks it up."""
    token, entry = stage.keys.phone.token(65001, day + 1, "the token in question")
    entries = tokens_of(stage.keys, day) + logged(entry)
    stage.issuer.night(day, entries)
    for later in (day + 1, day + 2):
        stage.issuer.night(later)
    stage.publish()
    stage.tokens, stage.find = [(entry, day)], True
    return token


@fraud("unlogged")
def unlogged_token(stage):
    """A token was signed and never logged; its holder has it."""
    stage.token = play(stage, lambda entry: [])


@fraud("unlogged", proof="testimony")
def unlogged_hash(stage):
    """The same; a checker kept its hash alone."""
    play(stage, lambda entry: [])


@fraud("unlogged")
def rewritten_before_seen(stage):
    """The token's leaf was rewritten before anybody saw the log."""
    stage.token = play(stage, lambda entry: [entry[:12] + bytes(32)])


@fraud("unlogged")
def logged_under_another_fact(stage):
    """The token is logged as one for another fact."""
    stage.token = play(stage, lambda entry: [entry[:2] + (65002).to_bytes(2, "big") + entry[4:]])


@fraud("unlogged")
def logged_for_another_day(stage):
    """The token is logged under another expiry day."""
    stage.token = play(stage, lambda entry: [
        entry[:8] + (NEXT + 3).to_bytes(4, "big") + entry[12:]])


@fraud("unlogged", proof="testimony")
def logged_days_later(stage):
    """The token is logged two days later than it should be."""
    token, entry = stage.keys.phone.token(65001, NEXT + 3, "the late one")
    stage.issuer.night(NEXT, tokens_of(stage.keys, NEXT))
    stage.issuer.night(NEXT + 1)
    stage.issuer.night(NEXT + 2, [entry])
    stage.issuer.night(NEXT + 3)
    stage.publish()
    stage.tokens, stage.find, stage.token = [(entry, NEXT)], True, token
