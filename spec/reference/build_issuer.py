# SPDX-License-Identifier: Apache-2.0
"""An issuer that keeps a log, honest or not: each argument that changes something does it before
the next signature or hash. Used for making logs to be checked, and by no check."""

import copy
import os

import build
import build_log
import cbor
from build import KEYS_KEY, BUNDLE_KEY, LOG_KEY, ROOT, ROOT_NEXT, ed_header, enc, same, sign1
from build_keys import Ed, seed
from build_log import cosign, log_line, text64
from epoch import NULL, PAD_TO, pad
from logproof import TILE
from primitives import leaf_hash, log_entry, rsa_kid, rsa_sound, sha256
from tree import Tree, files_of

DAY = 86400
MORNING = 5 * 60  # after midnight, when a day is closed
HORIZON = 14
WITNESSES = ("w1", "w2", "w3")
REVOCABLE, BLIND, PAPER = 1, 2, 7


def modulus(name):
    """A number that can stand where a blind key's modulus does; nobody knows its factors."""
    n = int.from_bytes(bytes([0xC1]) + seed("modulus " + name, 254) + b"\1", "big")
    while not rsa_sound(n.to_bytes(256, "big")):
        n += 2
    return n.to_bytes(256, "big")


class TokenKey:
    """A key of the key list."""

    def __init__(self, name, kind, vcts, first, last, public=None):
        self.kind, self.vcts, self.first, self.last, self.state = kind, vcts, first, last, 0
        self.signer = None if kind == BLIND else Ed(name)
        self.public = (public or modulus(name)) if kind == BLIND else self.signer.public
        self.kid = rsa_kid(self.public) if kind == BLIND else self.signer.kid

    def row(self):
        """Its row."""
        if self.kind == BLIND:
            return [self.vcts[0], self.first, self.public, self.state]
        return [self.kind, self.vcts, self.first, self.last, self.public, self.state]

    def entry(self, name, day, vct=None, kind=None):
        """An entry of something that was signed; without the token."""
        kind = kind or self.kind
        fixed = bytes([kind, 1]) + (vct or self.vcts[0]).to_bytes(2, "big") + self.kid
        return fixed + day.to_bytes(4, "big") + sha256(b"signed", name.encode())

    def token(self, vct, day, name):
        """A phone token and its entry."""
        data = enc(build.revocable(vct, day, self.signer, handle=seed("handle " + name, 8)))
        return data, log_entry(self.kind, vct, self.kid, day, data)


def pad_up(entries, key):
    """The pads that fill up the groups."""
    found, sizes = [], {}
    for entry in entries:
        sizes[entry[:12]] = sizes.get(entry[:12], 0) + 1
    for group in sorted(sizes):
        for _ in range(-sizes[group] % PAD_TO):
            found.append(pad(group, key, len(found)))
    return found


def rows_of(entries):
    """Field 9 for these entries."""
    sizes = {}
    for entry in entries:
        sizes[entry[:12]] = sizes.get(entry[:12], 0) + 1
    return [[group[0], int.from_bytes(group[2:4], "big"), group[4:8],
             int.from_bytes(group[8:12], "big"), sizes[group]] for group in sorted(sizes)]


class Log:
    """One log's tree and files."""

    def __init__(self, number):
        self.number, self.tree, self.entries = number, Tree(), []
        self.headers, self.starts, self.note = {}, [], None


