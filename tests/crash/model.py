# SPDX-License-Identifier: Apache-2.0
"""What the wallets and the staff of a small office know: who asked what, and what was answered.

Written from spec/, with its Python reference; nothing here comes from the program under test.
"""

import hashlib
import pathlib
import sys
import threading

import nacl.bindings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "spec" / "reference"))
import cbor  # noqa: E402
import primitives  # noqa: E402
from cbor import Tag, decode  # noqa: E402

ISS = "dlo"
FACTS = (65001, 65004, 65005)
VALUES = {65004: "WORK"}
PER_DAY, HORIZON = 8, 60
ISSUER_KEY = nacl.bindings.crypto_sign_seed_keypair(bytes([7] * 32))[0]  # of crash_worker
ISSUER_KID = primitives.kid(ISSUER_KEY)
BLIND_FACT = FACTS[0]


def prime(name, step):
    """The prime that tests/support/blind_keys.cpp finds by the same name."""
    digits = bytearray(b"".join(hashlib.sha256(name + bytes([i])).digest() for i in range(4)))
    digits[0] |= 0xc0
    digits[-1] |= 1
    return int.from_bytes(digits, "big") + step


BLIND_N = prime(b"blind p", 80) * prime(b"blind q", 622)
BLIND_KID = primitives.rsa_kid(BLIND_N.to_bytes(256, "big"))


class Wrong(Exception):
    """A promise that didn't hold."""


def must(holds, what):
    """Fails with `what` unless it holds."""
    if not holds:
        raise Wrong(what)


class Key:
    """An Ed25519 key pair."""

    def __init__(self):
        self.public, self.secret = nacl.bindings.crypto_sign_keypair()

    def sign(self, header, payload, external=b""):
        """A signature over the Sig_structure."""
        message = primitives.signature_input(header, payload, external)
        return nacl.bindings.crypto_sign(message, self.secret)[:64]

    def sign1(self, header, claims):
        """A whole COSE_Sign1."""
        header, payload = cbor.encode(header), cbor.encode(claims)
        return cbor.encode(Tag(18, [header, {}, payload, self.sign(header, payload)]))


class Asked:
    """One collect: its bytes, and what it must bring: (day, fact, holder keys) in order, and blind
    (day, fact, blinded messages)."""

    def __init__(self, seq, body, rows, blind):
        self.seq, self.body, self.rows, self.blind, self.answer = seq, body, rows, blind, None

    def tokens(self):
        """How many tokens it brings."""
        return sum(len(row[2]) for row in self.rows + self.blind)


class Wallet:
    """One enrolment."""

    def __init__(self):
        self.key, self.id, self.seq, self.last = Key(), None, 0, None
        self.dealt = {}  # fact: {day: [handle, ...]} of the chain that lives

    def enrol(self, code, pin, now):
        """The body of an enrol."""
        return self.key.sign1({1: -19, 16: 65014},
                              {1: ISS, 2: code, 3: pin, 4: self.key.public, 5: now})

    def ask(self, sets, live, blind=(), granted=()):
        """A collect of the next seq: `sets` is [(day, facts, holder keys or how many)], `blind`
        [(day, fact, messages)], of which those `granted` will be had."""
        seq, fields, rows = self.seq + 1, [], []
        proven = cbor.encode([ISS, self.key.public, seq])
        for day, facts, keys in sets:
            keys = [Key() for _ in range(keys)] if isinstance(keys, int) else keys
            proofs = [key.sign(cbor.encode({1: -19}), proven, b"whit/pop/v1") for key in keys]
            fields.append([day, list(facts), [[k.public, p] for k, p in zip(keys, proofs)]])
            rows += [(day, fact, [k.public for k in keys]) for fact in facts if fact in live]
        claims = {1: ISS, 2: seq}
        if fields:
            claims[3] = fields
        if blind:
            claims[4] = [[day, fact, list(messages)] for day, fact, messages in blind]
        body = self.key.sign1({1: -19, 4: self.id, 16: 65013}, claims)
        return Asked(seq, body, rows, list(granted))

    def room(self, day, fact):
        """How many handles of this day and fact are left."""
        return PER_DAY - len(self.dealt.get(fact, {}).get(day, []))


