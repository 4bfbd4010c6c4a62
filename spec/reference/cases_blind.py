# SPDX-License-Identifier: Apache-2.0
"""Cases of blind tokens: one in all its steps, keys that nobody may use, and what is exchanged."""

import defects
from build import (BLIND_KEY, BLIND_NEXT, E, HOLDER, NOW, TODAY, World, blind, blind_claims, enc,
                   is_prime, present, seed, sign1)
from build import Ed, Rsa
from build_issuer import modulus
from fixed import FIXED
from objects import Object
from primitives import signature_input

COLLECTION = Ed("collection")
ONE = seed("blinded message", 256)


def steps(suite):
    """Tokens from the random numbers of a wallet."""
    def f(name, catches, key, inverse, salt=None, iss="dlo", day=E, vct=65001):
        given = {"p": key.primes[0].to_bytes(128, "big").hex(),
                 "q": key.primes[1].to_bytes(128, "big").hex(), "iss": iss, "day": day, "vct": vct,
                 "holder": HOLDER.public.hex(), "salt": (salt or seed("blind salt", 48)).hex(),
                 "inverse": inverse.to_bytes(256, "big").hex()}
        suite.fixed(name, "token 4.4", catches, "blind-token",
                    FIXED["blind-token"](**given), **given)
    number = int.from_bytes(seed("blind inverse", 256), "big") % BLIND_KEY.n
    f("blind-token", "encodes, blinds, signs or unblinds in another way", BLIND_KEY, number)
    f("blind-token-inverse-1", "draws from another range", BLIND_KEY, 1)
    f("blind-token-inverse-n-1", "draws from another range", BLIND_KEY, BLIND_KEY.n - 1)
    f("blind-token-salt-zero", "cuts a salt", BLIND_KEY, number, salt=bytes(48))
    f("blind-token-of-another-fact", "signs other claims", BLIND_NEXT, number % BLIND_NEXT.n,
      iss="dlo-mt", day=E + 1, vct=65535)


def multiple(factor):
    """A number of 2,048 bits without other small factors than this one."""
    n = int.from_bytes(modulus(f"multiple of {factor}"), "big")
    n -= n % factor
    small = [p for p in range(2, 1024) if is_small_prime(p) and p != factor]
    while any(n % p == 0 for p in small):
        n += factor
    return n


def is_small_prime(n):
    """Whether a small number is prime."""
    return all(n % k for k in range(2, n))


def sound(suite):
    """What a blind key's n may be: for wallets and auditors, who don't trust it."""
    def f(name, number, right):
        text = number.to_bytes(256, "big").hex()
        suite.fixed("rsa-sound-" + name, "log 15.17", "takes any n" if not right else
                    "refuses a good n", "rsa-sound", FIXED["rsa-sound"](modulus=text),
                    modulus=text)
        if suite.cases["fixed/rsa-sound-" + name]["expect"] is not right:
            raise ValueError(name)
    good = BLIND_KEY.n
    f("good", good, True)
    f("even", good - 1, False)
    f("2047-bits", Rsa("small", 2046).n * 2 + 1, False)
    f("zero", 0, False)
    for factor in (3, 5, 257, 1009, 1021):
        f(f"multiple-of-{factor}", multiple(factor), False)
    f("multiple-of-1031", multiple(1031), True)


