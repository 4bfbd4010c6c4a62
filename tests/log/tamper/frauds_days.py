# SPDX-License-Identifier: Apache-2.0
"""Frauds with headers, their chain and their days."""

import cbor
from primitives import sha256
from stage import DAY, HOUR, MORNING, NEXT, fraud, tokens_of


@fraud("wrong-header")
def header_entry_of_another_day(stage):
    """The header's own entry has another day than the header."""
    stage.night(layout=lambda e: [e[0][:8] + (NEXT + 1).to_bytes(4, "big") + e[0][12:]] + e[1:])


@fraud("wrong-header")
def no_header_entry(stage):
    """An epoch begins with a token."""
    stage.night(layout=lambda e: [e[1]] + e[1:])


@fraud("header-gap")
def header_gap(stage):
    """A header's number jumps."""
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT), header=lambda h: {**h, 1: h[1] + 1})
    log = stage.issuer.log
    log.headers[len(stage.issuer.headers) - 1] = stage.issuer.headers[-1]
    sign(stage)


@fraud("header-gap")
def number_again(stage):
    """A header has the number of the one before."""
    issuer = stage.issuer
    issuer.close(NEXT, tokens_of(stage.keys, NEXT), header=lambda h: {**h, 1: h[1] - 1})
    issuer.log.headers[len(issuer.headers) - 1] = issuer.headers[-1]
    issuer.log.headers[len(issuer.headers) - 2] = issuer.headers[-2]
    sign(stage)


@fraud("header-gap")
def numbers_begin_again(stage):
    """The next log begins with header 0, as if nothing had been."""
    issuer = stage.issuer
    issuer.next_log()
    number = len(issuer.headers)
    issuer.close(NEXT, tokens_of(stage.keys, NEXT),
                 header=lambda h: {**h, 1: 0, 6: bytes(32)})
    issuer.log.headers[number] = issuer.headers[-1]
    sign(stage)


def sign(stage, day=NEXT):
    """Checkpoint and head in the morning after."""
    stage.issuer.sign((day + 1) * DAY + MORNING)
    stage.issuer.publish((day + 1) * DAY + MORNING + 60)
    stage.publish()


@fraud("broken-chain")
def broken_previous_hash(stage):
    """A header names another one as the one before."""
    stage.night(header=lambda h: {**h, 6: sha256(b"another past")})


@fraud("broken-chain")
def forgotten_past(stage):
    """The next log's first header names none before it."""
    stage.issuer.next_log()
    stage.night(header=lambda h: {**h, 6: bytes(32)})


@fraud("wrong-index")
def wrong_index(stage):
    """A header says that it stands elsewhere."""
    stage.night(header=lambda h: {**h, 3: h[3] + 256})


@fraud("wrong-index")
def index_runs_on(stage):
    """The next log's first header goes on counting."""
    index = stage.issuer.log.tree.size
    stage.issuer.next_log()
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT), header=lambda h: {**h, 3: index})
    stage.issuer.sign((NEXT + 1) * DAY + MORNING)
    stage.publish()


@fraud("day-back")
def day_back(stage):
    """An epoch is of a day before the last one."""
    stage.night(header=lambda h: {**h, 2: h[2] - 3})


@fraud("missing-day")
def missing_day(stage):
    """A day has no epoch."""
    stage.issuer.night(NEXT + 1, tokens_of(stage.keys, NEXT + 1))
    stage.publish()


@fraud("two-epochs")
def two_epochs(stage):
    """Tokens of one day stand in two epochs: a crowd divided."""
    tokens = tokens_of(stage.keys, NEXT)
    stage.issuer.close(NEXT, tokens[:2])
    stage.issuer.close(NEXT, tokens[2:])
    sign(stage)


@fraud("late-epoch")
def late_epoch(stage):
    """A day is closed two days later; witnesses saw the tree without it meanwhile."""
    issuer = stage.issuer
    issuer.sign((NEXT + 1) * DAY + 4 * HOUR)
    issuer.publish((NEXT + 1) * DAY + 4 * HOUR + 60)
    issuer.close(NEXT, tokens_of(stage.keys, NEXT))
    sign(stage, NEXT + 1)


@fraud("future-epoch")
def future_epoch(stage):
    """An epoch of a day that hadn't come when witnesses saw it."""
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT))
    stage.issuer.close(NEXT + 1)
    stage.issuer.close(NEXT + 2, tokens_of(stage.keys, NEXT + 2))
    stage.issuer.sign((NEXT + 1) * DAY + MORNING)
    stage.publish()


@fraud("bad-header", proof="testimony")
def header_rewritten(stage):
    """The header of a day that was seen is another one now, and fits its name alone."""
    stage.unseen()
    def rewrite(files):
        claims = cbor.decode(files["log/1/header/1"])
        claims[7] = []
        return {**files, "log/1/header/1": cbor.encode(claims)}
    stage.publish(change=rewrite)


@fraud("bad-header", proof="testimony")
def header_of_noise(stage):
    """A header isn't CBOR."""
    stage.unseen()
    stage.publish(change=lambda files: {**files, "log/1/header/2": b"\xff" * 100})


@fraud("missing-header", proof="testimony")
def header_missing(stage):
    """A header isn't there."""
    stage.unseen()
    stage.publish(change=lambda files: {p: d for p, d in files.items() if p != "log/1/header/2"})


@fraud("bad-header")
def header_unreadable(stage):
    """The log commits to a header that isn't one: a label is missing."""
    def strip(claims):
        return {label: value for label, value in claims.items() if label != 7}
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT), header=strip)
    stage.issuer.sign((NEXT + 1) * DAY + MORNING)
    stage.publish()
