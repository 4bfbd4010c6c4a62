# SPDX-License-Identifier: Apache-2.0
"""Builds what the vectors show: keys, tokens, presentations, worlds. Nothing here is random, and
nothing here is used when vectors are checked."""

import hashlib

import build_log
import cbor
from build_keys import Ed, seed
from cbor import Tag
from primitives import rsa_kid, sha256, signature_input


class Raw(bytes):
    """Bytes that stand in an encoding as they are."""


class Pairs(list):
    """A map whose pairs are written in the order given."""


def enc(value):
    """CBOR, deterministic but for Raw and Pairs."""
    if isinstance(value, Raw):
        return bytes(value)
    if isinstance(value, Pairs):
        return cbor.encode_head(5, len(value)) + b"".join(enc(k) + enc(v) for k, v in value)
    if isinstance(value, list):
        return cbor.encode_head(4, len(value)) + b"".join(map(enc, value))
    if isinstance(value, dict):
        pairs = sorted((enc(k), enc(v)) for k, v in value.items())
        return cbor.encode_head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
    if isinstance(value, Tag):
        return cbor.encode_head(6, value.number) + enc(value.value)
    return cbor.encode(value)


def is_prime(n):
    """Miller-Rabin with fixed bases."""
    d = (n - 1) >> ((n - 1) & -(n - 1)).bit_length() - 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x, e = pow(base, d, n), d
        while x not in (1, n - 1):
            x, e = x * x % n, e * 2
            if e >= n - 1:
                return False
        if x == 1 and e != d:
            return False
    return True


