#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks blind codes as somebody would who has nothing of ours: the specification's CDDL, a few lines
of CBOR, and python3-cryptography.

    stranger.py BLIND_SHOWING WHIT_VERIFY VECTORS

It takes the showing apart, finds n in the bundle's key list by the thumbprint, and checks RSASSA-PSS
with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes over the Sig_structure. Codes of a real wallet
and a real issuer are good for both; with any byte of token or signature changed, for neither. On the
vectors with other salts, keys and signatures it says what the vectors say.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def base45(text):
    out = bytearray()
    for i in range(0, len(text), 3):
        digits = [BASE45.index(c) for c in text[i:i + 3]]
        number = sum(d * 45 ** k for k, d in enumerate(digits))
        out += number.to_bytes(len(digits) - 1, "big")
    return bytes(out)


class Tag:
    def __init__(self, number, content):
        self.number, self.content = number, content


def cbor(data, at=0):
    """(value, end) of the item at `at`, for what such codes are made of."""
    major, short = data[at] >> 5, data[at] & 31
    at += 1
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(short, 0)
    number = int.from_bytes(data[at:at + size], "big") if size else short
    at += size
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major in (2, 3):
        piece = data[at:at + number]
        return (piece if major == 2 else piece.decode()), at + number
    if major == 4:
        items = []
        for _ in range(number):
            item, at = cbor(data, at)
            items.append(item)
        return items, at
    if major == 5:
        pairs = {}
        for _ in range(number):
            key, at = cbor(data, at)
            pairs[key], at = cbor(data, at)
        return pairs, at
    if major == 6:
        content, at = cbor(data, at)
        return Tag(number, content), at
    return {20: False, 21: True, 22: None}[short], at


def byte_string(data):
    size = len(data)
    head = bytes([0x40 + size]) if size < 24 else b"\x58" + bytes([size]) if size < 256 \
        else b"\x59" + size.to_bytes(2, "big")
    return head + data


def sign1(data):
    """(protected, unprotected, payload, signature) and the Sig_structure of a COSE_Sign1."""
    found, end = cbor(data)
    assert end == len(data) and found.number == 18, "not one COSE_Sign1"
    return parts_of(found)


def parts_of(tagged):
    protected, _, payload, signature = tagged.content
    message = b"\x84\x6aSignature1" + byte_string(protected) + b"\x40" + byte_string(payload)
    return cbor(protected)[0], cbor(payload)[0], signature, message


def thumbprint(n):
    return hashlib.sha256(bytes.fromhex("a3010320590100") + n + bytes.fromhex("2143010001")).digest()


def moduli(bundle):
    """Rows of the key list for blind tokens, by (kid, vct, day)."""
    head = cbor(bundle)[0][0]
    claims = parts_of(head)[1]
    listed = sign1(claims[8])[1]
    return {(thumbprint(n)[:4], vct, day): n for vct, day, n, state in listed[4] if state == 0}


def is_good(showing, bundle):
    """Whether token and showing are signed by the day's key and the holder's."""
    header, _, proof, shown = sign1(showing)
    token = header[13]
    inner, claims, signature, message = parts_of(token)
    assert inner[1] == -38 and inner[16] == 293 and set(claims) == {1, 2, 4, 8, 11}
    n = moduli(bundle).get((inner[4], claims[11], claims[4] // 86400))
    if n is None:
        return False
    key = rsa.RSAPublicNumbers(65537, int.from_bytes(n, "big")).public_key()
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    try:
        key.verify(signature, message, pss, hashes.SHA384())
        Ed25519PublicKey.from_public_bytes(claims[8][1][-2]).verify(proof, shown)
    except InvalidSignature:
        return False
    return True


def check_real(blind_showing, whit_verify):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([blind_showing, folder], check=True)
        bundle = (folder / "bundle.whit-bundle").read_bytes()
        at = (folder / "at.txt").read_text().strip()
        for code, preset, more in (("one-way", "gate", []), ("posted", "gate", ["--name", "Gate 7"]),
                                   ("challenge", "tax", ["--name", "Gate 7", "--nonce",
                                                         bytes(range(1, 17)).hex(), "--elapsed", "5"])):
            path = folder / f"{code}.txt"
            showing = base45(path.read_text().strip()[4:])
            assert is_good(showing, bundle), code

            def ours(shown):
                path.write_bytes(shown)
                done = subprocess.run(
                    [whit_verify, "check", "--trust", folder / "trust.cbor", "--bundle",
                     folder / "bundle.whit-bundle", "--preset", preset, "--at", at, "--json", *more, path],
                    capture_output=True, text=True, check=False)
                return json.loads(done.stdout)

            assert (ours(showing)["verdict"], ours(showing)["kind"]) == ("valid", "blind"), code
            token = showing.index(parts_of(sign1(showing)[0][13])[2])
            for place in (token, token + 255, len(showing) - 1):
                bad = bytearray(showing)
                bad[place] ^= 1
                assert not is_good(bytes(bad), bundle) and ours(bytes(bad))["verdict"] != "valid"


# Cases that come down to the two signatures.
SIGNED = {"blind-one-way": True, "blind-posted": True, "blind-challenge": True, "blind-salt-0": False,
          "blind-salt-32": False, "blind-salt-47": False, "blind-salt-49": False,
          "blind-signature": False, "blind-signature-above-n": False, "blind-signature-zero": False,
          "blind-kid-unknown": False, "blind-key-of-another-day": False,
          "blind-key-of-another-fact": False, "holder-signature-of-blind": False}


def check_vectors(vectors):
    for name, wanted in SIGNED.items():
        case = json.loads((vectors / "verify" / f"{name}.json").read_text())
        shown = case.get("showing")
        showing = base45(shown[4:]) if shown else bytes.fromhex(case["showing_hex"])
        assert is_good(showing, (vectors / case["bundle"]).read_bytes()) == wanted, name
        assert (case["expect"]["verdict"] == "valid") == wanted, name


def main():
    blind_showing, whit_verify, vectors = sys.argv[1:]
    check_vectors(pathlib.Path(vectors))
    check_real(blind_showing, whit_verify)


main()