class Pending:
    """What was asked and has no answer yet: done or not, but never half."""

    def __init__(self, kind, **what):
        self.kind = kind  # "enrol": wallet, body; "collect": asked; "end" and "reinstate": fact
        self.__dict__.update(what)


class Person:
    """Somebody in the register, and everything about them that was answered."""

    def __init__(self, name):
        self.name = name
        self.live, self.blind = set(FACTS), {}  # {(fact, day): how many were signed blind}
        self.wallet, self.invitation, self.pending = None, None, None

    def may_have(self, blind):
        """Those blind rows that the issuer has to sign."""
        return [row for row in blind if row[1] in self.live and row[1] == BLIND_FACT and
                self.blind.get((row[1], row[0]), 0) + len(row[2]) <= PER_DAY]

    def changed(self, ledger, pending):
        """A fact has ended, or is given back."""
        if pending.kind == "end":
            self.live.discard(pending.fact)
            if self.wallet:
                ledger.end(self.wallet, [pending.fact])
        else:
            self.live.add(pending.fact)
            if self.wallet:
                self.wallet.last = None
        self.pending = None


class LogLedger:
    """What was said about the logs, and what was found to be so after the kills before."""

    def __init__(self):
        self.lock = threading.Lock()
        self.notes = {}                # (log, size): the note, as it was answered
        self.newest = (0, 0)           # log and size of the newest epoch that was answered
        self.reached = (0, 0)          # log and size that was signed, as the register has it
        self.trees = {}                # log: the tree of what it has signed
        self.tokens = set()            # that stand there
        self.epochs = {}               # number: header, of signed epochs
        self.bundles = {}              # (log, which one): SHA-256

    def closed(self, log, size):
        """An epoch was closed."""
        with self.lock:
            self.newest = max(self.newest, (log, size))

    def signed(self, note):
        """A checkpoint was given out; an empty log has none."""
        if note:
            origin, size = note.split("\n")[:2]
            place = int(origin.rsplit("/", 1)[1]), int(size)
            with self.lock:
                must(self.notes.setdefault(place, note) == note, "one size was signed twice")


