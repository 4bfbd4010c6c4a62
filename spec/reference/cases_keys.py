# SPDX-License-Identifier: Apache-2.0
"""Cases of signatures that some libraries take and others refuse, and the fixed values."""

from build import (BLIND_KEY, E, NOW, ROOT, TODAY, TOKEN_KEY, Ed, Raw, Rsa, World, blind_claims,
                   ed_header, enc, handle_of, paper, present, revocable, revocable_claims, seed,
                   sign1)
from curve import Odd, raw
from fixed import FIXED
from primitives import L, P, Y8, signature_input

SECTION = "token 9"
# (name, encoding, order): the eight points of small order and their encodings that aren't canonical
SMALL = [("order-1", raw(1), 1), ("order-2", raw(P - 1), 2), ("order-4", raw(0), 4),
         ("order-4-sign", raw(0, 1), 4),
         ("order-8-a", raw(Y8), 8), ("order-8-a-sign", raw(Y8, 1), 8),
         ("order-8-b", raw(P - Y8), 8), ("order-8-b-sign", raw(P - Y8, 1), 8),
         ("order-1-sign", raw(1, 1), 1), ("order-2-sign", raw(P - 1, 1), 2),
         ("order-4-plus-p", raw(P), 4), ("order-4-plus-p-sign", raw(P, 1), 4),
         ("order-1-plus-p", raw(P + 1), 1), ("order-1-plus-p-sign", raw(P + 1, 1), 1)]


def holder_cases(suite):
    """Holder keys and signatures of holders, 6 each."""
    def v(name, catches, shown, number=6):
        suite.verify(name, SECTION, catches, shown, number, form="hex")
    for name, public, order in SMALL:
        key = grind(f"holder {name}", order, lambda n, p=public: Odd(n, p, with_secret=False),
                    lambda k: [present(revocable(holder=k.public, handle=bytes([i] * 8)), holder=k)
                               for i in (0,)][0])
        v(f"holder-key-{name}", "takes a holder key under which everybody can sign", key)
    for y in range(2, 19):
        public = raw(P + y)
        v(f"holder-key-p-plus-{y}", "takes a key that isn't canonical",
          present(revocable(holder=public), holder=Odd("x", public)))
    v("holder-key-off-the-curve", "takes bytes that are no point",
      present(revocable(holder=raw(2)), holder=Odd("x", raw(2))))
    v("holder-key-zero-r", "takes an R of small order",
      odd_holder(Odd("zero r", zero_r=True)))
    for name, code in (("1-sign", raw(1, 1)), ("plus-p", raw(P + 1)), (
            "plus-p-sign", raw(P + 1, 1))):
        v(f"holder-r-order-1-{name}", "takes an R of small order in another form",
          odd_holder(Odd("zero r " + name, zero_r=True, r_encoding=code)))
    v("holder-s-plus-l", "takes S >= L, a second form of the same signature",
      odd_holder(Odd("s", add_l=1)))
    v("holder-s-plus-7-l", "looks at the highest bits of S only", odd_holder(Odd("s", add_l=7)))
    v("holder-r-torsion", "checks with the cofactor and others don't",
      odd_holder(Odd("r torsion", r_torsion=1)))
    v("holder-key-torsion", "checks with the cofactor and others don't",
      grind("key torsion bad", 8, lambda n: Odd(n, key_torsion=1),
            odd_holder, wanted=lambda h: h % 8 != 0))
    v("holder-key-torsion-cancelled", "refuses a key with a torsion part, and others don't",
      grind("key torsion good", 8, lambda n: Odd(n, key_torsion=1), odd_holder), 1)
    v("holder-signature-zero", "takes zeros for a signature", enc(sign1(
        {1: -19, 13: revocable(), 16: 294}, {3: "*", 6: NOW}, None, signature=bytes(64))))
    v("holder-odd-but-right", "refuses a signature that is right", odd_holder(Odd("right")), 1)


def odd_holder(key):
    """A one-way showing by that holder."""
    return present(revocable(holder=key.public), holder=key)


def grind(name, order, make, show, wanted=None):
    """A showing whose challenge h cancels a torsion part of that order."""
    wanted = wanted or (lambda h: h % order == 0)
    for i in range(1000):
        key = make(f"{name} {i}")
        for minute in range(200):
            data = enc(Raw(show(key))) if minute == 0 else present(
                revocable(holder=key.public, handle=minute.to_bytes(8, "big")), holder=key)
            if wanted(key.h):
                return data
    raise ValueError(name)


