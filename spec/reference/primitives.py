# SPDX-License-Identifier: Apache-2.0
"""Hashes, names of keys, chains and the two kinds of signatures, with their byte-level checks."""

import hashlib

import nacl.bindings
import nacl.encoding
import nacl.exceptions
import nacl.hash
import nacl.pwhash
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

import cbor

ED25519, PS384 = -19, -38  # the two algorithms, as COSE names them
P = 2**255 - 19  # the field of Ed25519
L = 2**252 + 27742317777372353535851937790883648493  # the order of its base point
Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7  # y of a point of order 8
SMALL_ORDER_Y = (0, 1, P - 1, Y8, P - Y8)


def sha256(*parts):
    """SHA-256 over the parts one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def okp_thumbprint(key):
    """RFC 9679 thumbprint of an Ed25519 key."""
    return sha256(cbor.encode({1: 1, -1: 6, -2: key}))


def kid(key):
    """The name of an Ed25519 key."""
    return okp_thumbprint(key)[:4]


def rsa_kid(modulus):
    """The name of an RSA key with exponent 65537."""
    return sha256(cbor.encode({1: 3, -1: modulus, -2: b"\x01\x00\x01"}))[:4]


def y_of(encoded):
    """The y coordinate of an encoded point, without its sign bit, not reduced."""
    return int.from_bytes(encoded, "little") & (2**255 - 1)


def ed25519_acceptable(key, signature):
    """The checks before any arithmetic: canonical key, key and R not of small order, S < L."""
    if y_of(key) >= P:
        return False
    if y_of(key) in SMALL_ORDER_Y:  # with them fall the two keys x = 0 with a sign
        return False
    if y_of(signature[:32]) % P in SMALL_ORDER_Y:
        return False
    return int.from_bytes(signature[32:], "little") < L


def ed25519_verify(key, message, signature):
    """True iff the signature passes the checks before and libsodium."""
    if not ed25519_acceptable(key, signature):
        return False
    try:
        nacl.bindings.crypto_sign_open(signature + message, key)
        return True
    except nacl.exceptions.BadSignatureError:
        return False


def rsa_sound(modulus):
    """Whether a number can be the modulus of a blind key: 2,048 bits, odd, no small factor."""
    n = int.from_bytes(modulus, "big")
    return n.bit_length() == 2048 and all(n % k for k in range(2, 1024))


def ps384_verify(modulus, message, signature):
    """RSA-PSS, SHA-384 in both places, salt of exactly 48 bytes, 2,048-bit odd modulus, e 65537."""
    n = int.from_bytes(modulus, "big")
    if n.bit_length() != 2048 or n % 2 == 0:
        return False
    if int.from_bytes(signature, "big") >= n:
        return False
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48)
    try:
        key = rsa.RSAPublicNumbers(65537, n).public_key()
        key.verify(signature, message, pss, hashes.SHA384())
        return True
    except InvalidSignature:
        return False


def signature_input(protected, payload, external=b""):
    """The bytes that a COSE_Sign1 signs (RFC 9052, section 4.4)."""
    return cbor.encode(["Signature1", protected, external, payload])


def next_seed(seed):
    """The seed of the next day; there is no way back."""
    return sha256(b"whit/ratchet/v1\0", seed)[:16]


def handle_key(seed):
    """The key of one day's handles."""
    return sha256(b"whit/handle/v1\0", seed)[:16]


def handle(seed, i):
    """Handle i of the day of this seed."""
    return nacl.hash.siphash24(
        i.to_bytes(8, "little"), key=handle_key(seed), encoder=nacl.encoding.RawEncoder)


def log_entry(kind, vct, key_id, day, token):
    """The 44 bytes that the log holds of a revocable (1) or paper (7) token."""
    fixed = bytes([kind, 1]) + vct.to_bytes(2, "big") + key_id + day.to_bytes(4, "big")
    return fixed + sha256(b"whit/token/v1\0", token)


def leaf_hash(entry):
    """The leaf of an entry (RFC 6962)."""
    return sha256(b"\0", entry)


def document_tag(text, token_handle):
    """The tag that binds a token to a document."""
    salt = sha256(b"whit/doc/v1\0", token_handle)[:16]
    return nacl.pwhash.argon2id.kdf(16, text.encode(), salt, opslimit=2, memlimit=64 << 20)