class Ledger:
    """What all lives of the service together have given out. Threads share it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.handles, self.entries, self.answered = set(), set(), set()
        self.withdrawn = {}   # (fact, handle): day, of tokens that must stop being good
        self.segments = set()  # (medium, D, bytes)
        self.reached = set()   # (fact, day, handle) that they withdraw
        self.acts = 0         # of staff, answered
        self.tokens = self.blind = self.today = 0
        self.again = 0        # answers that came twice, and were the same
        self.log = LogLedger()

    def take(self, person, asked, body):
        """Takes the answer to `asked`, every token of it checked and rebuilt."""
        wallet = person.wallet
        found = decode(body)
        must(found.get(2) == asked.seq, "an answer of another seq")
        rows = found.get(3, [])
        must([(row[0], row[1]) for row in rows] == [(day, fact) for day, fact, _ in asked.rows],
             "other rows than were asked for")
        with self.lock:
            must((wallet.id, asked.seq) not in self.answered, "one seq answered twice")
            self.answered.add((wallet.id, asked.seq))
        for row, (day, fact, keys) in zip(rows, asked.rows):
            must(len(row[-1]) == len(keys), "another number of tokens than of keys")
            value = row[2] if len(row) == 4 else None
            must(value == VALUES.get(fact), "another value than the register has")
            for (handle, signature), key in zip(row[-1], keys):
                self.add(day, fact, value, handle, signature, key)
                wallet.dealt.setdefault(fact, {}).setdefault(day, []).append(handle)
        self.take_blind(person, asked, found.get(4, []))
        wallet.seq, wallet.last, asked.answer = asked.seq, asked, body

    def take_blind(self, person, asked, rows):
        """Each signature is the key's over the message that was sent, and has its entry."""
        must([(row[0], row[1]) for row in rows] == [row[:2] for row in asked.blind],
             "other blind rows than can be had")
        for (day, fact, signatures), (_, _, messages) in zip(rows, asked.blind):
            must(len(signatures) == len(messages), "another number of signatures than of messages")
            for signature, message in zip(signatures, messages):
                opened = pow(int.from_bytes(signature, "big"), 65537, BLIND_N)
                must(opened == int.from_bytes(message, "big"), "a blind signature that isn't one")
                with self.lock:
                    self.entries.add(blind_entry(fact, day, message))
                    self.tokens += 1
                    self.blind += 1
            used = person.blind.get((fact, day), 0)
            person.blind[fact, day] = used + len(messages)

    def add(self, day, fact, value, handle, signature, key):
        """One token: its signature, its handle, its entry in the log."""
        claims = {1: ISS, 2: "", 4: day * 86400, 7: handle, 8: {1: {1: 1, -1: 6, -2: key}}, 11: fact}
        if value is not None:
            claims[-65537] = value
        header, payload = cbor.encode({1: -19, 4: ISSUER_KID, 16: 293}), cbor.encode(claims)
        message = primitives.signature_input(header, payload)
        must(primitives.ed25519_verify(ISSUER_KEY, message, signature), "a token that isn't signed")
        token = cbor.encode(Tag(18, [header, {}, payload, signature]))
        with self.lock:
            must(handle not in self.handles, "a handle dealt twice")
            self.handles.add(handle)
            self.entries.add(primitives.log_entry(1, fact, ISSUER_KID, day, token))
            self.tokens += 1

    def end(self, wallet, facts):
        """The chains of `facts` are over: their tokens must be withdrawn by the next bundle."""
        with self.lock:
            for fact in facts:
                for day, handles in wallet.dealt.pop(fact, {}).items():
                    self.withdrawn.update({(fact, handle): day for handle in handles})
        wallet.last = None

    def publish(self, listing, before, today):
        """A publication: what was published stays, and `before` was reached by it."""
        listed = set()
        for line in listing.decode().split("\n")[:-1]:
            medium, day, data = line.split(" ")
            listed.add((int(medium), int(day), bytes.fromhex(data)))
        with self.lock:
            for segment in self.segments:
                must(segment in listed or segment[1] + HORIZON < today, "a segment that is gone")
            fresh = listed - self.segments
        found = set().union(*map(reach, fresh))
        with self.lock:
            self.segments |= fresh
            self.reached |= found
            for (fact, handle), day in before.items():
                must(day <= today or (fact, day, handle) in self.reached,
                     "an ended token isn't withdrawn")
                self.withdrawn.pop((fact, handle), None)


def blind_entry(fact, day, message):
    """What the log holds of one blind signature."""
    fixed = bytes([2, 1]) + fact.to_bytes(2, "big") + BLIND_KID + day.to_bytes(4, "big")
    return fixed + hashlib.sha256(b"whit/blind/v1\0" + message).digest()


def reach(segment):
    """What a segment withdraws, by spec/withdrawal.md, section 4."""
    _, first, data = segment
    out = set()
    for fact, seeds in decode(data):
        must(len(seeds) % (16 * 16) == 0, "a segment without its decoys")
        for at in range(0, len(seeds), 16):
            seed = seeds[at:at + 16]
            for day in range(first, first + HORIZON + 1):
                out.update((fact, day, primitives.handle(seed, i)) for i in range(PER_DAY))
                seed = primitives.next_seed(seed)
    return out


def code_hash(code):
    """What the register keeps of an invitation's code."""
    return hashlib.sha256(b"whit/invitation/v1\0" + code).digest()
