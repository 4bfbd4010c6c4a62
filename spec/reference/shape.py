# SPDX-License-Identifier: Apache-2.0
"""The small words of the CDDL: each is a function that takes a decoded value and returns it, or
raises Malformed. Objects are put together from them as in the specification."""

import re
from collections import namedtuple

import cbor
from cbor import Malformed, Tag
from primitives import ED25519

Signed = namedtuple("Signed", "header payload protected content signature whole")


def need(condition, what):
    """Raises Malformed unless the condition holds."""
    if not condition:
        raise Malformed(what)


def number(low, high=2**64 - 1):
    """A number in a range, both ends included."""
    def check(value):
        need(type(value) is int and low <= value <= high, "number out of range")
        return value
    return check


def exactly(wanted):
    """This one value and no other."""
    def check(value):
        need(type(value) is type(wanted) and value == wanted, f"not {wanted!r}")
        return value
    return check


def octets(size=None):
    """A byte string, of one size if given."""
    def check(value):
        need(type(value) is bytes, "not a byte string")
        need(size is None or len(value) == size, "byte string of another size")
        return value
    return check


def text(pattern=None, least=0, most=2**64):
    """A text that matches the whole pattern; least and most count bytes."""
    def check(value):
        need(type(value) is str, "not a text")
        need(least <= len(value.encode()) <= most, "text of another size")
        need(pattern is None or re.fullmatch(pattern, value, re.ASCII), "text of another form")
        return value
    return check


def either(*choices):
    """The first of the choices that fits."""
    def check(value):
        for choice in choices:
            try:
                return choice(value)
            except Malformed:
                pass
        raise Malformed("none of the choices")
    return check


def row(*items):
    """An array with exactly these items."""
    def check(value):
        need(type(value) is list and len(value) == len(items), "array of another length")
        return [item(v) for item, v in zip(items, value)]
    return check


def array(item, least=0, most=2**64):
    """An array of least to most such items."""
    def check(value):
        need(type(value) is list and least <= len(value) <= most, "array of another length")
        return [item(v) for v in value]
    return check


def record(required, optional=()):
    """A map with all required and some optional labels, and no other."""
    optional = dict(optional)
    def check(value):
        need(type(value) is dict, "not a map")
        need(all(label in value for label in required), "a label is missing")
        shapes = {**optional, **required}
        need(all(label in shapes for label in value), "a label too many")
        return {label: shapes[label](v) for label, v in value.items()}
    return check


def ascending(items):
    """Whether each item is greater than the one before."""
    return all(a < b for a, b in zip(items, items[1:]))


def vcts(least, most):
    """A list of facts: strictly ascending numbers."""
    def check(value):
        found = array(VCT, least, most)(value)
        need(ascending(found), "facts not ascending")
        return found
    return check


def labels(value):
    """Short texts for people, by language."""
    need(type(value) is dict and len(value) > 0, "no labels")
    return {text("[a-z]{2}")(lang): text(least=1, most=96)(v) for lang, v in value.items()}


def expiry(value):
    """Seconds that are a UTC midnight."""
    need(SECS(value) % 86400 == 0, "exp is not a midnight")
    return value


def sign1(header, claims, signature_size=64):
    """A tagged COSE_Sign1 with this protected header and these claims inside."""
    def check(value):
        need(type(value) is Tag and value.number == 18, "not tagged 18")
        parts = row(octets(), exactly({}), octets(), octets(signature_size))(value.value)
        return Signed(header(cbor.decode(parts[0])), claims(cbor.decode(parts[2])),
                      parts[0], parts[2], parts[3], cbor.encode(value))
    return check


def signed(claims, typ):
    """signed<T, typ> of the specification, section 1."""
    return sign1(record({1: exactly(ED25519), 4: KID, 16: exactly(typ)}), claims)


UINT = number(0)
KID = octets(4)
ISS = text("[a-z][a-z0-9-]{1,5}")
NAME = text("[A-Za-z0-9][A-Za-z0-9 ._/-]{0,31}")
VCT = number(65000, 65535)
DAY = number(18518, 49710)
SECS = number(1600000000, 4294967295)
HANDLE = octets(8)
HASH = octets(32)
SLUG = text("[a-z][a-z0-9-]{1,23}")
VALUE_NUMBER = number(0, 4294967295)
VALUE_TEXT = text("[A-Z0-9 .-]{1,16}")
VALUE = either(VALUE_NUMBER, VALUE_TEXT)
STATE = number(0, 1)
KINDS = number(1, 7)
MODES = number(0, 7)
MEDIUM = either(exactly(1), exactly(7))
HOLDER_KEY = record({1: exactly(1), -1: exactly(6), -2: octets(32)})
DOCUMENT_TAG = octets(16)

KIND_REVOCABLE, KIND_BLIND, KIND_PAPER = 1, 2, 4
MODE_ONE_WAY, MODE_POSTED, MODE_CHALLENGE = 1, 2, 4
DOCUMENT = 65009  # the fact `document`, the same for every issuer
