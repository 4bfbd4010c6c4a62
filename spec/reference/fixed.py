# SPDX-License-Identifier: Apache-2.0
"""Fixed values: small rules with one right answer."""

import base64
import re

import base45
import blind
import cbor
import notes
import primitives
import stop
from cbor import Malformed
from epoch import epoch
from logproof import root_of
from shown import PAPER, REVOCABLE, KIND_PAPER, KIND_REVOCABLE, token
from trusted import REVOCABLE as LOG_REVOCABLE


def ratchet(seed, days):
    """The seed `days` later."""
    seed = bytes.fromhex(seed)
    for _ in range(days):
        seed = primitives.next_seed(seed)
    return seed.hex()


def handle(seed, i):
    """Handle i of the day of this seed."""
    return primitives.handle(bytes.fromhex(seed), i).hex()


def kid(key):
    """Name of an Ed25519 key."""
    return primitives.kid(bytes.fromhex(key)).hex()


def rsa_kid(modulus):
    """Name of an RSA key."""
    return primitives.rsa_kid(bytes.fromhex(modulus)).hex()


def thumbprint(key):
    """Whole thumbprint of an Ed25519 key, as in a set-up."""
    return primitives.okp_thumbprint(bytes.fromhex(key)).hex()


def entry(kind, cose):
    """The log's entry of a revocable or paper token."""
    shape = REVOCABLE if kind == LOG_REVOCABLE else PAPER
    signed = shape(cbor.decode(bytes.fromhex(cose)))
    found = token(KIND_REVOCABLE if kind == LOG_REVOCABLE else KIND_PAPER, signed)
    return primitives.log_entry(kind, found.vct, found.key_id, found.day, signed.whole).hex()


def leaf(data):
    """The leaf hash of an entry."""
    return primitives.leaf_hash(bytes.fromhex(data)).hex()


def possession(iss, key, seq):
    """The bytes that a holder key signs when its token is collected."""
    protected = cbor.encode({1: primitives.ED25519})
    payload = cbor.encode([iss, bytes.fromhex(key), seq])
    return primitives.signature_input(protected, payload, b"whit/pop/v1").hex()


def ed25519(key, message, signature):
    """Whether a signature is good."""
    parts = [bytes.fromhex(part) for part in (key, message, signature)]
    return primitives.ed25519_verify(*parts)


def ps384(modulus, message, signature):
    """Whether a blind-issued signature is good."""
    parts = [bytes.fromhex(part) for part in (modulus, message, signature)]
    return primitives.ps384_verify(*parts)


def document_text(text):
    """The text that is hashed; four parts and nothing else."""
    if not re.fullmatch(r"[A-Z0-9]+\|[A-Z0-9]+\|[A-Z0-9]+\|[0-9]{8}", text, re.ASCII):
        raise Malformed("not a document text")
    return text


def document_tag(text, salted):
    """The tag of a document under a handle."""
    return primitives.document_tag(document_text(text), bytes.fromhex(salted)).hex()


def words(root):
    """Places, from 0, of the root's six words in the list of 2,048 words."""
    digest = primitives.sha256(b"whit/root/v1\0", bytes.fromhex(root))
    bits = int.from_bytes(digest[:9], "big") >> 6
    return [bits >> shift & 2047 for shift in range(55, -1, -11)]


def base45_text(data):
    """Text of bytes."""
    return base45.encode(bytes.fromhex(data))


def note_key(owner, type, key):  # pylint: disable=redefined-builtin
    """Text of a key of notes."""
    data = bytes.fromhex(key)
    found = notes.note_key(owner, type, data)
    text = base64.b64encode(bytes([type]) + data).decode()
    return f"{owner}+{found.id.hex()}+{text}"


def tree_root(leaves):
    """Root of a tree of leaf hashes."""
    return root_of([bytes.fromhex(one) for one in leaves]).hex()


def rsa_sound(modulus):
    """Whether a number can be a blind key's n."""
    return primitives.rsa_sound(bytes.fromhex(modulus))


FIXED = {"ratchet": ratchet, "handle": handle, "kid": kid, "rsa-kid": rsa_kid,
         "thumbprint": thumbprint, "entry": entry, "leaf": leaf, "possession": possession,
         "ed25519": ed25519, "ps384": ps384, "document-tag": document_tag, "words": words,
         "base45": base45_text, "note-key": note_key, "tree-root": tree_root, "epoch": epoch,
         "blind-token": blind.blind_token, "rsa-sound": rsa_sound,
         "stop-hash": stop.stop_hash,
         "stop-text": stop.stop_text,
         "stop-text-read": stop.read_stop_text}
