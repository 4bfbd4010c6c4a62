# SPDX-License-Identifier: Apache-2.0
"""Frauds with the heads of bundles."""

from build import ROOT
from build_keys import Ed
from primitives import sha256
from stage import DAY, HOUR, NEXT, fraud, tokens_of


def publish(stage, **changes):
    """One head with something wrong about it, then a day that names it."""
    stage.issuer.publish(NEXT * DAY + 9 * HOUR, **changes)
    stage.night()


def newest(stage):
    """Path of the head that was published last before the day was closed."""
    return f"log/1/head/{stage.issuer.previous_head.hex()}"


@fraud("missing-head", proof="testimony")
def head_missing(stage):
    """A head that a header names isn't published."""
    stage.issuer.publish(NEXT * DAY + 9 * HOUR)
    path = newest(stage)
    stage.night()
    stage.publish(change=lambda files: {p: d for p, d in files.items() if p != path})


@fraud("bad-head", proof="testimony")
def head_of_other_bytes(stage):
    """Another head stands under the name of the one that a header names."""
    other = stage.issuer.head
    stage.issuer.publish(NEXT * DAY + 9 * HOUR)
    path = newest(stage)
    stage.night()
    stage.publish(change=lambda files: {**files, path: other})


@fraud("bad-head", proof="testimony")
def head_of_a_stranger(stage):
    """A header names a head that no key of the issuer signed."""
    publish(stage, signer=Ed("stranger"))


@fraud("head-gap")
def version_gap(stage):
    """A head is missing in the row: somebody had one of their own."""
    publish(stage, head=lambda claims: {**claims, 2: claims[2] + 1})


@fraud("two-heads")
def two_heads(stage):
    """Two heads have one version."""
    issuer = stage.issuer
    issuer.publish(NEXT * DAY + 9 * HOUR)
    issuer.version -= 1
    issuer.publish(NEXT * DAY + 10 * HOUR)
    stage.night()


@fraud("broken-head-chain")
def broken_head_chain(stage):
    """A head names another one as the one before."""
    publish(stage, head=lambda claims: {**claims, 6: sha256(b"another head")})


@fraud("uncommitted-keys")
def keys_of_one_person(stage):
    """A head has a key list that the log never heard of."""
    own = stage.issuer.sign_keys(stage.keys.listed() + [stage.keys.later])
    publish(stage, keys=own)


@fraud("other-root", proof="testimony")
def root_that_nobody_announced(stage):
    """A root of a thief's own signs one head, in its own name."""
    honest = stage.issuer.manifest
    stage.issuer.turn_to(Ed("thief's root"), Ed("thief's next root"))
    stage.issuer.publish(NEXT * DAY + 9 * HOUR)
    stage.issuer.manifest = honest
    stage.night()


@fraud("other-root", proof="testimony")
def another_successor(stage):
    """A thief of the root announces a next one of his own."""
    stage.issuer.turn_to(ROOT, Ed("thief's root"), stated=False)
    publish(stage)


@fraud("unlogged-head")
def head_that_nobody_names(stage):
    """A head is served to somebody, and no header names it."""
    issuer = stage.issuer
    issuer.night(NEXT, tokens_of(stage.keys, NEXT))
    shadow = issuer.copy()
    shadow.publish((NEXT + 1) * DAY + 9 * HOUR, named=False)
    for day in (NEXT + 1, NEXT + 2, NEXT + 3):
        issuer.close(day)
    issuer.sign((NEXT + 4) * DAY + 600)
    issuer.head = shadow.head
    stage.publish()
