# SPDX-License-Identifier: Apache-2.0
"""Opening a bundle: whole or not at all."""

from collections import namedtuple

import cbor
from cbor import Malformed
from logproof import prove
from notes import BadText
from primitives import (ed25519_verify, handle, kid, next_seed, rsa_kid, sha256, signature_input)
from shape import DOCUMENT, ascending
from trusted import TRUST_FILE, cut, parse_bundle_file, parse_segment

USE_KEYS, USE_BUNDLE = 1, 2
LONGEST_LIFE = 14 * 86400  # of a head
LARGEST = 16_000_000  # bytes of a bundle file

Key = namedtuple("Key", "kind vcts first last key withdrawn")  # kind as in the log: 1, 2, 7


class Refused(Exception):
    """The bundle isn't opened; the text says why."""


def must(condition, why):
    """Raises Refused unless the condition holds."""
    if not condition:
        raise Refused(why)


def distinct(items):
    """Whether no item stands twice."""
    return len(items) == len(set(items))


def check_signed(cose, key, what):
    """The signature of `key` over a signed object, and its name in the header."""
    must(cose.header[4] == kid(key), f"{what}: signed by another key")
    message = signature_input(cose.protected, cose.content)
    must(ed25519_verify(key, message, cose.signature), f"{what}: bad signature")


def check_service(cose, manifest, use, day, what):
    """The signature of a service key of this use that is certified for this day."""
    keys = [key for u, key, first, last in manifest[3]
            if u == use and kid(key) == cose.header[4] and first <= day <= last]
    must(keys, f"{what}: no certified key of that name on that day")
    check_signed(cose, keys[0], what)


def check_manifest(cose, trust, day):
    """Root's signature, the keys' names and windows, and the end."""
    manifest = cose.payload
    must(manifest[1] == trust[1], "manifest of another issuer")
    check_signed(cose, trust[2], "manifest")
    must(manifest.get(7, trust[2]) == trust[2], "manifest states another root")
    names = [(use, kid(key)) for use, key, _, _ in manifest[3]]
    must(distinct(names), "manifest: a key twice in one use")
    must(all(first <= last for _, _, first, last in manifest[3]), "manifest: bad row")
    must(day < manifest[4], "manifest has ended")
    return manifest


def read_keys(key_list):
    """Keys by (algorithm's kind, name); a list with an ambiguity is void."""
    must(len(key_list[3]) <= 1024 and len(key_list[4]) <= 65536, "key list: too long")
    keys, live = {}, set()
    for medium, vcts, first, last, key, state in key_list[3]:
        must(first <= last and distinct(vcts), "key list: bad row")
        add_key(keys, ("ed25519", kid(key)), Key(medium, vcts, first, last, key, state == 1))
        if state == 0:
            for vct in vcts:
                add_live(live, medium, vct, first, last)
    for vct, day, modulus, state in key_list[4]:
        add_key(keys, ("rsa", rsa_kid(modulus)), Key(2, [vct], day, day, modulus, state == 1))
        if state == 0:
            add_live(live, 2, vct, day, day)
    return keys


def add_key(keys, name, key):
    """One more key under a name that is still free."""
    must(name not in keys, "key list: two keys of one name")
    keys[name] = key


def add_live(live, kind, vct, first, last):
    """One more live key for days that have none yet."""
    days = {(kind, vct, day) for day in range(first, last + 1)}
    must(not days & live, "key list: two live keys for one day")
    live |= days


def read_catalogue(facts):
    """Facts by number."""
    must(distinct([f[1] for f in facts]), "catalogue: a number twice")
    must(distinct([f[2] for f in facts]), "catalogue: a name twice")
    return {f[1]: f for f in facts}


def bindable(asked, facts):
    """Whether `document` can be asked beside these facts."""
    return DOCUMENT in facts and len({DOCUMENT, *asked}) <= 4


