# SPDX-License-Identifier: Apache-2.0
"""Objects that are shown as a QR code: presentation, paper, request, invitation, set-up."""

import re
from collections import namedtuple

import base45
import cbor
from cbor import Malformed, Tag
from primitives import ED25519, PS384
from shape import (DOCUMENT, DOCUMENT_TAG, HANDLE, HASH, HOLDER_KEY, ISS, KID, KIND_BLIND,
                   KIND_PAPER, KIND_REVOCABLE, MODE_CHALLENGE, MODE_ONE_WAY, MODE_POSTED, NAME,
                   SECS, SLUG, VALUE, VCT, array, ascending, either, exactly, expiry, need,
                   number, octets, record, sign1, text, vcts)

LIMIT = 829  # CBOR bytes of anything shown
TAG, COSE_VALUE, MORE, WANTED = -65538, -65537, -65540, -65541
ALG, KEY_ID, TYP, FIRST = 1, 4, 16, 13

REVOCABLE = sign1(
    record({ALG: exactly(ED25519), KEY_ID: KID, TYP: exactly(293)}),
    record({1: ISS, 2: exactly(""), 4: expiry, 7: HANDLE, 8: record({1: HOLDER_KEY}), 11: VCT},
           {COSE_VALUE: VALUE, TAG: DOCUMENT_TAG}))
BLIND = sign1(
    record({ALG: exactly(PS384), KEY_ID: KID, TYP: exactly(293)}),
    record({1: ISS, 2: exactly(""), 4: expiry, 8: record({1: HOLDER_KEY}), 11: VCT}), 256)
PAPER = sign1(
    record({ALG: exactly(ED25519), KEY_ID: KID, TYP: exactly(61)}),
    record({1: ISS, 4: expiry, 7: HANDLE, 11: VCT, TAG: DOCUMENT_TAG}, {COSE_VALUE: VALUE}))
KBT_HEADER = either(
    record({ALG: exactly(ED25519), FIRST: REVOCABLE, TYP: exactly(294)},
           {MORE: array(REVOCABLE, 1, 3)}),
    record({ALG: exactly(ED25519), FIRST: BLIND, TYP: exactly(294)}))
KBT = sign1(KBT_HEADER, record({3: either(exactly("*"), NAME), 6: SECS}, {39: octets(16)}))
REQUEST_MAP = record({1: ISS, 3: NAME, 11: vcts(1, 4)},
                     {4: SECS, 39: octets(16), WANTED: number(1, 2)})
INVITATION = record({1: ISS, 2: octets(16)})
SETUP = record({1: ISS, 2: text(least=8, most=96), 3: HASH}, {4: SLUG})

Token = namedtuple("Token", "kind iss vct day key_id handle holder value tag cose")
Showing = namedtuple("Showing", "tokens mode audience nonce made cose")  # mode 0: paper


class Unsupported(Exception):
    """A text with a prefix that is not taken here."""


def token(kind, cose):
    """A token of this kind from its parsed COSE_Sign1."""
    claims = cose.payload
    holder = claims[8][1][-2] if kind != KIND_PAPER else None
    return Token(kind, claims[1], claims[11], claims[4] // 86400, cose.header[KEY_ID],
                 claims.get(7), holder, claims.get(COSE_VALUE), claims.get(TAG), cose)


def check_set(tokens):
    """Rules over the tokens of one presentation."""
    first = tokens[0]
    need(ascending([t.vct for t in tokens]), "facts not ascending")
    for t in tokens:
        need((t.iss, t.day, t.holder) == (first.iss, first.day, first.holder), "not one set")
        need((t.vct == DOCUMENT) == (t.tag is not None), "document and tag go together")


def parse_presentation(value):
    """Presentation, from its decoded CBOR."""
    cose = KBT(value)
    header, claims = cose.header, cose.payload
    kind = KIND_BLIND if header[FIRST].header[ALG] == PS384 else KIND_REVOCABLE
    tokens = [token(kind, t) for t in [header[FIRST]] + header.get(MORE, [])]
    check_set(tokens)
    audience, nonce = claims[3], claims.get(39)
    need(audience != "*" or nonce is None, "a nonce without a name")
    need(claims[6] % 15 == 0, "iat is not a multiple of 15")
    mode = MODE_ONE_WAY if audience == "*" else MODE_POSTED if nonce is None else MODE_CHALLENGE
    return Showing(tokens, mode, audience, nonce, claims[6], cose)


def parse_paper(value):
    """Paper token, from its decoded CBOR."""
    cose = PAPER(value)
    return Showing([token(KIND_PAPER, cose)], 0, None, None, None, cose)


def parse_request(value):
    """Request, signed or not, from its decoded CBOR; the signature isn't judged here."""
    if isinstance(value, Tag):
        header = record({ALG: exactly(ED25519), KEY_ID: octets(32), TYP: exactly(65015)})
        claims = sign1(header, REQUEST_MAP)(value).payload
    else:
        claims = REQUEST_MAP(value)
    need(4 not in claims or 39 in claims, "answer until without a nonce")
    return claims


SHOWN = {"presentation": ("WH1:", parse_presentation), "paper": ("WP1:", parse_paper),
         "request": ("WR1:", parse_request), "invitation": ("WI1:", INVITATION),
         "setup": ("WS1:", SETUP)}


def decode_shown(data):
    """CBOR of something shown, within the limit."""
    if len(data) > LIMIT:
        raise Malformed("larger than anything shown")
    return cbor.decode(data)


def as_text(data):
    """Prefix and rest of bytes that are a text of ours, else None."""
    trimmed = data.strip(b" \t\r\n")
    return (trimmed[:4], trimmed[4:]) if re.match(rb"W[A-Z][0-9]:", trimmed) else None


def parse_text(kind, data):
    """A shown object of a known kind from its text."""
    prefix, parse = SHOWN[kind]
    found = as_text(data)
    need(found is not None and found[0] == prefix.encode(), "another prefix")
    return parse(decode_shown(base45.decode(found[1])))


def is_paper(value):
    """Whether typ says paper."""
    try:
        return cbor.decode(value.value[0])[TYP] == 61
    except (Malformed, AttributeError, KeyError, TypeError, IndexError):
        return False


def read_showing(data):
    """What a checker was shown, text or bare CBOR; Malformed or Unsupported."""
    found = as_text(data)
    if found is None:
        value = decode_shown(data)
        return parse_paper(value) if is_paper(value) else parse_presentation(value)
    if found[0] == b"WH1:":
        return parse_text("presentation", data)
    if found[0] == b"WP1:":
        return parse_text("paper", data)
    raise Unsupported(found[0])