def moduli(suite):
    """Keys that a list holds. A verifier refuses what makes libraries differ; the rest is for
    wallets and auditors, and a signature that fits is one."""
    def shown(name, catches, public, key, number):
        world = "modulus-" + name
        suite.world(world, World(key_list=lambda c: {**c, 4: [[65001, E, public, 0]]}))
        header = {1: -38, 4: bytes.fromhex(FIXED["rsa-kid"](public.hex())), 16: 293}
        signature = key.sign(signature_input(enc(header), enc(blind_claims())))
        suite.verify(world, "token 9", catches, present(
            sign1(header, blind_claims(), None, signature=signature)), number, world=world,
            form="hex")
    p = next(p for p in range(seed_number("2047 p", 1024), 2**1024, 2) if fits(p))
    q = next(q for q in range(seed_number("2047 q", 1023), 2**1023, 2) if fits(q))
    short = of_primes(p, q)
    assert short.n.bit_length() == 2047
    shown("2047-bits", "counts bytes and not bits", short.modulus, short, 5)
    q = next(q for q in range((2**2047 + 2**2046) // 1021 | 1, 2**2048, 2) if fits(q))
    smooth = of_primes(1021, q)
    assert smooth.n.bit_length() == 2048
    shown("multiple-of-1021", "looks for factors that verifiers don't look for", smooth.modulus,
          smooth, 1)
    three = None
    for name in map(str, range(100)):
        try:
            three = Rsa("three " + name, 2048, 3)
            break
        except ValueError:
            pass
    shown("exponent-3", "takes e = 3", three.modulus, three, 5)


def seed_number(name, bits):
    """An odd number of exactly these bits, with its two highest set."""
    size = (bits + 7) // 8
    return int.from_bytes(seed(name, size), "big") >> 8 * size - bits | 3 << bits - 2 | 1


def fits(p):
    """Whether it is a prime that goes with e."""
    return all(p % k for k in (3, 5, 7, 11, 13)) and p % 65537 != 1 and is_prime(p)


def of_primes(p, q):
    """An RSA key."""
    key = Rsa.__new__(Rsa)
    key.n, key.d = p * q, pow(65537, -1, (p - 1) * (q - 1))
    key.modulus = key.n.to_bytes(256, "big")
    return key


def signatures(suite):
    """Numbers that are no signature."""
    message = b"one message"
    for name, number in (("zero", 0), ("one", 1), ("n-minus-1", BLIND_KEY.n - 1),
                         ("equal-to-n", BLIND_KEY.n), ("above-n", 2**2048 - 1)):
        suite.fixed(f"ps384-{name}", "token 9", "takes a number that can't be a signature",
                    "ps384", False, modulus=BLIND_KEY.modulus.hex(), message=message.hex(),
                    signature=number.to_bytes(256, "big").hex())


def collect(suite):
    """What a wallet asks for, and what it is answered."""
    found = Object(suite, "collect 3", "collect")
    header = {1: -19, 4: bytes(8), 16: 65013}

    def asked(rows, **more):
        return enc(sign1(header, {1: "dlo", 2: 7, **more, 4: rows}, COLLECTION))
    found.ok("blind-8-messages", asked([[E + 1, 65001, [ONE] * 8]]))
    found.ok("blind-one-fact-two-days", asked([[E, 65001, [ONE]], [E + 1, 65001, [ONE]]]))
    found.ok("blind-two-facts-one-day", asked([[E, 65002, [ONE]], [E, 65001, [ONE]]]))
    found.ok("blind-days-descending", asked([[E + 1, 65001, [ONE]], [E, 65001, [ONE]]]))
    found.ok("blind-zeros-and-ones", asked([[E, 65001, [bytes(256), b"\xff" * 256]]]))
    found.ok("blind-128-rows", asked([[E, 65000 + i, [ONE]] for i in range(128)]))
    for name, catches, rows in (
            ("blind-129-rows", "takes any number of rows",
             [[E, 65000 + i, [ONE]] for i in range(129)]),
            ("blind-twice-apart", "compares neighbours only",
             [[E, 65001, [ONE]], [E + 1, 65001, [ONE]], [E, 65001, [ONE]]]),
            ("blind-message-empty", "takes a message of any length", [[E, 65001, [b""]]]),
            ("blind-message-64-bytes", "takes an Ed25519 signature for a message",
             [[E, 65001, [bytes(64)]]]),
            ("blind-second-message-short", "looks at the first message only",
             [[E, 65001, [ONE, ONE[1:]]]]),
            ("blind-message-text", "takes text for bytes", [[E, 65001, ["a" * 256]]]),
            ("blind-message-number", "takes a number for bytes", [[E, 65001, [1]]]),
            ("blind-row-flat", "takes rows without their lists", [[E, 65001, ONE]]),
            ("blind-row-of-a-set", "takes the facts of a set", [[E, [65001], [ONE]]]),
            ("blind-rows-bare", "takes a row for the list of them", [E, 65001, [ONE]])):
        found.one(name, catches, asked(rows))
    answers = Object(suite, "collect 3", "collected")
    answers.ok("blind-only", enc({2: 7, 4: [[E + 1, 65001, [ONE] * 8]]}))
    answers.ok("blind-two-days", enc({2: 7, 4: [[E, 65001, [ONE]], [E + 1, 65001, [ONE]]]}))
    for name, catches, row in defects.row_defects([E, 65001, [ONE]], {
            0: defects.DAY[:2], 1: defects.VCT[:2] + [("list", [65001])], 2: [
                ("empty", []), ("long", [ONE + b"\0"]), ("second-short", [ONE, ONE[1:]]),
                ("bare", ONE), ("text", ["a" * 256]), ("64-bytes", [bytes(64)])]},
            ["day", "vct", "signatures"]):
        if name != "cut-row":
            answers.one(f"blind-row-{name}", catches, enc({2: 7, 4: [row]}))
    answers.one("blind-row-with-a-handle", "takes what revocable rows have",
                enc({2: 7, 4: [[E, 65001, [[bytes(8), ONE]]]]}))
    answers.one("blind-row-with-a-value", "takes what revocable rows have",
                enc({2: 7, 4: [[E, 65001, 1, [ONE]]]}))


def shown_early(suite):
    """A token of tomorrow, before and within the lead."""
    token = blind(day=E + 1, key=BLIND_NEXT)
    opens = TODAY * 86400 + 86400 - 10800
    for name, now, number in (("a-second-before-its-lead", opens - 1, 10),
                              ("at-its-lead", opens, 1), ("in-the-morning", NOW, 10)):
        iat = now - now % 15
        suite.verify("blind-tomorrow-" + name, "verify 5.4", "forgets the lead of blind tokens",
                     present(token, iat=iat), number, at=now)


def add(suite):
    """All of them."""
    for part in (steps, sound, moduli, signatures, collect, shown_early):
        part(suite)