def read_presets(presets, facts):
    """Presets by name."""
    must(distinct([p[1] for p in presets]), "preset: a name twice")
    for preset in presets:
        must(distinct(preset[2]), "preset: a fact twice")
        must(all(vct in facts for vct in preset[2]), "preset: a fact that isn't in the catalogue")
        if preset[5] == 1:
            must(bindable(preset[2], facts), "preset: binding can't be met")
    return {p[1]: p for p in presets}


def check_dealt(rows, facts):
    """What is dealt less than the catalogue shows."""
    must(ascending([vct for vct, _, _ in rows]), "dealt: not ascending")
    for vct, horizon, per_day in rows:
        must(vct in facts, "dealt: a fact that isn't in the catalogue")
        shown = (facts[vct][5], facts[vct][6])
        must((horizon == 0) == (per_day == 0), "dealt: something of nothing")
        must(horizon <= shown[0] and per_day <= shown[1], "dealt: more than shown")
        must((horizon, per_day) != shown, "dealt: as shown")


def read_accepted(rows):
    """Leaf prefixes still good under withdrawn keys, by medium and key name."""
    accepted = {}
    for medium, key_id, prefixes in rows:
        must((medium, key_id) not in accepted, "accept-only: a key twice")
        try:
            accepted[medium, key_id] = set(cut(prefixes))
        except Malformed:
            raise Refused("accept-only: bad prefixes") from None
    return accepted


def read_segments(rows, files):
    """(medium, day, seeds by fact) of each listed segment; each must be at hand, undamaged."""
    must(len(rows) == len(files), "segments missing or too many")
    must(distinct([(medium, day, digest) for medium, day, digest, _ in rows]), "a segment twice")
    found = []
    for (medium, day, digest, size), data in zip(rows, files):
        must(len(data) == size and sha256(data) == digest, "segment damaged")
        found.append((medium, day, parse_segment(cbor.decode(data))))
    return found


def read_proof(trust, manifest, head, header):
    """When a witness last saw the log."""
    must(head[9][1] != "", "no proof from the log")
    try:
        return prove(trust, manifest, head, header)
    except BadText as why:
        raise Refused(f"log: {why}") from None


class Bundle:
    """An opened bundle. Everything in it has been checked."""

    def __init__(self, trust, parts, files):
        head_cose, manifest_cose, list_cose, header = parts
        head = head_cose.payload
        self.iss, self.issued, self.expires = head[1], head[3], head[5]
        day = self.issued // 86400
        must(self.iss == trust[1] == list_cose.payload[1], "head or key list of another issuer")
        manifest = check_manifest(manifest_cose, trust, day)
        check_service(head_cose, manifest, USE_BUNDLE, day, "head")
        check_service(list_cose, manifest, USE_KEYS, day, "key list")
        must(head[3] <= head[4] <= head[5] <= head[3] + LONGEST_LIFE, "head: times")
        must(header[5] == sha256(head[8]), "key list isn't the one in force in the log")
        self.cosigned = read_proof(trust, manifest, head, header)
        self.specimen = manifest.get(6, False)
        self.keys = read_keys(list_cose.payload)
        self.facts = read_catalogue(head[10])
        self.presets = read_presets(head[11], self.facts)
        self.segments = read_segments(head[12], files)
        self.accepted = read_accepted(head.get(13, []))
        check_dealt(head.get(15, []), self.facts)

    def withdrawn(self, medium, vct, day):
        """The handles of a fact that are withdrawn on an expiry day."""
        handles = set()
        for segment_medium, segment_day, entries in self.segments:
            if segment_medium == medium and segment_day <= day:
                for seed in entries.get(vct, []):
                    for _ in range(day - segment_day):
                        seed = next_seed(seed)
                    handles |= {handle(seed, i) for i in range(self.facts[vct][6])}
        return handles


def open_bundle(trust_bytes, bundle_bytes):
    """The bundle, or Refused."""
    must(len(bundle_bytes) <= LARGEST, "too large")
    try:
        trust = TRUST_FILE(cbor.decode(trust_bytes))
        parts, files = parse_bundle_file(cbor.decode(bundle_bytes))
        return Bundle(trust, parts, files)
    except Malformed as why:
        raise Refused(str(why)) from None
