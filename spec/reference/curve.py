# SPDX-License-Identifier: Apache-2.0
"""Points of Ed25519, slowly, to build keys and signatures that an honest library doesn't make."""

import hashlib

from build import seed
from primitives import L, P, Y8

D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
ZERO = (0, 1)


def add(a, b):
    """The sum of two points."""
    x = (a[0] * b[1] + a[1] * b[0]) % P
    y = (a[1] * b[1] + a[0] * b[0]) % P
    t = D * a[0] * a[1] * b[0] * b[1] % P
    return x * pow(1 + t, -1, P) % P, y * pow(1 - t, -1, P) % P


def times(n, point):
    """A point n times."""
    result = ZERO
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def lift(y, sign):
    """The point with this y, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_1 % P
    if x * x % P != square:
        return None
    return (P - x if x % 2 != sign and x else x), y


def encode(point):
    """32 bytes."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def raw(y, sign=0):
    """32 bytes of any y, reduced or not, with a sign."""
    return (y | sign << 255).to_bytes(32, "little")


BASE = lift(4 * pow(5, -1, P) % P, 0)
ORDER_8 = lift(Y8, 0)
TORSION = [times(i, ORDER_8) for i in range(8)]


class Odd:
    """Signs with encodings of key and R that may be odd: the secret part of the key is `a`, its
    torsion part `key_torsion`; R has `r_torsion`. The signature holds without cofactor if the
    torsion parts cancel, with `grind` the message's owner tries until they do."""

    def __init__(self, name, public=None, key_torsion=0, r_torsion=0, with_secret=True,
                 zero_r=False, r_encoding=None, add_l=0):
        self.a = int.from_bytes(seed("odd " + name), "little") % L if with_secret else 0
        point = add(times(self.a, BASE), TORSION[key_torsion])
        self.public = public or encode(point)
        self.r_torsion, self.zero_r, self.r_encoding = r_torsion, zero_r, r_encoding
        self.add_l = add_l
        from primitives import kid
        self.kid = kid(self.public)

    def sign(self, message):
        """The signature."""
        r = 0 if self.zero_r else int.from_bytes(
            hashlib.sha512(self.public + message).digest(), "little") % L
        first = self.r_encoding or encode(add(times(r, BASE), TORSION[self.r_torsion]))
        h = int.from_bytes(hashlib.sha512(first + self.public + message).digest(), "little") % L
        self.h = h
        return first + ((r + h * self.a) % L + self.add_l * L).to_bytes(32, "little")