def prime(name, bits):
    """A prime of exactly these bits with its two highest bits set."""
    n = int.from_bytes(seed(name, bits // 8), "big") | 3 << bits - 2 | 1
    while any(n % p == 0 for p in (3, 5, 7, 11, 13, 17, 19, 23)) or n % 65537 == 1 \
            or pow(2, n - 1, n) != 1 or not is_prime(n):
        n += 2
    return n


class Rsa:
    """An RSA key made from a name, for blind tokens."""

    def __init__(self, name, bits=2048, exponent=65537):
        p, q = prime(name + " p", bits // 2), prime(name + " q", bits // 2)
        self.n, self.primes = p * q, (p, q)
        self.d = pow(exponent, -1, (p - 1) * (q - 1))
        self.modulus = self.n.to_bytes(256, "big")
        self.kid = rsa_kid(self.modulus)

    def encoded(self, message, salt):
        """EMSA-PSS of the message as a number (RFC 8017, section 9.1.1)."""
        bits = self.n.bit_length() - 1
        size = (bits + 7) // 8
        digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
        block = bytes(size - len(salt) - 48 - 2) + b"\1" + salt
        mask = b"".join(hashlib.sha384(digest + i.to_bytes(4, "big")).digest() for i in range(6))
        masked = bytearray(a ^ b for a, b in zip(block, mask))
        masked[0] &= 0xFF >> (8 * size - bits)
        return int.from_bytes(bytes(masked) + digest + b"\xbc", "big")

    def sign(self, message, salt_size=48):
        """PS384 with a fixed salt."""
        number = self.encoded(message, seed("salt", salt_size))
        return pow(number, self.d, self.n).to_bytes(256, "big")


def sign1(header, claims, key, external=b"", tag=18, unprotected=None, signature=None):
    """A COSE_Sign1 as a value to encode."""
    protected, payload = enc(header), enc(claims)
    if signature is None:
        signature = key.sign(signature_input(protected, payload, external))
    return Tag(tag, [protected, {} if unprotected is None else unprotected, payload, signature])


# Times and days of most cases

DAY = 86400
TODAY = 20861  # Friday 12 February 2027
E = TODAY + 1  # a token with this expiry day dies at today's end
NOW = TODAY * DAY + 6 * 3600 + 41 * 60
ISSUED = NOW - 22 * 60

HOLDER, OTHER_HOLDER = Ed("holder"), Ed("other holder")
ROOT, ROOT_NEXT = Ed("root"), Ed("next root")
KEYS_KEY, BUNDLE_KEY, LOG_KEY = Ed("keys key"), Ed("bundle key"), build_log.LOG_KEY
TOKEN_KEY, NEXT_KEY, STAY_KEY, PAPER_KEY = Ed("token"), Ed("next token"), Ed("stay"), Ed("paper")
BLIND_KEY, BLIND_NEXT = Rsa("blind today"), Rsa("blind tomorrow")
BLIND_AGE, BLIND_STAY = Rsa("blind age"), Rsa("blind stay")
PHONE = [65001, 65002, 65004, 65005, 65006, 65007, 65009]
TAG = seed("document tag", 16)
NONCE, OTHER_NONCE = bytes(range(16)), bytes(range(1, 17))
GATE = "Gate 7 North"


def handle_of(name):
    """A fixed handle."""
    return seed("handle " + name, 8)


def revocable_claims(vct=65001, day=E, iss="dlo", holder=HOLDER, value=None, handle=None):
    """Claims of a phone token."""
    public = holder if isinstance(holder, bytes) else holder.public
    claims = {1: iss, 2: "", 4: day * DAY, 7: handle or handle_of(f"{vct} {day}"),
              8: {1: {1: 1, -1: 6, -2: public}}, 11: vct}
    if value is not None:
        claims[-65537] = value
    if vct == 65009:
        claims[-65538] = TAG
    return claims


def ed_header(key, typ):
    """Protected header of a signature by a named key."""
    return {1: -19, 4: key.kid, 16: typ}


def revocable(vct=65001, day=E, key=TOKEN_KEY, **claims):
    """A phone token."""
    return sign1(ed_header(key, 293), revocable_claims(vct, day, **claims), key)


def blind_claims(vct=65001, day=E, iss="dlo", holder=HOLDER):
    """Claims of a blind token."""
    claims = revocable_claims(vct, day, iss, holder)
    del claims[7]
    return claims


def blind(vct=65001, day=E, key=BLIND_KEY, salt_size=48, **claims):
    """A blind token."""
    header, payload = {1: -38, 4: key.kid, 16: 293}, blind_claims(vct, day, **claims)
    message = signature_input(enc(header), enc(payload))
    return sign1(header, payload, key, signature=key.sign(message, salt_size))


def paper_claims(vct=65001, day=E + 40, iss="dlo", value=None, handle=None):
    """Claims of a paper token."""
    claims = {1: iss, 4: day * DAY, 7: handle or handle_of(f"paper {vct}"), 11: vct, -65538: TAG}
    if value is not None:
        claims[-65537] = value
    return claims


def paper(vct=65001, day=E + 40, key=PAPER_KEY, **claims):
    """A paper token."""
    return sign1(ed_header(key, 61), paper_claims(vct, day, **claims), key)


def kbt_header(tokens):
    """Protected header of a presentation."""
    header = {1: -19, 13: tokens[0], 16: 294}
    if len(tokens) > 1:
        header[-65540] = list(tokens[1:])
    return header


def kbt_claims(iat=NOW, aud="*", nonce=None):
    """Claims of a presentation."""
    return {3: aud, 6: iat} if nonce is None else {3: aud, 6: iat, 39: nonce}


def present(*tokens, iat=NOW, aud="*", nonce=None, holder=HOLDER):
    """A presentation, encoded."""
    return enc(sign1(kbt_header(tokens), kbt_claims(iat, aud, nonce), holder))


def challenge(*tokens, iat=NOW, aud=GATE, nonce=NONCE, holder=HOLDER):
    """The answer to a challenge, encoded."""
    return present(*tokens, iat=iat, aud=aud, nonce=nonce, holder=holder)


# Worlds

EMPLOYERS = ["ACME-1", "ACME-2", "SITE 9"]
VISAS = ["A1", "B2", "E 7-4"]


def fact(vct, slug, kinds, modes=7, horizon=14, per_day=2, values=None):
    """A catalogue fact."""
    found = {1: vct, 2: slug, 3: kinds, 4: modes, 5: horizon, 6: per_day,
             10: {"en": slug.replace("-", " ")}}
    if kinds & 4:
        found[7] = 90
    if kinds & 2:
        found[8] = 10800
    if values:
        found[9] = values
    return found


CATALOGUE = [
    fact(65001, "work-permit-valid", 7, per_day=8), fact(65002, "work-permit-until", 5,
                                                         values=[202601, 203512]),
    fact(65003, "stay-permitted", 3), fact(65004, "visa-class", 1, modes=4, values=VISAS),
    fact(65005, "tax-current", 1, horizon=7, per_day=1),
    fact(65006, "employed-by", 5, values=EMPLOYERS), fact(65007, "arrival-notified", 1, modes=6),
    fact(65008, "age-over-18", 2), fact(65009, "document", 1)]


def preset(slug, facts, kinds=7, modes=7, binding=0, max_age=259200, answer_time=120):
    """A preset."""
    return {1: slug, 2: facts, 3: kinds, 4: modes, 5: binding, 6: max_age, 7: answer_time,
            8: binding == 1, 9: {"en": slug}}


PRESETS = [
    preset("gate", [65001]), preset("tax", [65005]),
    preset("hire", [65001, 65002], modes=4, binding=1, answer_time=86400),
    preset("inspect", [65001, 65005, 65006], modes=4, binding=1),
    preset("two", [65001, 65005]), preset("four", [65001, 65002, 65005, 65006]),
    preset("until", [65002]), preset("stay", [65003]), preset("visa", [65004]),
    preset("employer", [65006]), preset("arrival", [65007]), preset("age", [65008]),
    preset("passport", [65009]), preset("phone", [65001], kinds=1, modes=4),
    preset("no-mode", [65001], modes=0), preset("blind-only", [65001], kinds=2),
    preset("slow", [65001], answer_time=3600), preset("bound", [65001], binding=1),
    preset("fresh", [65001], max_age=1800), preset("all-kinds", [65003, 65004])]
ASKED = {p[1]: p[2] + ([65009] if p[5] else []) for p in PRESETS}
SLUGS = {f[1]: f[2] for f in CATALOGUE}


def manifest_claims(specimen=False):
    """Content of the root manifest."""
    window = [TODAY - 100, TODAY + 200]
    claims = {1: "dlo", 2: 3, 4: TODAY + 300, 5: sha256(ROOT_NEXT.public),
              3: [[1, KEYS_KEY.public] + window, [1, Ed("spare keys").public] + window,
                  [2, BUNDLE_KEY.public] + window, [2, Ed("spare bundle").public] + window,
                  [3, LOG_KEY.public] + window]}
    return {**claims, 6: True} if specimen else claims


def key_list_claims():
    """Content of the key list."""
    return {1: "dlo", 2: 8, 3: [
        [1, PHONE, TODAY - 6, TODAY + 9, TOKEN_KEY.public, 0],
        [1, PHONE, TODAY + 10, TODAY + 40, NEXT_KEY.public, 0],
        [1, [65003], TODAY - 6, TODAY + 40, STAY_KEY.public, 0],
        [7, [65001, 65002, 65006], TODAY - 6, TODAY + 120, PAPER_KEY.public, 0],
    ], 4: [[65001, E, BLIND_KEY.modulus, 0], [65001, E + 1, BLIND_NEXT.modulus, 0],
           [65003, E, BLIND_STAY.modulus, 0], [65008, E, BLIND_AGE.modulus, 0]]}


def epoch_claims(key_list):
    """Content of the newest epoch header."""
    return {1: 41, 2: TODAY - 1, 3: 10496, 4: 255, 5: sha256(key_list), 6: seed("header"),
            7: [seed("head 510")], 9: [[1, 65001, TOKEN_KEY.kid, E, 128]]}


def head_claims(manifest, key_list, header):
    """Content of the head, without segments."""
    return {1: "dlo", 2: 511, 3: ISSUED, 4: ISSUED + 21600, 5: ISSUED + 14 * DAY,
            6: seed("head 510"), 7: manifest, 8: key_list, 9: [header, ""],
            10: CATALOGUE, 11: PRESETS, 12: []}


def same(value):
    """No change."""
    return value


SEEN = {"w1": ISSUED - 60, "w3": ISSUED - 30}  # by which witness, when
PROOF = build_log.Proof(SEEN)


class World:
    """A trust file and a bundle. Each argument is a function that changes one part before it is
    encoded, and so before it is signed or hashed into the next: content or whole. `proof` makes
    the log's proof of the header; None leaves it out."""

    def __init__(self, specimen=False, segments=(), trust=same, manifest=same, manifest_cose=same,
                 manifest_key=ROOT, key_list=same, list_cose=same, list_key=KEYS_KEY, header=same,
                 head=same, head_cose=same, head_key=BUNDLE_KEY, files=same, proof=PROOF):
        self.trust = enc(trust({1: "dlo", 2: ROOT.public, 3: "https://data.example/whit",
                                4: "log.example/dlo/", 5: build_log.POLICY}))
        manifest_part = enc(manifest_cose(sign1(
            ed_header(manifest_key, 65010), manifest(manifest_claims(specimen)), manifest_key)))
        list_part = enc(list_cose(sign1(
            ed_header(list_key, 65016), key_list(key_list_claims()), list_key)))
        newest = header(epoch_claims(list_part))
        claims = head_claims(manifest_part, list_part, enc(newest))
        if proof:
            claims[9][1] = proof(newest, enc(newest))
        data = [content if isinstance(content, bytes) else enc(content)
                for _, _, content in segments]
        claims[12] = [[medium, day, sha256(d), len(d)]
                      for (medium, day, _), d in zip(segments, data)]
        head_part = head_cose(sign1(ed_header(head_key, 65011), head(claims), head_key))
        self.head_payload = head_part.value[2]
        self.bundle = enc(files([head_part, data]))
