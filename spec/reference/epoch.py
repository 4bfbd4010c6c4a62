# SPDX-License-Identifier: Apache-2.0
"""Epochs: a header and the leaves behind it; and where tiles lie."""

import re

import cbor
from logproof import TILE, header_leaf, root_of
from notes import need
from primitives import leaf_hash, sha256

PAD_TO = 64
NULL = b"\0\1" + bytes(42)


def pad(group, key, number):
    """A pad's entry."""
    return group + sha256(b"whit/pad/v1\0", key, number.to_bytes(4, "big"))


def padded(entries, key):
    """The entries with their pads, and the header's rows of counts."""
    groups = sorted({entry[:12] for entry in entries})
    found, number = list(entries), 0
    for group in groups:
        while sum(entry[:12] == group for entry in found) % PAD_TO:
            found.append(pad(group, key, number))
            number += 1
    rows = [[group[0], int.from_bytes(group[2:4], "big"), group[4:8],
             int.from_bytes(group[8:12], "big"), sum(entry[:12] == group for entry in found)]
            for group in groups]
    return found, rows


def build(header, entries, key):
    """(header's bytes, leaf hashes) of an epoch; `header` lacks its fields 4 and 9."""
    found, rows = padded(entries, key)
    encoded = cbor.encode({**header, 4: len(found), 9: rows})
    leaves = [header_leaf(header[2], encoded)] + sorted(map(leaf_hash, found))
    return encoded, leaves + [leaf_hash(NULL)] * (-len(leaves) % TILE)


def epoch(number, day, index, key_list, previous, heads, pad_keys, pad_key, entries):
    """Header and leaves of a closed epoch, in hexadecimal; of the leaves the root alone."""
    header = {1: number, 2: day, 3: index, 5: bytes.fromhex(key_list),
              6: bytes.fromhex(previous), 7: [bytes.fromhex(head) for head in heads]}
    if pad_keys:
        header[8] = [[of, bytes.fromhex(key)] for of, key in pad_keys]
    encoded, leaves = build(header, [bytes.fromhex(entry) for entry in entries],
                            bytes.fromhex(pad_key))
    return {"header": encoded.hex(), "leaves": len(leaves), "root": root_of(leaves).hex()}


def tile_path(text):
    """A path of tiles; raises BadText unless it is one."""
    match = re.fullmatch(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*)([0-9]{3})"
                         r"(?:\.p/([1-9][0-9]{0,2}))?", text, re.ASCII)
    need(match, "not a tile's path")
    need(match[1] == "entries" or int(match[1]) <= 63, "no such level")
    need(not match[2].startswith("x000"), "a group of zeros in front")
    need(int(re.sub("[x/]", "", match[2]) + match[3]) < 2**63, "no such tile")
    need(match[4] is None or int(match[4]) < TILE, "a partial tile that is full")
