#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ed25519 signatures at every edge, and what Debian's own libsodium says to each.

    edges.py [CCTV.json]     JSON on standard output: [[key, message, signature, good], ...]

Keys and R of small and of mixed order, encodings that aren't canonical, S at and beyond the group
order, bits turned over, and signatures that are good. With the file of C2SP's CCTV vectors (number,
key, sig, msg) these too. Nothing is by chance: each run gives the same.
"""
import ctypes
import ctypes.util
import hashlib
import json
import sys

L = 2**252 + 27742317777372353535851937790883648493
P = 2**255 - 19
LIBRARY = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
# y of the points of small order; the last has order 8.
SMALL_Y = [0, 1, P - 1,
           int("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16),
           int("7a03ac9277fdc74ec6cc392cfa202a0f53674102d14e8b0e0f86c5f3b3f0d9c7", 16)]


def sodium_says(key, message, signature):
    return LIBRARY.crypto_sign_verify_detached(
        signature, message, ctypes.c_ulonglong(len(message)), key) == 0


def encoded(y, sign):
    return (y | sign << 255).to_bytes(32, "little")


def base_times(scalar):
    out = ctypes.create_string_buffer(32)
    scalar %= L
    if scalar == 0:
        return encoded(1, 0)
    LIBRARY.crypto_scalarmult_ed25519_base_noclamp(out, scalar.to_bytes(32, "little"))
    return out.raw


def plus(a, b):
    """The sum of two points, None where libsodium won't add them."""
    out = ctypes.create_string_buffer(32)
    return out.raw if LIBRARY.crypto_core_ed25519_add(out, a, b) == 0 else None


def hashed(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def small_points():
    """Every encoding of a point of small order, those that aren't canonical among them."""
    found = [encoded(y + more, sign) for y in SMALL_Y for sign in (0, 1) for more in (0, P)
             if y + more < 2**255]
    # The other point of order 8 has the y with another sign of both.
    found += [encoded(P - y, sign) for y in SMALL_Y[3:] for sign in (0, 1)]
    return sorted(set(found))


def cases():
    """(key, message, signature) of each edge."""
    smalls, a, r = small_points(), hashed(b"key") % L, hashed(b"nonce") % L
    key = base_times(a)
    odd = [encoded(y, sign) for y in (*range(P, 2**255), 2, P - 2) for sign in (0, 1)]
    for i in range(8):
        message = b"message %d" % i
        for torsion in [None, *smalls]:
            # Keys and R with a part of small order: A' = A + T, and R' = R + T.
            mixed_key = plus(key, torsion) if torsion else key
            for r_torsion in [None, *smalls[:4]] if i < 2 else [None]:
                point = base_times(r)
                mixed_r = plus(point, r_torsion) if r_torsion else point
                if mixed_key is None or mixed_r is None:
                    continue
                s = (r + hashed(mixed_r, mixed_key, message) * a) % L
                yield mixed_key, message, mixed_r + s.to_bytes(32, "little")
    message = b"message"
    good_s = (r + hashed(base_times(r), key, message) * a) % L
    for s in (0, 1, L - 1, L, L + 1, good_s, good_s + L, good_s + 2 * L, 2**252, 2**253 - 1,
              2**255 - 1, 2**256 - 1):
        if s < 2**256:
            yield key, message, base_times(r) + s.to_bytes(32, "little")
    for point in [*smalls, *odd]:
        for s in (0, 1, r):
            yield point, message, base_times(s) + s.to_bytes(32, "little")
            yield key, message, point + s.to_bytes(32, "little")
            for other in smalls[:6]:
                yield point, message, other + s.to_bytes(32, "little")
    good = base_times(r) + good_s.to_bytes(32, "little")
    for bit in range(0, 512, 3):
        turned = bytearray(good)
        turned[bit // 8] ^= 1 << bit % 8
        yield key, message, bytes(turned)
    for bit in range(0, 256, 3):
        turned = bytearray(key)
        turned[bit // 8] ^= 1 << bit % 8
        yield bytes(turned), message, good


def cctv(path):
    with open(path, encoding="utf-8") as file:
        for one in json.load(file):
            yield bytes.fromhex(one["key"]), one["msg"].encode(), bytes.fromhex(one["sig"])


def main():
    if LIBRARY.sodium_init() < 0:
        sys.exit(3)
    given = [*cases(), *(case for path in sys.argv[1:] for case in cctv(path))]
    json.dump([[key.hex(), message.hex(), signature.hex(), sodium_says(key, message, signature)]
               for key, message, signature in given], sys.stdout)


main()
