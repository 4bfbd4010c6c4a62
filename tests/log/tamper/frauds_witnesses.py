# SPDX-License-Identifier: Apache-2.0
"""Frauds with checkpoints: two stories, old ones, and signatures that aren't."""

from build import DAY
from build_keys import Ed
from build_log import cosign, log_line, signature, text64
from notes import LOG, WITNESS
from primitives import sha256
from stage import FIRST, HOUR, MORNING, NEXT, SEEN, fraud, tokens_of

STRANGER = Ed("stranger")


def other_story(stage, day=NEXT):
    """The same log up to what was seen, and then another day."""
    other = stage.world.copy()
    tokens = tokens_of(stage.keys, day)
    other.night(day, tokens[:-1] + [stage.keys.paper.entry("other story", day + 90)])
    return other


@fraud("split-view")
def split_view(stage):
    """A witness cosigned another tree of the same size."""
    stage.night()
    stage.show("w2", other_story(stage))


@fraud("split-view")
def split_view_of_a_smaller_tree(stage):
    """A witness cosigned a smaller tree that isn't the front of the published one."""
    other = other_story(stage)
    stage.issuer.night(NEXT, tokens_of(stage.keys, NEXT))
    stage.issuer.night(NEXT + 1)
    stage.publish()
    stage.show("w3", other)


@fraud("fork")
def fork_at_the_same_size(stage):
    """The checkpoint has the size of one that was seen, and another root."""
    again = stage.restart()
    again.control(FIRST, again.sign_keys(stage.keys.listed()))
    for day in range(FIRST, SEEN + 1):
        tokens = tokens_of(stage.keys, day) if day != FIRST + 2 else ()
        again.close(day, [stage.keys.phone.entry("other", day + 1)] if day == SEEN else tokens)
    again.sign((SEEN + 1) * DAY + MORNING + 60)
    stage.publish(again)


@fraud("fork")
def fork_at_another_size(stage):
    """A larger tree isn't a continuation of the one that was seen."""
    again = stage.restart()
    again.control(FIRST, again.sign_keys(stage.keys.listed()))
    for day in range(FIRST, NEXT + 1):
        again.close(day, tokens_of(stage.keys, day, phones=2))
    again.sign((NEXT + 1) * DAY + MORNING)
    stage.publish(again)


@fraud("shrunk")
def shrunk(stage):
    """The tree is smaller than it was: a backup was put back."""
    again = stage.restart()
    again.control(FIRST, again.sign_keys(stage.keys.listed()))
    again.sign((SEEN + 1) * DAY + MORNING + 60)
    stage.publish(again)


@fraud("stale", proof="none")
def stale(stage):
    """No witness has seen the log for three days."""
    stage.publish(at=stage.issuer.last_sign + 3 * DAY)
    stage.check = False  # which would say that days have no epoch, and that is more


@fraud("wrong-origin", proof="testimony")
def wrong_origin(stage):
    """Another log's checkpoint stands there."""
    issuer = stage.issuer
    issuer.close(NEXT, tokens_of(stage.keys, NEXT))
    issuer.sign((NEXT + 1) * DAY + MORNING, body=issuer.body().replace("/dlo/1", "/dlo/7", 1))
    stage.publish()


def resigned(stage, **changes):
    """The next day, signed in another way."""
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT))
    stage.issuer.sign((NEXT + 1) * DAY + MORNING, **changes)
    stage.publish()


def noted(stage, lines):
    """The next day's checkpoint with other lines below it."""
    stage.issuer.close(NEXT, tokens_of(stage.keys, NEXT))
    when, body = (NEXT + 1) * DAY + MORNING, stage.issuer.body()
    stage.issuer.last_sign = when
    stage.issuer.log.note = body + "\n" + lines(body, when)
    stage.publish()


def three(body, when):
    """All witnesses."""
    return "".join(cosign(body, name, when) for name in ("w1", "w2", "w3"))


@fraud("bad-log-signature", proof="testimony")
def wrong_log_key(stage):
    """The checkpoint is signed by another key."""
    resigned(stage, signer=STRANGER)


@fraud("bad-log-signature", proof="testimony")
def unsigned_by_the_log(stage):
    """Witnesses alone signed."""
    noted(stage, three)


@fraud("bad-log-signature", proof="testimony")
def log_signed_another_text(stage):
    """The log's line is of another checkpoint."""
    noted(stage, lambda body, when: log_line(body + "x\n") + three(body, when))


@fraud("bad-cosignature", proof="testimony")
def bad_cosignature(stage):
    """A witness's line isn't its signature."""
    noted(stage, lambda body, when: log_line(body) + cosign(body, "w1", when)
          + cosign(body, "w3", when) + cosign(body.replace("\n", "x\n", 1), "w2", when))


@fraud("no-quorum", proof="testimony")
def quorum_missing(stage):
    """One witness of three signed."""
    resigned(stage, witnesses=("w2",))


@fraud("no-quorum", proof="testimony")
def one_witness_twice(stage):
    """One witness signed twice, and nobody else."""
    noted(stage, lambda body, when: log_line(body) + cosign(body, "w2", when)
          + cosign(body, "w2", when + 1))


@fraud("no-quorum", proof="testimony")
def witness_of_its_own(stage):
    """A stranger signed under a witness's name, with an id of its own."""
    def lines(body, when):
        message = f"cosignature/v1\ntime {when}\n{body}".encode()
        blob = when.to_bytes(8, "big") + STRANGER.sign(message)
        return (log_line(body) + cosign(body, "w1", when)
                + signature("w2.example", WITNESS, STRANGER, blob))
    noted(stage, lines)


@fraud("bad-log-signature", proof="testimony")
def ten_thousand_signatures(stage):
    """A checkpoint has 10,000 lines of strangers below it."""
    def lines(body, when):
        flood = "".join(signature(f"s{i}.example", LOG, STRANGER, bytes(64))
                        for i in range(10000))
        return log_line(body) + three(body, when) + flood
    noted(stage, lines)


@fraud("missing-tile", proof="testimony")
def absurd_size(stage):
    """A tree of 2^63 - 1 leaves, signed by everybody."""
    size = 2**63 - 1
    body = f"{stage.issuer.name}\n{size}\n{text64(sha256(b'absurd'))}\n"
    stage.issuer.sign(stage.issuer.last_sign + HOUR, body=body)
    stage.publish()


@fraud("bad-log-signature", proof="testimony")
def size_beyond_numbers(stage):
    """A size of 2^64."""
    body = f"{stage.issuer.name}\n{2**64}\n{text64(sha256(b'absurd'))}\n"
    stage.issuer.sign(stage.issuer.last_sign + HOUR, body=body)
    stage.publish()
