# SPDX-License-Identifier: Apache-2.0
"""Reads what an issuer has published of its logs and checks all of it (log.md, section 16)."""

import cbor
from audit_epoch import check_days, check_pads, check_quota, check_repeated, read_epoch, read_header
from audit_heads import Heads
from audit_keys import KeyHistory
from audit_tree import (NOTE, OTHER, STALE, Memory, Missing, TreeReader, cosigned_by, judge_note,
                        judge_witnesses, quorum_time)
from epoch import NULL
from findings import Findings, Stop
from logproof import USE_LOG
from notes import note_key, parse_policy
from primitives import leaf_hash
from tree import Tree, files_of
from trusted import TRUST_FILE

DAY = 86400


class Audit:
    """One reading of everything that `source` has. `seen` are notes that were believed before, `shown` those that
    witnesses give, `tokens` (entry, day of collecting) pairs that somebody was shown, `people` how many
    can hold a fact at most."""

    def __init__(self, source, at, trust=None, policy=None, seen=(), shown=(), tokens=(), people=None):
        self.source, self.at, self.found = source, at, Findings()
        self.trust = trust and TRUST_FILE(cbor.decode(trust))
        self.policy = parse_policy(policy or self.trust[5])
        self.seen, self.shown, self.tokens = list(seen), list(shown), list(tokens)
        self.people = people or {}
        self.heads = Heads(self.found, self.trust)
        self.keys = KeyHistory(self.found, self.heads.manifest_for)
        self.epochs, self.trees, self.times, self.specimen = [], {}, [], False

    def run(self):
        """The findings."""
        try:
            self.read_all()
        except Stop:
            pass
        return self.found

    def read_all(self):
        """One log after the other, then everything together."""
        head = self.bundle_head()
        number = 1
        while number == 1 or self.has(number):
            self.read_log(number)
            number += 1
        check_repeated(self.found, self.epochs)
        check_pads(self.found, self.epochs)
        if head:
            self.heads.served(head, self.epochs)
        check_days(self.found, self.epochs, self.specimen, self.times + self.head_times())
        check_quota(self.found, self.epochs, self.heads.per_day(), self.people)
        self.look_up()

    def has(self, number):
        """Whether there is a log of that number."""
        try:
            return self.source.get(f"log/{number}/checkpoint", NOTE) is not None
        except Missing:
            return False

    def bundle_head(self):
        """The newest head that is served, and with it whether this is training."""
        try:
            data = self.source.get("v1/bundle/head", OTHER)
        except Missing:
            return None
        parts = self.heads.add(data) if data else None
        self.specimen = bool(parts and parts[1].payload.get(6, False))
        return data

    def log_keys(self, origin):
        """Keys that sign the checkpoints of a log."""
        found = [key for key in self.policy.logs if key.name == origin]
        for _, manifest, _, _ in list(self.heads.parts.values()):
            found += [note_key(origin, 1, row[1]) for row in manifest.payload[3]
                      if row[0] == USE_LOG]
        return found

    def read_log(self, number):
        """The tree of one log, against all that is known of it, and its epochs."""
        base = self.trust[4] if self.trust else self.policy.logs[0].name.rstrip("0123456789")
        origin, source = f"{base}{number}", self.source.below(f"log/{number}")
        try:
            note = source.get("checkpoint", NOTE)
        except Missing:
            return self.found.stop("unreachable", origin)
        if note is None:
            return self.found.stop("bad-log-signature", "not a checkpoint")
        tree, seen = judge_note(self.found, note, origin, self.log_keys(origin), self.policy)
        newest = quorum_time(self.policy, seen)
        if newest is None:
            self.found.stop("no-quorum", origin)
        self.found.unless(newest + STALE >= self.at or self.has(number + 1), "stale", origin)
        self.compare_sizes(tree, origin)
        reader = TreeReader(source, self.found, tree)
        self.trees[number] = reader
        self.compare(reader, origin)
        if seen:
            self.times.append((number, tree.size, min(seen.values()), newest))
        self.replay(reader, source, number)

    def known(self, origin):
        """(name of a contradiction, checkpoint) of all that was seen or shown elsewhere."""
        for name, notes in (("fork", self.seen), ("split-view", self.shown)):
            for note in notes:
                found = cosigned_by(note, self.policy)
                if found and found[0].origin == origin:
                    yield name, found[0]

    def compare_sizes(self, tree, origin):
        """What was seen before isn't larger, and what is as large is the same."""
        for name, other in self.known(origin):
            if name == "fork" and other.size > tree.size:
                self.found.stop("shrunk", origin)
            if other.size == tree.size and other.root != tree.root:
                self.found.stop(name, origin)

    def compare(self, reader, origin):
        """What was seen at a smaller size is the front of this tree."""
        for name, other in self.known(origin):
            if other.size < reader.size and reader.tree.root(other.size) != other.root:
                self.found.stop(name, origin)

    def replay(self, reader, source, log):
        """All epochs of a log."""
        index = 0
        while index < reader.size:
            number = len(self.epochs)
            data, header = read_header(self.found, source, number)
            for digest in header[7]:
                self.heads.fetch(source, digest)
            last = self.epochs[-1] if self.epochs else None
            where = f"epoch {number}"
            epoch = read_epoch(self.found, reader, (data, header), index, last, log, where)
            own = self.keys.read(source, header[5], header[2])
            self.keys.judge(header, own, where)
            self.keys.judge_days(header, self.heads.facts(), where)
            self.keys.commit(source, header[5], header, self.heads.facts(), where)
            self.heads.name(header, number)
            self.epochs.append(epoch)
            index = epoch.size

    def head_times(self):
        """When witnesses saw which size, by the proofs in heads."""
        found = []
        base = self.trust[4] if self.trust else ""
        for note, tree in self.heads.views():
            seen = judge_witnesses(self.found, note, self.policy)
            if seen and tree.origin.startswith(base) and tree.origin[len(base):].isdigit():
                found.append((int(tree.origin[len(base):]), tree.size, min(seen.values()),
                              quorum_time(self.policy, seen) or max(seen.values())))
        return found

    def look_up(self):
        """Tokens that somebody was shown stand in the epoch of their day or the next."""
        for entry, day in self.tokens:
            epochs = [e for e in self.epochs if day <= e.header[2] <= day + 1]
            if self.epochs and self.epochs[-1].header[2] > day + 1:
                self.found.unless(any(entry in e.entries for e in epochs), "unlogged",
                                  leaf_hash(entry).hex())



def files_of_case(logs, notes, objects):
    """The files of logs that are given by their epochs; headers under the number that is due."""
    found, due = {}, 0
    for number, (epochs, note) in enumerate(zip(logs, notes), 1):
        front, entries = f"log/{number}/", []
        for epoch in epochs:
            found[f"{front}header/{due}"] = bytes.fromhex(epoch["header"])
            due += 1
            entries += [bytes.fromhex(one) for one in epoch["entries"]] + [NULL] * epoch["nulls"]
        tree = Tree(map(leaf_hash, entries))
        mine = {**files_of(tree, entries), "checkpoint": note.encode(),
                **{path: bytes.fromhex(data) for path, data in objects.items()}}
        found.update({front + path: data for path, data in mine.items()})
    return found


def audit_case(trust, at, logs, notes, objects, served, people=()):
    """What is found in logs that are given by their epochs."""
    files = files_of_case(logs, notes, objects)
    source = Memory({**files, "v1/bundle/head": bytes.fromhex(objects[served])})
    return Audit(source, at, trust=trust, people=dict(people)).run().names()
