# SPDX-License-Identifier: Apache-2.0
"""Reading a log's files from somebody who isn't believed: checkpoint, tiles from the top, entries.
"""

import os

from logproof import TILE, join, split
from notes import (WITNESS, BadText, enough, parse_checkpoint, parse_note, signature_time)
from primitives import leaf_hash
from tree import ENTRIES, HEIGHT, Tree, fold, levels, place, widths

NOTE, HASHES, BUNDLE, OTHER = 1000000, 8192, 256 * 46, 1 << 25  # bytes at most
ENTRY = 44
DEEPEST = 1 << 22  # the largest tree that this slow reader takes on
STALE = 48 * 3600


class Missing(Exception):
    """There is no such file."""


class Folder:
    """Files below a folder."""

    def __init__(self, path):
        self.path = path

    def get(self, path, limit):
        """A file; None if it is larger than the limit."""
        try:
            with open(os.path.join(self.path, path), "rb") as file:
                data = file.read(limit + 1)
        except OSError:
            raise Missing(path) from None
        return data if len(data) <= limit else None

    def below(self, path):
        """A folder in it."""
        return Folder(os.path.join(self.path, path))


class Memory:
    """Files in memory, by path."""

    def __init__(self, files, front=""):
        self.files, self.front = files, front

    def get(self, path, limit):
        """A file; None if it is larger than the limit."""
        if self.front + path not in self.files:
            raise Missing(path)
        data = self.files[self.front + path]
        return data if len(data) <= limit else None

    def below(self, path):
        """A folder in it."""
        return Memory(self.files, f"{self.front}{path}/")


def judge_note(found, text, origin, log_keys, policy):
    """(checkpoint, times by witness) of a note that holds; stops at one that doesn't."""
    try:
        note = parse_note(text.decode("utf-8"))
        tree = parse_checkpoint(note[0])
    except (BadText, UnicodeDecodeError):
        found.stop("bad-log-signature", "not a checkpoint")
    if tree.origin != origin:
        found.stop("wrong-origin", tree.origin)
    try:
        signed = [signature_time(note[0], key, line.signature) for key in log_keys
                  for line in note[1] if (line.name, line.id) == (key.name, key.id)]
    except BadText:
        signed = []
    if not signed:
        found.stop("bad-log-signature", "checkpoint")
    return tree, judge_witnesses(found, note, policy)


def judge_witnesses(found, note, policy):
    """Times by witness."""
    seen = {}
    for name, key in policy.witnesses.items():
        for line in note[1]:
            if (line.name, line.id) != (key.name, key.id):
                continue
            try:
                seen[name] = max(seen.get(name, 0), signature_time(note[0], key, line.signature))
            except BadText:
                found.stop("bad-cosignature", name)
    return seen


def quorum_time(policy, seen):
    """The newest time at which a quorum had signed; None if there is no quorum."""
    if policy.quorum is None:
        return max(seen.values(), default=0)
    times = [when for when in sorted(seen.values(), reverse=True)
             if enough(policy, {n for n, t in seen.items() if t >= when}, policy.quorum)]
    return times[0] if times else None


def cosigned_by(note, policy):
    """The checkpoint of a witness's note and when it signed; None if it signed nothing."""
    try:
        parsed = parse_note(note)
        tree = parse_checkpoint(parsed[0])
        times = [signature_time(parsed[0], key, line.signature)
                 for key in policy.witnesses.values() if key.type == WITNESS
                 for line in parsed[1] if (line.name, line.id) == (key.name, key.id)]
    except BadText:
        return None
    return (tree, max(times)) if times else None


class TreeReader:
    """All tiles and entries of the tree of one checkpoint, checked."""

    def __init__(self, source, found, checkpoint):
        self.source, self.found, self.size = source, found, checkpoint.size
        if self.size > DEEPEST:
            found.stop("missing-tile", "a tree of that size")
        self.rows = {level: self.level(level) for level in levels(self.size)}
        if self.size and self.root(0, self.size) != checkpoint.root:
            found.stop("corrupt-tile", "the right edge")
        self.check_below()
        self.leaves = self.rows.get(0, [])
        self.entries = self.read_entries()
        self.tree = Tree(self.leaves)

    def level(self, level):
        """The hashes of a level, not checked yet."""
        found = []
        for number, width in widths(level, self.size):
            data = self.tile(level, number, width, HASHES)
            if data is None or len(data) != 32 * width:
                self.found.stop("corrupt-tile", place(level, number, width))
            found += [data[i:i + 32] for i in range(0, len(data), 32)]
        return found

    def tile(self, level, number, width, limit):
        """A tile; where a partial one is gone, the front of the full one."""
        try:
            return self.source.get(place(level, number, width), limit)
        except Missing:
            pass
        try:
            data = self.source.get(place(level, number), limit)
            return data and data[:32 * width] if level != ENTRIES else data
        except Missing:
            return self.found.stop("missing-tile", place(level, number, width))

    def root(self, begin, end):
        """Root of a part of the tree, from the highest tiles that cover it."""
        size = end - begin
        if size & (size - 1) == 0:
            bits = size.bit_length() - 1
            level = min(bits // HEIGHT, max(self.rows))
            count, at = size >> (HEIGHT * level), begin >> (HEIGHT * level)
            return fold(self.rows[level][at:at + count])
        k = split(size)
        return join(self.root(begin, begin + k), self.root(begin + k, end))

    def check_below(self):
        """Every full tile against the hash above it."""
        for level in sorted(self.rows, reverse=True):
            for i, above in enumerate(self.rows[level] if level else []):
                if fold(self.rows[level - 1][i * TILE:(i + 1) * TILE]) != above:
                    self.found.stop("corrupt-tile", place(level - 1, i))

    def read_entries(self):
        """All entries."""
        found = []
        for number, width in widths(0, self.size):
            data = self.tile(ENTRIES, number, width, BUNDLE)
            part = cut_bundle(data, width)
            leaves = self.leaves[number * TILE:number * TILE + width]
            if part is None or [leaf_hash(entry) for entry in part] != leaves:
                self.found.stop("corrupt-entries", place(ENTRIES, number, width))
            found += part
        return found


def cut_bundle(data, width):
    """The entries of a bundle, or None."""
    found, at = [], 0
    while data is not None and at + 2 <= len(data):
        size = int.from_bytes(data[at:at + 2], "big")
        found.append(data[at + 2:at + 2 + size])
        at += 2 + size
    return found if data is not None and at == len(data) and len(found) == width else None
