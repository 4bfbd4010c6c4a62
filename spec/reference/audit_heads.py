# SPDX-License-Identifier: Apache-2.0
"""Heads of bundles that headers name: their chain, and what they carry."""

import cbor
from audit_keys import read_object
from bundle import Refused, USE_BUNDLE, check_manifest, check_service, check_signed
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


def is_signed(cose, key):
    """Whether this key signed an object."""
    try:
        check_signed(cose, key, "")
        return True
    except Refused:
        return False


class Heads:
    """All heads, in the order in which headers name them."""

    def __init__(self, found, trust):
        self.found, self.trust = found, trust
        self.parts, self.named, self.chain = {}, {}, []
        self.newest = None  # manifest of the root that is followed, as logged heads have it

    def add(self, data):
        """A head that somebody was served; its parts, or None."""
        parts = open_head(data)
        if parts:
            self.parts[sha256(parts[0].content)] = parts
        return parts

    def manifest_for(self, day):
        """A manifest of a root that can tell whose signature counts on this day."""
        for _, manifest, _, _ in self.parts.values():
            try:
                return self.trust and check_manifest(manifest, self.under(manifest), day)
            except Refused:
                pass
        return None

    def under(self, manifest):
        """The trust file by which a manifest is judged: with the announced root where it says that
        it is of that one (trust 10)."""
        newest = self.newest.payload if self.newest else {}
        root, stated = newest.get(7, self.trust[2]), manifest.payload.get(7)
        if stated is not None and sha256(stated) == newest.get(5):
            root = stated
        return {**self.trust, 2: root}

    def is_other(self, manifest):
        """Whether a root that nobody announced signed it in its own name, or the root that is
        followed names another successor than before."""
        claims, root = manifest.payload, self.under(manifest)[2]
        stated = claims.get(7)
        if stated not in (None, root):
            return is_signed(manifest, stated)
        before = self.newest.payload if self.newest else claims
        same = root == before.get(7, self.trust[2])
        return same and claims[5] != before[5] and is_signed(manifest, root)

    def is_before(self, manifest):
        """Whether it announces the trust file's root, and no head of that one was named yet."""
        return self.newest is None and manifest.payload[5] == sha256(self.trust[2]) \
            and not is_signed(manifest, self.trust[2])

    def fetch(self, source, digest):
        """A head that a header names."""
        where = f"head/{digest.hex()}"
        data = read_object(self.found, source, "head", digest, "missing-head")
        if data is None:
            return
        parts = open_head(data)
        if parts is None or sha256(parts[0].content) != digest:
            self.found.add("bad-head", where)
            return
        if self.trust and self.is_other(parts[1]):
            self.found.add("other-root", where)
        elif not self.signed(parts, where):
            self.found.add("bad-head", where)
            return
        elif self.trust and not self.is_before(parts[1]):
            self.follow_root(parts[1])
        self.parts[digest] = parts

    def follow_root(self, manifest):
        """A manifest that is well signed is the newest one, if no other is newer."""
        root = self.under(manifest)[2]
        before = self.newest and self.newest.payload
        if not before or before.get(7, self.trust[2]) != root or manifest.payload[2] > before[2]:
            self.newest = manifest

    def facts(self):
        """By number, each fact as the newest catalogue has it."""
        return {row[1]: row for parts in self.parts.values() for row in parts[0].payload[10]}

    def per_day(self):
        """By number, the most tokens a day that any catalogue gave a person."""
        found = {}
        for parts in self.parts.values():
            for row in parts[0].payload[10]:
                found[row[1]] = max(found.get(row[1], 0), row[6])
        return found

    def signed(self, parts, where):
        """Whether a head's signatures hold on the day of its issue."""
        head, manifest = parts[:2]
        day = head.payload[3] // DAY
        try:
            if self.trust and self.is_before(manifest):
                check_service(head, manifest.payload, USE_BUNDLE, day, where)
            elif self.trust:
                check_service(head, check_manifest(manifest, self.under(manifest), day),
                              USE_BUNDLE, day, where)
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
        if parts and sha256(parts[0].content) in self.named:
            return
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
