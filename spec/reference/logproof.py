# SPDX-License-Identifier: Apache-2.0
"""The Merkle tree, proofs of the log, and what a bundle's proof must show."""

from notes import (LOG, BadText, enough, fewest, from_base64, from_decimal, lines, need, note_key,
                   parse_checkpoint, parse_note, parse_policy, signed_at)
from primitives import leaf_hash, sha256

USE_LOG = 3  # of a service key
OLDEST, NEWEST = 48 * 3600, 3600  # a cosignature before and after the head's `issued`
TILE = 256


def join(left, right):
    """Hash of an inner node (RFC 6962, section 2.1)."""
    return sha256(b"\1", left, right)


def split(size):
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves):
    """Root of a tree."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return join(root_of(leaves[:k]), root_of(leaves[k:]))


def path_of(index, leaves):
    """The siblings of a leaf, from below."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return path_of(index, leaves[:k]) + [root_of(leaves[k:])]
    return path_of(index - k, leaves[k:]) + [root_of(leaves[:k])]


def climb(leaf, index, size, path):
    """The root that a path leads to; None if the path has another length."""
    if size == 1:
        return None if path else leaf
    if not path:
        return None
    k = split(size)
    if index < k:
        below = climb(leaf, index, k, path[:-1])
        return below and join(below, path[-1])
    below = climb(leaf, index - k, size - k, path[:-1])
    return below and join(path[-1], below)


def parse_proof(text):
    """(extra, index, path, note) of a .tlog-proof."""
    need(len(text.encode()) <= 1000000, "proof too long")
    front, blank, note = text.partition("\n\n")
    need(blank, "no checkpoint")
    first, *rest = front.split("\n")
    need(first == "c2sp.org/tlog-proof@v1", "another format")
    extra = b""
    if rest and rest[0].startswith("extra "):
        extra = from_base64(rest.pop(0)[len("extra "):])
        need(extra, "an empty extra line")
    need(rest and rest[0].startswith("index "), "no index")
    index = from_decimal(rest[0][len("index "):])
    path = [from_base64(line) for line in rest[1:]]
    need(len(path) <= 63 and all(len(part) == 32 for part in path), "not hashes")
    return extra, index, path, parse_note(note)


def header_leaf(day, header):
    """Leaf of an epoch header."""
    entry = b"\3\1\0\0\0\0\0\0" + day.to_bytes(4, "big") + sha256(header)
    return leaf_hash(entry)


def check_place(header, tree, index, origin):
    """The proof is of this issuer's log, right behind the header's epoch."""
    number = tree.origin[len(origin):]
    need(tree.origin == origin + number, "another log")
    from_decimal(number)
    size = header[3] + TILE * -(-(1 + header[4]) // TILE)
    need(tree.size == size and index == header[3], "another place in the log")


def prove(trust, manifest, head, header):
    """The time of the newest cosignature that counts; BadText if the head isn't proven."""
    policy = parse_policy(trust[5])
    least = 0 if policy.quorum is None else fewest(policy, policy.quorum)
    need(least >= 2 or manifest.get(6, False), "one witness is enough, and not for training")
    extra, index, path, note = parse_proof(head[9][1])
    need(not extra, "something beside the proof")
    tree = parse_checkpoint(note[0])
    need(not tree.extensions, "a checkpoint with more lines")
    check_place(header, tree, index, trust[4])
    day = head[3] // 86400
    keys = [note_key(tree.origin, LOG, key) for use, key, first, last in manifest[3]
            if use == USE_LOG and first <= day <= last]
    need(any([signed_at(note, key) for key in keys]), "not signed by the log")
    seen = {name: signed_at(note, key) for name, key in policy.witnesses.items()}
    seen = {name: when for name, when in seen.items() if 0 < when <= head[3] + NEWEST}
    need(policy.quorum is None or enough(policy, seen, policy.quorum), "too few witnesses")
    need(seen and max(seen.values()) + OLDEST >= head[3], "seen too long ago")
    leaf = header_leaf(header[2], head[9][0])
    need(climb(leaf, index, tree.size, path) == tree.root, "not in the tree")
    return max(seen.values())
