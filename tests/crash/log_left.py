# SPDX-License-Identifier: Apache-2.0
"""Looks at the log that a dead service left behind, with the reference's own tree."""

import base64

import primitives
from epoch import NULL, pad
from logproof import TILE, header_leaf
from model import decode, must
from tree import Tree, fold

ENTRY, BUNDLES = 44, 64  # bytes of an entry; the level of bundles in the table


class LogLeft:
    """The log's tables, read whole while the copy is there."""

    def __init__(self, rows, ledger):
        self.logs = {row[0]: row[1:] for row in
                     rows("SELECT number, size, built, signed_size, offered FROM log")}
        self.epochs = rows("SELECT number, log, day, first, end, entries, tokens, pad_key, header,"
                           " in_tree FROM epoch ORDER BY number")
        self.notes = {row[:2]: row[2] for row in rows("SELECT log, size, note FROM checkpoint")}
        closed = rows("SELECT coalesce(max(day), 0) FROM epoch WHERE control = 0 AND in_tree = 1"
                      )[0][0]
        self.waiting = [bytes(row[0]) for row in
                        rows("SELECT entry FROM leaf WHERE written > ?", closed)]
        self.counted = rows("SELECT coalesce(sum(leaves), 0) FROM leaf_day")[0][0]
        self.tiles = {}
        for log, (size, *_) in self.logs.items():
            first = ledger.trees[log].size if log in ledger.trees else 0
            if log == max(self.logs):
                first = 0
            for level, index, content in rows(
                    "SELECT level, idx, content FROM tile WHERE log = ? AND (level = ? AND idx >= ?"
                    " AND idx < ? OR level = 0 AND idx >= ? OR level = 1)", log, BUNDLES,
                    first // TILE, size // TILE, first // TILE):
                self.tiles[log, level, index] = content

    def entries(self, log, begin, end):
        """Entries of a log, by whole bundles."""
        found = b"".join(self.tiles[log, BUNDLES, i] for i in range(begin // TILE, end // TILE))
        row = 2 + ENTRY
        must(len(found) == (end - begin) * row, "a bundle of another length")
        return [found[at + 2:at + row] for at in range(0, len(found), row)]


def check(left, ledger):
    """All that was said is so, and nothing signed has changed. Gives every token's entry."""
    must(left.counted == len(left.waiting), "the counts of the days are wrong")
    newest = max(left.logs, default=0)
    reached = (newest, left.logs[newest][2] if newest else 0)
    must(reached >= ledger.reached, "the log has shrunk")
    ledger.reached = reached
    size = left.logs[newest][0] if newest else 0
    must((newest, size) >= ledger.newest, "an answered epoch is lost")
    for (log, index), before in ledger.bundles.items():
        content = left.tiles.get((log, BUNDLES, index))
        must(content is None or primitives.sha256(content) == before, "a bundle that changed")
    tokens = check_epochs(left, ledger)
    for log, row in left.logs.items():
        check_tree(left, ledger, log, row[2])
    check_notes(left, ledger)
    return [*ledger.tokens, *tokens, *left.waiting]


def check_epochs(left, ledger):
    """Each header follows the one before, each epoch is its own. Gives the tokens that no
    checkpoint covers; the others are the ledger's from here on."""
    found, before, heads = [], b"", []
    for number, (name, log, day, first, end, count, tokens, key, header, done) in enumerate(
            left.epochs):
        must(name == number, "a header's number is missing")
        if not done:
            must(number == len(left.epochs) - 1, "an epoch behind one that isn't done")
            break
        fields = decode(header)
        must([fields[1], fields[2], fields[3], fields[4]] == [number, day, first, count] and
             fields[6] == (primitives.sha256(before) if before else bytes(32)),
             "a header that doesn't follow")
        heads += fields[7]
        before = header
        if number in ledger.epochs:
            must(ledger.epochs[number] == header, "a header that changed")
            continue
        own = tokens_of(left.entries(log, first, end), day, header, count, key)
        must(len(own) == tokens, "other tokens than were counted")
        if end <= left.logs[log][2]:
            ledger.epochs[number] = header
            must(not ledger.tokens & own, "a token in two epochs")
            ledger.tokens |= own
        else:
            found += own
    must(len(heads) == len(set(heads)), "a head that two headers name")
    return found


def tokens_of(entries, day, header, count, key):
    """The tokens of one epoch, whose form is looked at."""
    hashes = [primitives.leaf_hash(entry) for entry in entries]
    must(hashes[0] == header_leaf(day, header), "an epoch without its header")
    must(hashes[1:count + 1] == sorted(hashes[1:count + 1]), "entries out of order")
    must(set(entries[count + 1:]) <= {NULL}, "something behind an epoch")
    found, number = set(entries[1:count + 1]), 0
    for group in sorted({entry[:12] for entry in found}):
        while pad(group, key, number) in found:
            found.remove(pad(group, key, number))
            number += 1
    return found


def check_tree(left, ledger, log, size):
    """The tree that was signed, and the tiles of its two lowest rows."""
    tree = ledger.trees.setdefault(log, Tree())
    must(size >= tree.size, "a tree that was signed has shrunk")
    first = tree.size
    for entry in left.entries(log, first, size):
        tree.append(primitives.leaf_hash(entry))
    for i in range(first // TILE, size // TILE):
        hashes = tree.rows[0][i * TILE:(i + 1) * TILE]
        must(left.tiles[log, 0, i] == b"".join(hashes), "a tile that isn't the tree's")
        at = i % TILE * 32
        must(left.tiles[log, 1, i // TILE][at:at + 32] == fold(hashes), "a tile that isn't the tree's")
        ledger.bundles[log, i] = primitives.sha256(left.tiles[log, BUNDLES, i])


def check_notes(left, ledger):
    """Every checkpoint is of its log's tree, and those that were answered are there."""
    for (log, size), note in left.notes.items():
        origin, decimal, root = note.split("\n")[:3]
        must(origin.endswith(f"/{log}") and int(decimal) == size, "a checkpoint of something else")
        must(size <= ledger.trees[log].size and
             base64.b64decode(root) == ledger.trees[log].root(size), "a checkpoint of another root")
    for place, note in ledger.notes.items():
        must(left.notes.get(place) == note, "an answered checkpoint is lost")
    for log, (size, built, signed, offered) in left.logs.items():
        must(offered <= signed <= size <= built, "sizes that can't be")
        must(not signed or (log, signed) in left.notes, "a signed size without its note")