class Issuer:
    """Keys, key lists, logs and heads of one issuer."""

    def __init__(self, today, url="https://data.example/whit", origin=build_log.ORIGIN,
                 specimen=False, policy=build_log.POLICY):
        self.today, self.origin, self.policy, self.specimen = today, origin, policy, specimen
        self.trust = enc({1: "dlo", 2: ROOT.public, 3: url, 4: origin, 5: policy})
        self.manifest = enc(sign1(ed_header(ROOT, 65010), self.manifest_claims(), ROOT))
        self.logs, self.objects, self.lists = [Log(1)], {}, []
        self.headers, self.pads, self.pending = [], {}, []
        self.sequence, self.version, self.previous_head, self.head = 0, 0, bytes(32), None
        self.key_list = None
        self.log_key, self.last_sign = LOG_KEY, 0

    def copy(self):
        """Another world, the same up to here."""
        return copy.deepcopy(self)

    @property
    def log(self):
        """The log in use."""
        return self.logs[-1]

    @property
    def name(self):
        """Its origin."""
        return self.origin + str(self.log.number)

    def manifest_claims(self):
        """Service keys for a year."""
        window = [self.today - 10, self.today + 300]
        claims = {1: "dlo", 2: 3, 4: self.today + 400, 5: sha256(ROOT_NEXT.public),
                  3: [[use, key.public] + window for use, key in
                      ((1, KEYS_KEY), (2, BUNDLE_KEY), (3, LOG_KEY))]}
        return {**claims, 6: True} if self.specimen else claims

    def turn_to(self, root, announces, sequence=4, stated=True):
        """Manifests of this root from now on."""
        claims = {**self.manifest_claims(), 2: sequence, 5: sha256(announces.public)}
        if stated:
            claims[7] = root.public
        self.manifest = enc(sign1(ed_header(root, 65010), claims, root))

    # Key lists

    def sign_keys(self, keys, change=same, signer=KEYS_KEY):
        """A new key list, not in force yet."""
        self.sequence += 1
        claims = {1: "dlo", 2: self.sequence,
                  3: [key.row() for key in keys if key.kind != BLIND],
                  4: [key.row() for key in keys if key.kind == BLIND]}
        data = enc(sign1(ed_header(signer, 65016), change(claims), signer))
        self.put("key-list", sha256(data), data)
        return data

    def put(self, kind, digest, data):
        """An object under its hash."""
        self.objects[f"{kind}/{digest.hex()}"] = data

    # Epochs

    def due(self, day):
        """The pad keys that a header of this day reveals."""
        found = [[number, key] for number, (of, key) in sorted(self.pads.items())
                 if of + 60 <= day]
        for number, _ in found:
            del self.pads[number]
        return found

    def close(self, day, entries=(), keys=None, header=same, layout=same, padded=pad_up,
              reveal=same, tail=True):
        """An epoch: `header` changes its claims, `layout` its entries behind the header's own,
        `padded` makes its pads, `reveal` the pad keys that it shows."""
        if keys is not None:
            self.key_list = keys
        number, index = len(self.headers), self.log.tree.size
        pad_key = seed(f"pad key {number}")
        pads = padded(list(entries), pad_key)
        every = sorted(list(entries) + pads, key=leaf_hash)
        previous = sha256(self.headers[-1]) if self.headers else bytes(32)
        claims = {1: number, 2: day, 3: index, 4: len(every), 5: sha256(self.key_list),
                  6: previous, 7: self.pending, 9: rows_of(every)}
        revealed = reveal(self.due(day))
        if revealed:
            claims[8] = revealed
        if every:
            self.pads[number] = (day, pad_key if pads else bytes(32))
        self.pending = []
        claims = header(claims)
        encoded = enc(claims)
        first = b"\3\1\0\0\0\0\0\0" + claims[2].to_bytes(4, "big") + sha256(encoded)
        nulls = [NULL] * (-(1 + len(every)) % TILE) if tail else []
        self.append(layout([first] + every + nulls))
        self.headers.append(encoded)
        self.log.headers[claims[1]] = encoded
        self.log.starts.append((index, encoded))
        return encoded

    def control(self, day, keys, **changes):
        """A control epoch for a new key list."""
        return self.close(day, (), keys, **changes)

    def append(self, entries):
        """Entries into the tree."""
        for entry in entries:
            self.log.tree.append(leaf_hash(entry))
        self.log.entries += entries

    def next_log(self):
        """The next number."""
        self.logs.append(Log(self.log.number + 1))

    # Checkpoints

    def body(self, size=None, root=None):
        """A checkpoint's text."""
        size = self.log.tree.size if size is None else size
        root = self.log.tree.root(size) if root is None else root
        return f"{self.name}\n{size}\n{text64(root)}\n"

    def sign(self, when, witnesses=WITNESSES, body=None, signer=None, below=""):
        """A checkpoint of the tree, signed and cosigned."""
        body = body or self.body()
        note = body + "\n" + log_line(body, signer or self.log_key)
        note += "".join(cosign(body, name, when) for name in witnesses) + below
        self.log.note = note
        self.last_sign = when
        return note

    # Heads

    def proof(self):
        """The proof of the newest header under the newest note."""
        index = cbor.decode(self.headers[-1])[3]
        path = "".join(text64(part) + "\n" for part in self.log.tree.path(index))
        return f"c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n{self.log.note}"

    def publish(self, when, head=same, signer=BUNDLE_KEY, named=True, keys=None):
        """A head with the newest header; `named` if the next header is to name it."""
        self.version += 1
        claims = head({
            1: "dlo", 2: self.version, 3: when, 4: when + 21600, 5: when + 14 * DAY,
            6: self.previous_head, 7: self.manifest, 8: keys or self.key_list,
            9: [self.headers[-1], self.proof()], 10: build.CATALOGUE[:3],
            11: [build.preset("gate", [65001])], 12: []})
        payload = enc(claims)
        self.head = enc(sign1(ed_header(signer, 65011), claims, signer))
        self.previous_head = sha256(payload)
        if named:
            self.pending.append(self.previous_head)
            self.put("head", self.previous_head, self.head)
        return self.head

    def night(self, day, entries=(), **changes):
        """The epoch of a day, cosigned, and a head with it, in the morning after."""
        self.close(day, entries, **changes)
        self.sign((day + 1) * DAY + MORNING)
        self.publish((day + 1) * DAY + MORNING + 60)

    # Files

    def files(self):
        """All files below the address: content by path."""
        found = {"v1/bundle/head": self.head} if self.head else {}
        for log in self.logs:
            prefix = f"log/{log.number}/"
            mine = {**files_of(log.tree, log.entries), **self.objects}
            mine.update({f"header/{n}": data for n, data in log.headers.items()})
            if log.note:
                mine["checkpoint"] = log.note.encode()
            found.update({prefix + path: data for path, data in mine.items()})
        return found

    def write(self, folder, change=same):
        """The files into a folder; `change` may spoil them first."""
        for path, data in change(self.files()).items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
