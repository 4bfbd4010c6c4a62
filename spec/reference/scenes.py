# SPDX-License-Identifier: Apache-2.0
"""Pieces that several groups of cases share."""

from build import DAY, E, GATE, OTHER_HOLDER, TODAY, Ed, present, revocable, seed
from cbor import Tag
from primitives import handle, next_seed

START, END = DAY * TODAY, DAY * E  # of today
STRANGER = Ed("stranger")
UNTIL = 202707
SEED_YESTERDAY, SEED_TODAY = seed("chain a", 16), seed("chain b", 16)
SEED_TOMORROW, SEED_PAPER, SEED_TAX = seed("chain c", 16), seed("chain p", 16), seed("chain t", 16)


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


def killed(*places):
    """A key list whose keys at these (field, place) are withdrawn."""
    def edit(claims):
        for field, place in places:
            claims[field][place][-1] = 1
        return claims
    return edit


ALL_KILLED = killed((3, 0), (3, 3), (4, 0))
