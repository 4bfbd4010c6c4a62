# SPDX-License-Identifier: Apache-2.0
"""Deterministic CBOR (RFC 8949, section 4.2.1), strict: one value, one encoding.

Known are unsigned and negative integers, byte and text strings, arrays, maps, tags, true and
false. Anything else, and any other way to write one of these, is Malformed.
"""

MAX_DEPTH = 16


class Malformed(Exception):
    """The bytes or the text are not the object they should be."""


class Tag:
    """One tagged value."""

    def __init__(self, number, value):
        self.number = number
        self.value = value


class Reader:
    """Reads one value after another from `data`."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        """The next `count` bytes."""
        if count > len(self.data) - self.at:
            raise Malformed("cut off")
        self.at += count
        return self.data[self.at - count:self.at]

    def head(self):
        """Major type and argument of the next item; only the shortest form is taken."""
        first = self.take(1)[0]
        major, low = first >> 5, first & 31
        if low < 24:
            return major, low
        if low > 27:
            raise Malformed("indefinite length or reserved head")
        if major == 7:
            raise Malformed("float or long simple value")
        size = 1 << (low - 24)
        argument = int.from_bytes(self.take(size), "big")
        if argument < (24 if size == 1 else 1 << (8 * size // 2)):
            raise Malformed("number not in its shortest form")
        return major, argument

    def text(self, count):
        """A text of `count` bytes of UTF-8."""
        try:
            return self.take(count).decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None

    def map(self, count, depth):
        """`count` pairs with strictly ascending encoded keys."""
        found, last = {}, b""
        for _ in range(count):
            start = self.at
            key = self.value(depth)
            if isinstance(key, bool) or not isinstance(key, (int, str)):
                raise Malformed("a key is a number or a text")
            encoded = self.data[start:self.at]
            if encoded <= last:
                raise Malformed("keys not ascending, or twice the same")
            found[key], last = self.value(depth), encoded
        return found

    def value(self, depth=0):
        """The next value with all that is in it."""
        if depth > MAX_DEPTH:
            raise Malformed("too deep")
        major, n = self.head()
        if major == 0:
            return n
        if major == 1:
            return -1 - n
        if major == 2:
            return self.take(n)
        if major == 3:
            return self.text(n)
        if major == 4:
            return [self.value(depth + 1) for _ in range(self.bounded(n))]
        if major == 5:
            return self.map(self.bounded(n), depth + 1)
        if major == 6:
            return Tag(n, self.value(depth + 1))
        if n == 20 or n == 21:
            return n == 21
        raise Malformed("simple value")

    def bounded(self, count):
        """A count of items that the rest of the data can hold."""
        if count > len(self.data) - self.at:
            raise Malformed("cut off")
        return count


def decode(data):
    """The one value that `data` is, to its last byte."""
    reader = Reader(bytes(data))
    value = reader.value()
    if reader.at != len(reader.data):
        raise Malformed("bytes after the end")
    return value


def encode_head(major, n):
    """A head in its shortest form."""
    if n < 24:
        return bytes([major << 5 | n])
    for low, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if n < 1 << 8 * size:
            return bytes([major << 5 | low]) + n.to_bytes(size, "big")
    raise ValueError("more than 64 bits")


def encode(value):
    """The one encoding of a value made of int, bool, bytes, str, list, dict and Tag."""
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return encode_head(0, value) if value >= 0 else encode_head(1, -1 - value)
    if isinstance(value, bytes):
        return encode_head(2, len(value)) + value
    if isinstance(value, str):
        return encode_head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return encode_head(4, len(value)) + b"".join(map(encode, value))
    if isinstance(value, dict):
        pairs = sorted((encode(k), encode(v)) for k, v in value.items())
        return encode_head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
    if isinstance(value, Tag):
        return encode_head(6, value.number) + encode(value.value)
    raise TypeError(type(value))
