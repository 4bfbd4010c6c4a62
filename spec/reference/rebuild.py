# SPDX-License-Identifier: Apache-2.0
"""A whole log from what went into it: headers, roots, tiles, checkpoints, cosignatures, proofs.
Trees are hashed as RFC 6962 defines them, from all leaves each time."""

import base64

import nacl.bindings

import epoch
from logproof import TILE, path_of, root_of
from notes import LOG, WITNESS, key_id
from primitives import leaf_hash, sha256
from tree import bundle, levels, place, widths

EMPTY = bytes(32)


def unhex(values):
    """Bytes of each."""
    return [bytes.fromhex(value) for value in values]


def text64(data):
    """Base64."""
    return base64.b64encode(data).decode()


class Signer:
    """A key that signs notes."""

    def __init__(self, name, kind, secret):
        self.name, self.kind = name, kind
        self.public, self.secret = nacl.bindings.crypto_sign_seed_keypair(bytes.fromhex(secret))

    def line(self, text, when=0):
        """Its line below a text."""
        front = b"" if self.kind == LOG else when.to_bytes(8, "big")
        message = text if self.kind == LOG else f"cosignature/v1\ntime {when}\n{text}"
        signature = nacl.bindings.crypto_sign(message.encode(), self.secret)[:64]
        blob = key_id(self.name, self.kind, self.public) + front + signature
        return f"\u2014 {self.name} {text64(blob)}\n"


class Rebuilt:
    """The logs of an issuer, one after the other."""

    def __init__(self, origin, log_key, witnesses):
        self.origin, self.log_key, self.log = origin, log_key, 0
        self.witnesses = {row["name"]: Signer(row["key_name"], WITNESS, row["secret"])
                          for row in witnesses}
        self.headers, self.last = 0, EMPTY
        self.begin()

    def begin(self):
        """An empty log with the next number."""
        self.log += 1
        self.leaves, self.entries, self.index, self.told = [], [], 0, set()
        self.header = None
        name = f"{self.origin}{self.log}"
        self.signer = Signer(name, LOG, self.log_key)
        self.front = name + "\n"

    def close(self, day, key_list, heads, pad_keys, pad_key, entries):
        """An epoch."""
        claims = {1: self.headers, 2: day, 3: len(self.leaves), 5: bytes.fromhex(key_list),
                  6: self.last, 7: unhex(heads)}
        if pad_keys:
            claims[8] = [[number, bytes.fromhex(key)] for number, key in pad_keys]
        tokens, key = unhex(entries), bytes.fromhex(pad_key)
        encoded, leaves = epoch.build(claims, tokens, key)
        padded = sorted(epoch.padded(tokens, key)[0], key=leaf_hash)
        first = b"\3\1" + bytes(6) + day.to_bytes(4, "big") + sha256(encoded)
        whole = [first] + padded
        self.entries += whole + [epoch.NULL] * (len(leaves) - len(whole))
        self.index, self.header = len(self.leaves), encoded
        self.leaves += leaves
        self.headers, self.last = self.headers + 1, sha256(encoded)
        return {"header": encoded.hex(), "size": len(self.leaves),
                "root": root_of(self.leaves).hex()}

    def tiles(self):
        """SHA-256 of every file of the tree that no checkpoint before had."""
        found, size, hashes = {}, len(self.leaves), self.leaves
        for number, width in widths(0, size):
            part = self.entries[number * TILE:number * TILE + width]
            found[place("entries", number, width)] = sha256(bundle(part)).hex()
        for level in levels(size):
            for number, width in widths(level, size):
                part = hashes[number * TILE:number * TILE + width]
                found[place(level, number, width)] = sha256(*part).hex()
            hashes = [root_of(hashes[i:i + TILE])
                      for i in range(0, len(hashes) - TILE + 1, TILE)]
        found = {path: digest for path, digest in found.items() if path not in self.told}
        self.told |= set(found)
        return found

    def checkpoint(self, at, witnesses):
        """A checkpoint of all that is there, and the newest header's proof."""
        body = f"{self.front}{len(self.leaves)}\n{text64(root_of(self.leaves))}\n"
        note = body + "\n" + self.signer.line(body)
        note += "".join(self.witnesses[name].line(body, at) for name in witnesses)
        path = "".join(text64(part) + "\n" for part in path_of(self.index, self.leaves))
        proof = f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{path}\n{note}"
        return {"note": note, "proof": proof, "tiles": self.tiles()}


def rebuild(origin, log_key, witnesses, steps):
    """The answer to each step."""
    logs, found = Rebuilt(origin, log_key, witnesses), []
    for step in steps:
        (what, given), = step.items()
        if what == "next":
            logs.begin()
            found.append(None)
        else:
            found.append({"epoch": logs.close, "checkpoint": logs.checkpoint}[what](**given))
    return found
