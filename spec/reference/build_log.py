# SPDX-License-Identifier: Apache-2.0
"""Builds what a log and its witnesses say: keys, checkpoints, proofs. Used for making vectors
alone."""

import base64
import functools

from build_keys import Ed, seed
from logproof import header_leaf, climb, path_of
from notes import LOG, WITNESS, key_id
from primitives import sha256

ORIGIN = "log.example/dlo/"
LOG_KEY = Ed("log key")
WITNESSES = {f"w{i}": Ed(f"witness {i}") for i in (1, 2, 3)}


def text64(data):
    """Base64."""
    return base64.b64encode(data).decode()


def vkey(name, kind, key):
    """A key's text."""
    return f"{name}+{key_id(name, kind, key.public).hex()}+{text64(bytes([kind]) + key.public)}"


def witness_line(name, key=None):
    """A policy's line."""
    return f"witness {name} {vkey(name + '.example', WITNESS, key or WITNESSES[name])}\n"


THREE = "".join(map(witness_line, WITNESSES))
POLICY = THREE + "group g 2 w1 w2 w3\nquorum g\n"


def signature(name, kind, key, blob):
    """A line below a note."""
    return f"\u2014 {name} {text64(key_id(name, kind, key.public) + blob)}\n"


def log_line(body, key=LOG_KEY, name=None):
    """The log's own."""
    return signature(name or body.split("\n", maxsplit=1)[0], LOG, key, key.sign(body.encode()))


def cosign(body, name, when, key=None):
    """A witness's."""
    key = key or WITNESSES[name]
    message = f"cosignature/v1\ntime {when}\n{body}".encode()
    return signature(name + ".example", WITNESS, key, when.to_bytes(8, "big") + key.sign(message))


@functools.lru_cache(maxsize=None)
def siblings(index, size):
    """The path of a leaf among leaves of which nothing else is known."""
    return path_of(index, [sha256(b"leaf", i.to_bytes(4, "big")) for i in range(size)])


def same(value):
    """No change."""
    return value


class Proof:
    """A proof that goes with a header. Each argument changes one part before it is signed, or the
    whole text at the end."""

    def __init__(self, seen=None, origin=ORIGIN + "7", index=0, size=0, path=same, body=same,
                 day=0, signers=None, text=same, above="", shift=0):
        self.seen, self.origin, self.index, self.size = seen, origin, index, size
        self.path, self.body, self.day, self.text = path, body, day, text
        self.signers, self.above, self.shift = signers, above, shift

    def __call__(self, header, encoded):
        index = header[3] + self.shift
        size = header[3] + 256 * ((256 + header[4]) // 256) + self.size
        path = siblings(index, size)
        root = climb(header_leaf(header[2] + self.day, encoded), index, size, path)
        body = self.body(f"{self.origin}\n{size}\n{text64(root)}\n")
        lines = [log_line(body)] if self.signers is None else self.signers(body)
        lines += [cosign(body, name, when) for name, when in (self.seen or {}).items()]
        hashes = "".join(text64(part) + "\n" for part in self.path(list(path)))
        return self.text(f"c2sp.org/tlog-proof@v1\n{self.above}index {index + self.index}\n{hashes}"
                         f"\n{body}\n" + "".join(lines))


def strange(name):
    """A line of a key that nobody knows."""
    return f"\u2014 {name} {text64(seed('strange line', 68))}\n"
