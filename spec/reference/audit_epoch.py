# SPDX-License-Identifier: Apache-2.0
"""One epoch after the other: what stands in it, and how it follows the one before."""

from collections import Counter, namedtuple

import cbor
from audit_tree import OTHER, Missing
from cbor import Malformed
from epoch import NULL, PAD_TO, pad
from logproof import TILE
from primitives import leaf_hash, sha256
from trusted import EPOCH_HEADER

DAY = 86400
LATE = 3 * 3600  # of the next day
REVEAL = 60  # days
KINDS = (1, 2, 7)
BLIND = 2

Epoch = namedtuple("Epoch", "header data entries size log")  # entries: of tokens, with pads


def read_header(found, source, number):
    """Bytes and claims of a header; stops where there is none."""
    where = f"header/{number}"
    try:
        data = source.get(where, OTHER)
    except Missing:
        return found.stop("missing-header", where)
    try:
        return data, EPOCH_HEADER(cbor.decode(data or b""))
    except (Malformed, TypeError):
        return found.stop("bad-header", where)


def check_first(found, entry, header, data, where):
    """The first entry is the header's."""
    if entry[0] == 3 and entry[12:] != sha256(data):
        found.stop("bad-header", where)
    right = b"\3\1\0\0\0\0\0\0" + header[2].to_bytes(4, "big") + sha256(data)
    found.unless(entry == right, "wrong-header", where)


def check_follows(found, header, last, index, where):
    """A header behind another; `index` is where this log's next epoch begins."""
    found.unless(header[3] == index, "wrong-index", where)
    if last is None:
        found.unless(header[1] == 0, "header-gap", where)
        found.unless(header[6] == bytes(32), "broken-chain", where)
        return
    found.unless(header[1] == last.header[1] + 1, "header-gap", where)
    found.unless(header[6] == sha256(last.data), "broken-chain", where)
    found.unless(header[2] >= last.header[2], "day-back", where)
    found.unless(header[2] <= last.header[2] + 1, "missing-day", where)


def may_stand(entry):
    """Whether an entry has the form of a token's."""
    return (len(entry) == 44 and entry[0] in KINDS and entry[1] == 1
            and int.from_bytes(entry[2:4], "big") >= 65000
            and 18518 <= int.from_bytes(entry[8:12], "big") <= 49710)


def fault_of(header, entries, nulls):
    """The first thing that is wrong behind a header's entry, or None."""
    leaves = [leaf_hash(entry) for entry in entries]
    if not all(map(may_stand, entries)):
        return "bad-entry"
    if any(a >= b for a, b in zip(leaves, leaves[1:])):
        return "unsorted"
    sizes = Counter(entry[:12] for entry in entries)
    if any(n % PAD_TO for n in sizes.values()):
        return "not-padded"
    rows = [[g[0], int.from_bytes(g[2:4], "big"), g[4:8], int.from_bytes(g[8:12], "big"), n]
            for g, n in sorted(sizes.items())]
    if rows != header[9]:
        return "wrong-counts"
    return None if all(entry == NULL for entry in nulls) else "bad-nulls"


def read_epoch(found, reader, file, index, last, log, where):
    """The epoch at an index of a tree; `file` is its header's bytes and claims."""
    data, header = file
    check_first(found, reader.entries[index], header, data, where)
    check_follows(found, header, last, index, where)
    size = TILE * -(-(1 + header[4]) // TILE)
    if index + size > reader.size:
        found.stop("wrong-size", where)
    behind = reader.entries[index + 1:index + size]
    fault = fault_of(header, behind[:header[4]], behind[header[4]:])
    if fault:
        found.add(fault, where)
    return Epoch(header, data, behind[:header[4]], index + size, log)


def check_repeated(found, epochs):
    """No entry stands in two epochs."""
    seen = {}
    for epoch in epochs:
        for entry in epoch.entries:
            if entry != NULL and seen.setdefault(entry, epoch.header[1]) != epoch.header[1]:
                found.add("repeated-entry", f"epoch {epoch.header[1]}")


def check_days(found, epochs, specimen, views):
    """Days against each other, and against when witnesses saw which size of which log."""
    full = Counter(epoch.header[2] for epoch in epochs if epoch.entries)
    if not specimen:
        for day, count in full.items():
            found.unless(count == 1, "two-epochs", f"day {day}")
    for log, size, first, newest in views:
        inside = [e for e in epochs if e.log < log or (e.log == log and e.size <= size)]
        for epoch in inside:
            found.unless(epoch.header[2] * DAY <= first, "future-epoch",
                         f"epoch {epoch.header[1]}")
        if inside:
            closed = closed_day(epochs, inside)
            found.unless((closed + 2) * DAY + LATE >= newest, "late-epoch", f"day {closed + 1}")


def closed_day(epochs, inside):
    """The newest day that is over for an issuer who has written these epochs. A header without
    entries may be a control epoch; whether it closed its day, what came later tells."""
    last, later = inside[-1], epochs[len(inside):]
    if last.entries or not later or later[0].header[2] != last.header[2]:
        return last.header[2]
    return last.header[2] - 1


def check_pads(found, epochs):
    """Pad keys: due in time, of the right epoch, and explaining pads."""
    waiting = {}
    known = {epoch.header[1]: epoch for epoch in epochs}
    for epoch in epochs:
        where = f"epoch {epoch.header[1]}"
        for number, key in epoch.header.get(8, []):
            if waiting.pop(number, None) is None:
                found.add("bad-pad-key", where)
            elif key != bytes(32) and not count_pads(known[number], key):
                found.add("bad-pad-key", f"epoch {number}")
        for number, day in waiting.items():
            found.unless(day + REVEAL > epoch.header[2], "late-pad-key", f"epoch {number}")
        if epoch.entries:
            waiting[epoch.header[1]] = epoch.header[2]


def count_pads(epoch, key):
    """How many entries are pads of this key."""
    return sum(pads_by_row(epoch, key))


def pads_by_row(epoch, key):
    """The same for each row of the header."""
    there, total, found = set(epoch.entries), 0, []
    for kind, vct, key_id, day, _ in epoch.header[9]:
        group = bytes([kind, 1]) + vct.to_bytes(2, "big") + key_id + day.to_bytes(4, "big")
        first = total
        while total - first < PAD_TO - 1 and pad(group, key, total) in there:
            total += 1
        found.append(total - first)
    return found


def check_quota(found, epochs, per_day, people):
    """No more blind tokens of a fact and day than `people` can have collected: how many can hold
    each fact. Pads that nobody can tell yet are taken for as many as there can be."""
    keys = {number: key for epoch in epochs for number, key in epoch.header.get(8, [])}
    tokens = Counter()
    for epoch in epochs:
        key = keys.get(epoch.header[1])
        rows = epoch.header[9]
        pads = [PAD_TO - 1] * len(rows) if key is None else pads_by_row(epoch, key)
        for (kind, vct, _, day, entries), hidden in zip(rows, pads):
            if kind == BLIND:
                tokens[vct, day] += max(entries - hidden, 0)
    for (vct, day), count in tokens.items():
        if vct in people and vct in per_day:
            found.unless(count <= people[vct] * per_day[vct], "over-quota", f"{vct} day {day}")
