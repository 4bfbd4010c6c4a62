# SPDX-License-Identifier: Apache-2.0
"""RSABSSA of RFC 9474 in plain integers: what holder and issuer compute for a blind token. Nothing
here hides anything from a clock: it is for comparing values.

    blind.py FILE    checks the values of the RFC's appendix A, as a JSON file has them
"""

import hashlib
import json
import os
import sys

import cbor
from primitives import PS384, ps384_verify, rsa_kid, rsa_sound, sha256, signature_input

E = 65537


class Unsound(Exception):
    """A key, a message or an answer that isn't taken."""


def must(condition, why):
    """Refuses unless the condition holds."""
    if not condition:
        raise Unsound(why)


def mask(seed, size):
    """MGF1 with SHA-384."""
    blocks = (hashlib.sha384(seed + i.to_bytes(4, "big")).digest() for i in range(size // 48 + 1))
    return b"".join(blocks)[:size]


def encode(message, salt, bits):
    """EMSA-PSS-ENCODE with SHA-384 (RFC 8017, section 9.1.1) for a modulus of so many bits."""
    size = (bits - 1 + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(size - len(salt) - 50) + b"\1" + salt
    masked = bytearray(a ^ b for a, b in zip(block, mask(digest, len(block))))
    masked[0] &= 0xFF >> (8 * size - bits + 1)
    return bytes(masked) + digest + b"\xbc"


def blind(n, encoded, inverse, e=E):
    """What the issuer sees: m r^e, r being the inverse of `inverse`."""
    number = int.from_bytes(encoded, "big")
    must(0 < inverse < n, "the inverse isn't below n")
    return number * pow(pow(inverse, -1, n), e, n) % n


def blind_sign(n, d, blinded, e=E):
    """What the issuer answers."""
    must(1 < blinded < n - 1, "no blinded message")
    signature = pow(blinded, d, n)
    must(pow(signature, e, n) == blinded, "the key isn't one")
    return signature


def finalize(n, encoded, answer, inverse, e=E):
    """The signature; refused unless it is one."""
    must(answer < n, "the answer isn't below n")
    signature = answer * inverse % n
    must(pow(signature, e, n) == int.from_bytes(encoded, "big"), "not the key's signature")
    return signature


def token_parts(modulus, iss, day, vct, holder):
    """Protected header and payload of a blind token."""
    header = cbor.encode({1: PS384, 4: rsa_kid(modulus), 16: 293})
    claims = {1: iss, 2: "", 4: day * 86400, 8: {1: {1: 1, -1: 6, -2: holder}}, 11: vct}
    return header, cbor.encode(claims)


def blind_token(p, q, iss, day, vct, holder, salt, inverse):  # pylint: disable=too-many-arguments
    """A blind token in all its steps, from the primes of a key and the wallet's random numbers."""
    p, q, inverse = (int.from_bytes(bytes.fromhex(one), "big") for one in (p, q, inverse))
    n = p * q
    modulus = n.to_bytes(256, "big")
    must(rsa_sound(modulus), "not a key for blind tokens")
    header, payload = token_parts(modulus, iss, day, vct, bytes.fromhex(holder))
    message = signature_input(header, payload)
    encoded = encode(message, bytes.fromhex(salt), 2048)
    blinded = blind(n, encoded, inverse)
    answer = blind_sign(n, pow(E, -1, (p - 1) * (q - 1)), blinded)
    signature = finalize(n, encoded, answer, inverse).to_bytes(256, "big")
    must(ps384_verify(modulus, message, signature), "not an ordinary PS384 signature")
    request = blinded.to_bytes(256, "big")
    entry = bytes([2, 1]) + vct.to_bytes(2, "big") + rsa_kid(modulus) + day.to_bytes(4, "big") \
        + sha256(b"whit/blind/v1\0", request)
    return {"modulus": modulus.hex(), "message": message.hex(), "encoded": encoded.hex(),
            "blinded": request.hex(), "answer": answer.to_bytes(256, "big").hex(),
            "token": cbor.encode(cbor.Tag(18, [header, {}, payload, signature])).hex(),
            "entry": entry.hex()}


def number(case, key):
    """A number of the appendix."""
    return int(case[key], 16)


def check_case(case):
    """One case of appendix A, with every value on its way."""
    n, d, e = number(case, "n"), number(case, "d"), number(case, "e")
    text = {key: bytes.fromhex(case[key]) for key in ("msg", "msg_prefix", "prepared_msg", "salt")}
    must(n == number(case, "p") * number(case, "q"), "n")
    must(text["prepared_msg"] == text["msg_prefix"] + text["msg"], "prepared message")
    encoded = encode(text["prepared_msg"], text["salt"], n.bit_length())
    must(int.from_bytes(encoded, "big") == number(case, "encoded_msg"), "encoded message")
    must(blind(n, encoded, number(case, "inv"), e) == number(case, "blinded_msg"), "blinded")
    answer = blind_sign(n, d, number(case, "blinded_msg"), e)
    must(answer == number(case, "blind_sig"), "blind signature")
    must(finalize(n, encoded, answer, number(case, "inv"), e) == number(case, "sig"), "signature")


def main(arguments):
    """All cases."""
    if len(arguments) != 1:
        sys.stderr.write(__doc__)
        return 3
    if not os.path.exists(arguments[0]):
        print("RFC 9474, appendix A: skipped, its values aren't here")
        return 0
    with open(arguments[0], encoding="utf-8") as file:
        cases = json.load(file)["vectors"]
    for case in cases:
        check_case(case)
    print(f"RFC 9474, appendix A: {len(cases)} cases passed")
    return 0 if len(cases) == 4 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
