# SPDX-License-Identifier: Apache-2.0
"""Base45 (RFC 9285), strict."""

from cbor import Malformed

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def encode(data):
    """Bytes to text."""
    out = []
    for i in range(0, len(data) - 1, 2):
        n = data[i] << 8 | data[i + 1]
        out += [n % 45, n // 45 % 45, n // 2025]
    if len(data) % 2:
        out += [data[-1] % 45, data[-1] // 45]
    return "".join(ALPHABET[c] for c in out)


def decode(text):
    """Text (as bytes) to bytes."""
    codes = [ALPHABET.find(chr(c)) for c in text]
    if -1 in codes:
        raise Malformed("a character outside Base45")
    if len(codes) % 3 == 1:
        raise Malformed("a character too many or too few")
    out = bytearray()
    for i in range(0, len(codes) - 2, 3):
        n = codes[i] + 45 * codes[i + 1] + 2025 * codes[i + 2]
        if n > 0xFFFF:
            raise Malformed("three characters above 65535")
        out += n.to_bytes(2, "big")
    if len(codes) % 3 == 2:
        n = codes[-2] + 45 * codes[-1]
        if n > 0xFF:
            raise Malformed("two characters above 255")
        out.append(n)
    return bytes(out)
