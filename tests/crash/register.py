# SPDX-License-Identifier: Apache-2.0
"""Looks into the register after a kill, on a copy: the next life must find what this one left."""

import pathlib
import shutil
import sqlite3
import tempfile
from contextlib import closing

import log_left
import primitives
from model import FACTS, Pending, code_hash, must


class Left:
    """What a dead service left behind."""

    def __init__(self, database, ledger):
        def rows(sql, *values):
            return database.execute(sql, values).fetchall()

        must(rows("PRAGMA integrity_check") == [("ok",)], "the file is damaged")
        self.log = log_left.LogLeft(rows, ledger.log)
        self.invitations = {bytes(code): used for code, used in
                            rows("SELECT code, enrolment FROM invitation")}
        self.enrolments = {bytes(row[0]): row[1:] for row in
                           rows("SELECT collection, id, key, seq, ended FROM enrolment")}
        self.chains = {(row[0], row[1]): row[2:] for row in
                       rows("SELECT enrolment, vct, seed, day, dealt FROM chain WHERE ended = 0")}
        self.ended = {(name, vct): bool(ended) for name, vct, ended in rows(
            "SELECT reference, vct, ended FROM fact JOIN subject ON id = subject")}
        self.blind = {(name, vct, day): count for name, vct, day, count in rows(
            "SELECT reference, vct, day, count FROM blind_used JOIN subject ON id = subject")}
        self.acts = rows("SELECT count(*) FROM journal")[0][0]


def left_in(folder, ledger):
    """Left of the register in `folder`, whose files stay as they are."""
    with tempfile.TemporaryDirectory(dir=folder) as copy:
        for name in ("register.db", "register.db-wal"):
            if (pathlib.Path(folder) / name).exists():
                shutil.copy(pathlib.Path(folder) / name, copy)
        with closing(sqlite3.connect(f"file:{copy}/register.db?mode=ro", uri=True)) as database:
            return Left(database, ledger)


def check(left, people, ledger):
    """Everything that was answered is there, and nothing is there in part."""
    leaves = log_left.check(left.log, ledger.log)
    must(len(leaves) == len(set(leaves)), "a leaf twice")
    must(ledger.entries <= set(leaves), "a token without its leaf")
    must(left.acts >= ledger.acts, "an answered act isn't in the journal")
    unanswered = sum(check_person(left, person, ledger) for person in people)
    must(len(leaves) == len(ledger.entries) + unanswered, "leaves that nobody asked for")
    # What the journal has beyond the answered acts was on its way when the service died.
    ledger.acts = left.acts


def check_person(left, person, ledger):
    """Gives how many tokens were committed for `person` and not answered."""
    pending = person.pending or Pending("nothing")
    for fact in FACTS:
        ended = left.ended[person.name, fact]
        if pending.kind in ("end", "reinstate") and pending.fact == fact:
            if ended == (pending.kind == "end"):
                person.changed(ledger, pending)
            person.pending = None
        must(ended == (fact not in person.live), "an answered change of a fact is lost")
    entered = pending.kind == "enrol" and left.invitations[code_hash(person.invitation)] is not None
    if person.invitation is not None:
        must(code_hash(person.invitation) in left.invitations, "an answered invitation is lost")
    if person.wallet is None:
        return 0
    must(person.wallet.id in left.enrolments, "an answered enrolment is lost")
    number, key, seq, ended = left.enrolments[person.wallet.id]
    must(bytes(key) == person.wallet.key.public, "another key in the enrolment")
    must(bool(ended) == entered, "two wallets of one person, or none")
    if ended:
        check_blind(left, person, [], ledger.today)
        return 0
    asked = pending.asked if pending.kind == "collect" and seq == pending.asked.seq else None
    must(seq == person.wallet.seq + (asked is not None), "a seq that wasn't asked for")
    check_chains(left, number, person.wallet, asked)
    check_blind(left, person, asked.blind if asked else [], ledger.today)
    return asked.tokens() if asked else 0


def check_blind(left, person, unanswered, today):
    """What was signed blind for this person is counted, once; midnight forgets days that are over."""
    counts = dict(person.blind)
    for day, fact, messages in unanswered:
        counts[fact, day] = counts.get((fact, day), 0) + len(messages)
    kept = {(fact, day): n for (name, fact, day), n in left.blind.items() if name == person.name}
    must(all(counts.get(key) == n for key, n in kept.items()), "a blind counter is wrong")
    must(all(key in kept for key in counts if key[1] > today), "a blind counter is lost")


def check_chains(left, number, wallet, asked):
    """The counters of every chain, and that each handle is the chain's."""
    counts = {(fact, day): len(handles) for fact, days in wallet.dealt.items()
              for day, handles in days.items()}
    for day, fact, keys in asked.rows if asked else []:
        counts[fact, day] = counts.get((fact, day), 0) + len(keys)
    for fact in FACTS:
        seed, first, dealt = left.chains.get((number, fact), (b"", 0, b""))
        wanted = {day: count for (vct, day), count in counts.items() if vct == fact and day >= first}
        must(wanted == {first + k: n for k, n in enumerate(dealt) if n}, "a counter is wrong")
        seed = bytes(seed)
        for day in range(first, first + len(dealt)):
            handles = wallet.dealt.get(fact, {}).get(day, [])
            must(handles == [primitives.handle(seed, i) for i in range(len(handles))],
                 "a handle that isn't its chain's")
            seed = primitives.next_seed(seed)
