# SPDX-License-Identifier: Apache-2.0
"""Stop codes: 28 symbols for people, 26 of the code and 2 that check it."""

from cbor import Malformed
from primitives import sha256

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, CHECKED = 28, 26
# What people type for a symbol that looks like it: Latin, then Cyrillic in both cases.
ALIASES = {"O": "0", "I": "1", "L": "1", "U": "V",
           "\u0410": "A", "\u0412": "B", "\u0421": "C", "\u0415": "E", "\u041d": "H",
           "\u0408": "J", "\u041a": "K", "\u041c": "M", "\u0420": "P", "\u0405": "S",
           "\u0422": "T", "\u0425": "X", "\u0423": "Y", "\u041e": "0", "\u0406": "1",
           "\u0417": "3"}
ALIASES.update({typed.lower(): symbol for typed, symbol in ALIASES.items() if not typed.isascii()})
SEPARATORS = " -\t\r\n\u00a0\u202f\u2010\u2011\u2012\u2013\u2014\u2212"

# GF(32) modulo x^5 + x^2 + 1, as powers of x and their logarithms.
POWER = [1]
while len(POWER) < 31:
    _twice = POWER[-1] << 1
    POWER.append(_twice ^ 0x25 if _twice & 32 else _twice)
LOG = {value: power for power, value in enumerate(POWER)}


def times(a, b):
    """Product in GF(32)."""
    return 0 if 0 in (a, b) else POWER[(LOG[a] + LOG[b]) % 31]


def over(a, b):
    """Quotient in GF(32)."""
    return 0 if a == 0 else POWER[(LOG[a] - LOG[b]) % 31]


def value_at(word, point):
    """A word as a polynomial, its first symbol the highest, at one point."""
    found = 0
    for symbol in word:
        found = times(found, point) ^ symbol
    return found


def with_check(word):
    """26 symbols and the two that make the whole vanish at 1 and at x."""
    at_one, at_x = value_at(word + [0, 0], 1), value_at(word + [0, 0], 2)
    high = over(at_one ^ at_x, 3)  # high + low = at_one, high x + low = at_x
    return word + [high, at_one ^ high]


def stop_text(code):
    """The text of a code, in groups of four."""
    number = int.from_bytes(bytes.fromhex(code), "big") << 2
    word = with_check([number >> 5 * (CHECKED - 1 - i) & 31 for i in range(CHECKED)])
    text = "".join(SYMBOLS[symbol] for symbol in word)
    return "-".join(text[i:i + 4] for i in range(0, LENGTH, 4))


def symbol_of(character):
    """Number of the symbol that somebody typed."""
    large = character.upper() if character.isascii() else character
    large = ALIASES.get(large, large)
    if large not in SYMBOLS:
        raise Malformed("no symbol of a stop code")
    return SYMBOLS.index(large)


def read_stop_text(text):
    """The code that somebody typed."""
    word = [symbol_of(c) for c in text if c not in SEPARATORS]
    if len(word) != LENGTH:
        raise Malformed("stop code of another length")
    if value_at(word, 1) or value_at(word, 2) or word[CHECKED - 1] & 3:
        raise Malformed("stop code mistyped")
    number = 0
    for symbol in word[:CHECKED]:
        number = number << 5 | symbol
    return (number >> 2).to_bytes(16, "big").hex()


def stop_hash(code):
    """What an issuer keeps of a code."""
    return sha256(b"whit/stop/v1\0", bytes.fromhex(code)).hex()