def issuer_cases(suite):
    """Token keys that the list holds but nobody may use, 5 each."""
    def world_of(key):
        row = [1, [65001], TODAY - 6, TODAY + 9, key, 0]
        return lambda claims: {**claims, 3: [row] + claims[3][1:]}
    for name, public, order in (SMALL[0], SMALL[2], SMALL[4], SMALL[12]):
        key = Odd("issuer " + name, public, with_secret=False)
        suite.world(f"key-{name}", World(key_list=world_of(public)))
        for i in range(500):
            token = sign1(ed_header(key, 293), revocable_claims(handle=i.to_bytes(8, "big")), key)
            if key.h % order == 0:
                break
        suite.verify(f"token-key-{name}", SECTION,
                     "takes a token key under which everybody can sign", present(token), 5,
                     world=f"key-{name}", form="hex")
    token = revocable()
    good = token.value[3]
    s = int.from_bytes(good[32:], "little")
    high = sign1(ed_header(TOKEN_KEY, 293), revocable_claims(), None,
                 signature=good[:32] + (s + L).to_bytes(32, "little"))
    suite.verify("token-s-plus-l", SECTION, "takes S >= L in a token", present(high), 5,
                 form="hex")
    high = paper()
    s = int.from_bytes(high.value[3][32:], "little")
    high.value[3] = high.value[3][:32] + (s + L).to_bytes(32, "little")
    suite.verify("paper-s-plus-l", SECTION, "takes S >= L in a paper", enc(high), 5, form="hex")


def moduli(suite):
    """RSA keys that nobody may use, 5 each."""
    twice = Rsa.__new__(Rsa)  # 2 times a prime: even, and its signatures hold
    half = (int.from_bytes(seed("half", 255), "big") | 3 << 2045 | 1) + 1384  # the next prime
    twice.n, twice.d = 2 * half, pow(65537, -1, half - 1)
    even = twice.n.to_bytes(256, "big")
    small = Rsa("small", 2046)
    small_modulus = small.n.to_bytes(256, "big")
    zero = bytes(256)
    for name, modulus, key in (("even", even, twice), ("2046-bits", small_modulus, small),
                               ("zero", zero, BLIND_KEY), ("one", zero[:-1] + b"\1", BLIND_KEY)):
        suite.world(f"modulus-{name}", World(key_list=lambda c, m=modulus: {
            **c, 4: [[65001, E, m, 0]]}))
        header = {1: -38, 4: FIXED_KID(modulus), 16: 293}
        message = signature_input(enc(header), enc(blind_claims()))
        signature = key.sign(message)
        token = sign1(header, blind_claims(), None, signature=signature)
        suite.verify(f"modulus-{name}", SECTION, "takes an RSA key of another form",
                     present(token), 5, world=f"modulus-{name}", form="hex")
    short = Rsa("two primes", 2048, 257)
    suite.world("exponent-257", World(key_list=lambda c: {**c, 4: [[65001, E, short.modulus, 0]]}))
    header = {1: -38, 4: short.kid, 16: 293}
    message = signature_input(enc(header), enc(blind_claims()))
    suite.verify("exponent-257", SECTION, "takes another exponent than 65537", present(
        sign1(header, blind_claims(), None, signature=short.sign(message))), 5,
        world="exponent-257", form="hex")


def FIXED_KID(modulus):
    """Name of an RSA key."""
    return bytes.fromhex(FIXED["rsa-kid"](modulus.hex()))


