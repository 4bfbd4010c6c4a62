# SPDX-License-Identifier: Apache-2.0
"""A tree that keeps the hashes of its full subtrees: roots, proofs and tiles cost their length."""

from logproof import TILE, join, split
from primitives import sha256

HEIGHT = 8  # rows of a tile
ENTRIES = "entries"


class Tree:
    """A growing tree; row l has the roots of the full subtrees of 2^l leaves."""

    def __init__(self, leaves=()):
        self.rows = [[]]
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf):
        """One more leaf, and every subtree that it fills."""
        row = 0
        self.rows[0].append(leaf)
        while len(self.rows[row]) % 2 == 0:
            above = join(*self.rows[row][-2:])
            row += 1
            if row == len(self.rows):
                self.rows.append([])
            self.rows[row].append(above)

    @property
    def size(self):
        """Leaves."""
        return len(self.rows[0])

    def span(self, begin, end):
        """Root of some leaves; `begin` is a multiple of the next power of two."""
        size = end - begin
        if size & (size - 1) == 0:
            row = size.bit_length() - 1
            return self.rows[row][begin >> row]
        k = split(size)
        return join(self.span(begin, begin + k), self.span(begin + k, end))

    def root(self, size=None):
        """Root of the first leaves."""
        size = self.size if size is None else size
        return self.span(0, size) if size else sha256(b"")

    def path(self, index, size=None, begin=0):
        """Inclusion proof of a leaf, from below."""
        size = self.size if size is None else size
        if size == 1:
            return []
        k = split(size)
        if index < k:
            return self.path(index, k, begin) + [self.span(begin + k, begin + size)]
        return self.path(index - k, size - k, begin + k) + [self.span(begin, begin + k)]

    def consistency(self, first, second, begin=0, whole=True):
        """Consistency proof between two sizes (RFC 6962, section 2.1.2)."""
        if first == second:
            return [] if whole else [self.span(begin, begin + second)]
        k = split(second)
        if first <= k:
            return (self.consistency(first, k, begin, whole)
                    + [self.span(begin + k, begin + second)])
        return (self.consistency(first - k, second - k, begin + k, False)
                + [self.span(begin, begin + k)])

    def tile(self, level, number, width=TILE):
        """Content of a tile."""
        return b"".join(self.rows[HEIGHT * level][number * TILE:number * TILE + width])


def name_of(number):
    """A tile's number as a path has it."""
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def place(level, number, width=TILE):
    """A tile's path."""
    return f"tile/{level}/{name_of(number)}" + (f".p/{width}" if width < TILE else "")


def widths(level, size):
    """(number, width) of every tile of a level, in a tree of this size."""
    hashes = size >> (HEIGHT * level)
    return [(number, min(TILE, hashes - number * TILE)) for number in range(-(-hashes // TILE))]


def levels(size):
    """The levels that a tree of this size has."""
    found = 0
    while size >> (HEIGHT * found):
        found += 1
    return range(found)


def fold(hashes):
    """Root of a full subtree; as many hashes as a power of two."""
    while len(hashes) > 1:
        hashes = [join(a, b) for a, b in zip(hashes[::2], hashes[1::2])]
    return hashes[0]


def bundle(entries):
    """An entry bundle."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def files_of(tree, entries):
    """All tiles and bundles of a tree: content by path."""
    found = {place(ENTRIES, number, width):
             bundle(entries[number * TILE:number * TILE + width])
             for number, width in widths(0, tree.size)}
    for level in levels(tree.size):
        for number, width in widths(level, tree.size):
            found[place(level, number, width)] = tree.tile(level, number, width)
    return found
