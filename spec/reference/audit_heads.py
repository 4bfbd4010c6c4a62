# SPDX-License-Identifier: Apache-2.0
"""Heads of bundles that headers name: their chain, and what they carry."""

import cbor
from audit_keys import read_object
from bundle import Refused, USE_BUNDLE, check_manifest, check_service
from cbor import Malformed
from logproof import parse_proof
from notes import BadText, parse_checkpoint
from primitives import sha256
from trusted import parse_head

DAY = 86400


def open_head(data):
    """(head, manifest, key list, header) of a head's bytes, or None."""
    try:
        return parse_head(cbor.decode(data))
    except Malformed:
        return None


class Heads:
    """All heads, in the order in which headers name them."""

    def __init__(self, found, trust):
        self.found, self.trust = found, trust
        self.parts, self.named, self.chain = {}, {}, []

    def add(self, data):
        """A head that somebody was served; its parts, or None."""
        parts = open_head(data)
        if parts:
            self.parts[sha256(parts[0].content)] = parts
        return parts

    def manifest_for(self, day):
        """A manifest of the root that can tell whose signature counts on this day."""
        for _, manifest, _, _ in self.parts.values():
            try:
                return self.trust and check_manifest(manifest, self.trust, day)
            except Refused:
                pass
        return None

    def fetch(self, source, digest):
        """A head that a header names."""
        where = f"head/{digest.hex()}"
        data = read_object(self.found, source, "head", digest, "missing-head")
        if data is None:
            return
        parts = open_head(data)
        if parts is None or sha256(parts[0].content) != digest or not self.signed(parts, where):
            self.found.add("bad-head", where)
            return
        self.parts[digest] = parts

    def facts(self):
        """By number, each fact as the newest catalogue has it."""
        return {row[1]: row for parts in self.parts.values() for row in parts[0].payload[10]}

    def signed(self, parts, where):
        """Whether a head's signatures hold on the day of its issue."""
        head, manifest = parts[:2]
        day = head.payload[3] // DAY
        try:
            if self.trust:
                check_service(head, check_manifest(manifest, self.trust, day), USE_BUNDLE, day,
                              where)
            return True
        except Refused:
            return False

    def name(self, header, number):
        """A header names heads."""
        for digest in header[7]:
            self.named[digest] = number
            if digest in self.parts:
                self.follow(digest, f"head/{digest.hex()}")

    def follow(self, digest, where):
        """One head behind the other."""
        head, _, _, header = self.parts[digest]
        claims = head.payload
        self.found.unless(header[5] == sha256(claims[8]), "uncommitted-keys", where)
        last = self.chain[-1] if self.chain else None
        version, previous = (last[0], last[1]) if last else (0, bytes(32))
        if claims[2] <= version and digest != previous:
            self.found.add("two-heads", where)
        elif claims[2] != version + 1:
            self.found.add("head-gap", where)
        elif claims[6] != previous:
            self.found.add("broken-head-chain", where)
        self.chain.append((claims[2], digest))

    def served(self, data, epochs):
        """A head that is served is named by the header that closes the day after its issue."""
        parts = self.add(data)
        if not self.found.unless(parts and self.signed(parts, "served"), "bad-head", "served"):
            return
        digest = sha256(parts[0].content)
        due = parts[0].payload[3] // DAY + 1
        if digest not in self.named and any(e.header[2] > due for e in epochs):
            self.found.add("unlogged-head", f"head/{digest.hex()}")

    def views(self):
        """(origin, size, oldest and newest cosignature) as the proofs in heads have them."""
        for head, _, _, _ in self.parts.values():
            try:
                note = parse_proof(head.payload[9][1])[3]
                yield note, parse_checkpoint(note[0])
            except BadText:
                pass