def fixed(suite):
    """Values with one right answer."""
    start = seed("first chain", 16).hex()
    shared = "b95ccedf05d3fdca5059a616b66bfde8"  # a chain known from before this suite
    after = "a51266569469139aef891214ea42a246"

    def f(name, section, catches, what, expect=None, **given):
        found = FIXED[what](**given)
        if expect is not None and found != expect:
            raise ValueError(name)
        suite.fixed(name, section, catches, what, found, **given)
    f("ratchet-one-day", "chain 2", "runs another chain", "ratchet", after, seed=shared, days=1)
    f("ratchet-no-day", "chain 2", "runs a chain that should stand", "ratchet", shared,
      seed=shared, days=0)
    f("ratchet-60-days", "chain 2", "loses count", "ratchet", seed=start, days=60)
    for i, value in ((0, "ee86be5cc2e32db7"), (3, "e87e1d5a90115c8b"), (255, None), (256, None)):
        f(f"handle-{i}", "chain 2", "derives other handles", "handle", value, seed=shared, i=i)
    f("handle-next-day", "chain 2", "derives handles from the wrong day", "handle",
      "90d135cf3ca803ee", seed=after, i=0)
    known = "b856b05b21cf858c8d917c78050fcef40a137a16859003f13287f533b79c02fc"
    f("kid", "token 3.2", "names keys in another way", "kid", "742a6cfa", key=known)
    f("thumbprint", "token 3.2", "cuts a thumbprint", "thumbprint", key=known)
    f("rsa-kid", "token 3.2", "names RSA keys in another way", "rsa-kid",
      modulus=BLIND_KEY.modulus.hex())
    token, sheet = enc(revocable()).hex(), enc(paper()).hex()
    f("entry-revocable", "log 2", "writes another leaf", "entry", kind=1, cose=token)
    f("entry-paper", "log 2", "writes another leaf", "entry", kind=7, cose=sheet)
    f("leaf", "log 2", "hashes a leaf in another way", "leaf",
      "042d9dabac4da88694a99db79956c80ce7b33515d8a0682039a0ee5f00e65fe0",
      data="0101fde9742a6cfa000051418c924ecac64469a09169245f22995f5aa730dff565df8b15bd65969c38"
            "2b9a97")
    f("possession", "collect 3.3", "has holder keys sign other bytes", "possession",
      "846a5369676e61747572653143a101324b776869742f706f702f7631582b836672752d6d76645820fd1c4d0da94"
      "38bd3a364ef8c36e041eb21d5315fed23724811874239bad8f7d507",
      iss="ru-mvd", key="fd1c4d0da9438bd3a364ef8c36e041eb21d5315fed23724811874239bad8f7d5", seq=7)
    f("possession-long-seq", "collect 3.3", "has holder keys sign other bytes", "possession",
      iss="dlo", key=known, seq=2**32)
    f("document-tag", "token 4.7", "binds a document in another way", "document-tag",
      text="P|VNM|C1234567|19900101", salted=handle_of("65001").hex())
    f("document-tag-other-handle", "token 4.7", "forgets the salt", "document-tag",
      text="P|VNM|C1234567|19900101", salted=handle_of("65002").hex())
    f("document-tag-of-the-specification", "token 4.7", "binds a document in another way",
      "document-tag", "6de04eb997f81a37ec8897c7f37889ea", text="P|TJ|401234567|19900312",
      salted="ee86be5cc2e32db7")
    f("words", "trust 9", "reads other words aloud", "words", root=ROOT.public.hex())
    f("words-of-the-specification", "trust 9", "reads other words aloud", "words",
      [462, 1401, 1148, 742, 1491, 1390],
      root="a395fc1c67dc11d82fd8be00c8de03d349a5c630ca01394b313454e32a96972a")
    f("words-other", "trust 9", "reads other words aloud", "words", root=known)
    for name, size in (("empty", 0), ("one-byte", 1), ("two-bytes", 2), ("three-bytes", 3)):
        f(f"base45-{name}", "token 8.6", "writes Base45 in another way", "base45",
          data=(b"\xff" * size).hex())
    f("base45-all-bytes", "token 8.6", "writes Base45 in another way", "base45",
      data=bytes(range(256)).hex() + bytes(range(255, -1, -1)).hex())
    f("base45-rfc", "token 8.6", "writes Base45 in another way", "base45", "QED8WEX0",
      data=b"ietf!".hex())
    signatures(f)


def signatures(f):
    """Bare signatures."""
    key, message = Ed("bare"), b"one message"
    good = key.sign(message)
    given = {"key": key.public.hex(), "message": message.hex()}
    f("ed25519", SECTION, "refuses a good signature", "ed25519", True, **given,
      signature=good.hex())
    f("ed25519-bit", SECTION, "takes a bad signature", "ed25519", False, **given,
      signature=(good[:10] + bytes([good[10] ^ 4]) + good[11:]).hex())
    for n in range(1, 8):
        s = int.from_bytes(good[32:], "little") + n * L
        f(f"ed25519-s-plus-{n}-l", SECTION, "takes S >= L", "ed25519", False, **given,
          signature=(good[:32] + s.to_bytes(32, "little")).hex())
    for name, public, order in SMALL:
        for i in range(500):
            odd = Odd("bare", public, with_secret=False)
            text = f"message {i}".encode()
            signature = odd.sign(text)
            if odd.h % order == 0:
                break
        f(f"ed25519-key-{name}", SECTION, "takes a key of small order", "ed25519", False,
          key=public.hex(), message=text.hex(), signature=signature.hex())
    for name, code, _ in SMALL:
        odd = Odd("bare r", zero_r=True, r_encoding=code)
        f(f"ed25519-r-{name}", SECTION, "takes an R of small order", "ed25519", False,
          key=odd.public.hex(), message=message.hex(), signature=odd.sign(message).hex())
    rsa = {"modulus": BLIND_KEY.modulus.hex(), "message": message.hex()}
    f("ps384", SECTION, "refuses a good signature", "ps384", True, **rsa,
      signature=BLIND_KEY.sign(message).hex())
    f("ps384-bit", SECTION, "takes a bad signature", "ps384", False, **rsa,
      signature=(BLIND_KEY.sign(message)[:-1] + b"\0").hex())
    for size in (0, 32, 47, 49, 64):
        f(f"ps384-salt-{size}", SECTION, "takes any salt", "ps384", False, **rsa,
          signature=BLIND_KEY.sign(message, size).hex())


def add(suite):
    """All of them."""
    for part in (holder_cases, issuer_cases, moduli, fixed):
        part(suite)
