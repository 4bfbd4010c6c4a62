# SPDX-License-Identifier: Apache-2.0
"""Cases of what is shown: every line of the CDDL of tokens and presentations broken once, with
good signatures over the broken bytes, so that nothing else is wrong."""

import base45
import defects
from build import (BLIND_KEY, BLIND_STAY, DAY, E, GATE, HOLDER, NONCE, NOW, OTHER_HOLDER, PAPER_KEY,
                   TAG, TOKEN_KEY, Raw, blind, blind_claims, challenge, ed_header, enc, kbt_claims,
                   kbt_header, paper, paper_claims, present, revocable, revocable_claims, sign1)

SECTION = "token 4"
HEADER = {1: "alg", 4: "kid", 16: "typ", 13: "token", -65540: "more"}
CLAIMS = {1: "iss", 2: "sub", 4: "exp", 7: "handle", 8: "cnf", 11: "vct", -65537: "value",
          -65538: "tag"}
CNF = [("missing-key", {}), ("key-id", {2: b"x"}), ("two-ways", {1: {
    1: 1, -1: 6, -2: HOLDER.public}, 3: b"x"}), ("bare-key", {1: 1, -1: 6, -2: HOLDER.public})]
KEY = {1: defects.const(2, 4), -1: defects.const(1, 4, 7), -2: defects.octets(32)}


def with_claims(claims, key=TOKEN_KEY, typ=293, header=None):
    """A token over encoded claims, signed."""
    return sign1(header or ed_header(key, typ), Raw(claims), key)


def with_header(header, claims, key=TOKEN_KEY):
    """A token under an encoded header, signed."""
    return sign1(Raw(header), claims, key)


def tokens(suite, kind, make, claims, wrong, show, optional=()):
    """Breaks each label of a token's claims."""
    for name, catches, data in defects.map_defects(claims, wrong, CLAIMS, optional):
        suite.verify(f"{kind}-claims-{name}", SECTION, f"{catches} ({kind} token's claims)",
                     show(make(data)), 0, form="hex")


def revocable_token(suite):
    """The phone token."""
    wrong = {1: defects.ISS, 2: [("name", "P-0042"), ("bytes", b"")], 4: defects.EXP,
             7: defects.octets(8), 8: CNF, 11: defects.VCT, -65537: defects.VALUE}
    tokens(suite, "revocable", with_claims, revocable_claims(), wrong, present)
    for name, catches, data in defects.map_defects(
            {1: 1, -1: 6, -2: HOLDER.public}, KEY, {1: "kty", -1: "crv", -2: "x"}):
        claims = enc({**revocable_claims(), 8: {1: Raw(data)}})
        suite.verify(f"holder-key-{name}", SECTION, f"{catches} (holder key)",
                     present(with_claims(claims)), 0, form="hex")
    p256 = {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)}
    suite.verify("holder-key-p256", SECTION, "takes the reserved key type P-256",
                 present(with_claims(enc({**revocable_claims(), 8: {1: p256}}))), 0)
    for name, catches, data in defects.header_defects(ed_header(TOKEN_KEY, 293)):
        suite.verify(f"revocable-header-{name}", SECTION, f"{catches} (phone token's header)",
                     present(with_header(data, revocable_claims())), 0, form="hex")
    for name, catches, data in defects.cose_defects(revocable()):
        if name not in ("trailing-byte", "cut-off"):
            suite.verify(f"revocable-{name}", SECTION, f"{catches} (phone token)",
                         present(Raw(data)), 0, form="hex")
    for label, name in ((5, "nbf"), (6, "iat"), (3, "aud")):
        claims = enc({**revocable_claims(), label: NOW})
        suite.verify(f"revocable-with-{name}", SECTION, f"takes a fingerprint: {name} in a token",
                     present(with_claims(claims)), 0)
    document = revocable_claims(65009)
    for name, value in defects.octets(16):
        suite.verify(f"document-tag-{name}", SECTION, "takes a wrong document tag",
                     present(with_claims(enc({**document, -65538: value}))), 0, preset="passport")
    del document[-65538]
    suite.verify("document-without-tag", SECTION, "takes a document token without its tag",
                 present(with_claims(enc(document))), 0, preset="passport")
    suite.verify("tag-on-another-fact", SECTION, "takes a tag on a token that isn't `document`",
                 present(with_claims(enc({**revocable_claims(), -65538: TAG}))), 0)


def blind_token(suite):
    """The blind token."""
    wrong = {1: defects.ISS_FEW, 2: [("name", "x")], 4: defects.EXP[:2], 8: CNF[:2],
             11: defects.VCT}

    def make(claims):
        return blind_over(Raw(claims))
    tokens(suite, "blind", make, blind_claims(), wrong, present)
    for label, value, name in ((7, bytes(8), "handle"), (-65537, 202707, "value"),
                               (-65538, TAG, "tag")):
        suite.verify(f"blind-with-{name}", SECTION, f"takes a blind token with a {name}",
                     present(blind_over({**blind_claims(), label: value})), 0)
    suite.verify("blind-document", SECTION, "takes a blind token of `document`",
                 present(blind(65009)), 0, preset="passport")
    header = {1: -38, 4: BLIND_KEY.kid, 16: 293}
    wrong = {1: [("ed25519", -19), ("rs256", -257), ("ps256", -37), ("ps512", -39)],
             4: defects.octets(4), 16: [("kbt", 294)]}
    for name, catches, data in defects.map_defects(header, wrong, HEADER):
        suite.verify(f"blind-header-{name}", SECTION, f"{catches} (blind token's header)",
                     present(blind_over(blind_claims(), Raw(data))), 0, form="hex")
    for size in (64, 255, 257):
        suite.verify(f"blind-signature-{size}-bytes", SECTION, "takes another signature size",
                     present(sign1(header, blind_claims(), None, signature=bytes(size))), 0)


def blind_over(claims, header=None):
    """A blind token over these claims, signed."""
    from primitives import signature_input
    header = header or {1: -38, 4: BLIND_KEY.kid, 16: 293}
    message = signature_input(enc(header), enc(claims))
    return sign1(header, claims, None, signature=BLIND_KEY.sign(message))


def paper_token(suite):
    """The paper token."""
    wrong = {1: defects.ISS_FEW, 4: defects.EXP, 7: defects.octets(8), 11: defects.VCT,
             -65537: defects.VALUE[:3], -65538: defects.octets(16)}
    for label, value, name in ((2, "", "sub"), (8, {1: {1: 1, -1: 6, -2: HOLDER.public}}, "cnf"),
                               (6, NOW, "iat")):
        suite.verify(f"paper-with-{name}", SECTION, f"takes a paper token with {name}",
                     enc(with_claims(enc({**paper_claims(), label: value}), PAPER_KEY, 61)), 0)
    tokens(suite, "paper", lambda data: with_claims(data, PAPER_KEY, 61), paper_claims(), wrong,
           enc)
    for name, catches, data in defects.header_defects(ed_header(PAPER_KEY, 61)):
        suite.verify(f"paper-header-{name}", SECTION, f"{catches} (paper token's header)",
                     enc(with_header(data, paper_claims(), PAPER_KEY)), 0, form="hex")
    for name, catches, data in defects.cose_defects(paper()):
        suite.verify(f"paper-{name}", SECTION, f"{catches} (paper token)", data, 0, form="hex")


def presentation(suite):
    """The presentation around the tokens."""
    token = revocable()
    header = kbt_header([token])
    wrong = {1: [("eddsa", -8), ("es256", -7), ("ps384", -38)],
             13: [("wrapped", enc(token)), ("list", [token]), ("paper", paper())],
             16: [("token", 293), ("sd-cwt-text", "kb+cwt"), ("paper", 61)],
             -65540: [("empty", []), ("not-a-list", revocable(65005)),
                      ("three-more-and-one", [revocable(v) for v in (65002, 65005, 65006, 65007)])]}
    for name, catches, data in defects.map_defects(header, wrong, HEADER):
        suite.verify(f"presentation-header-{name}", "token 5", f"{catches} (presentation's header)",
                     enc(sign1(Raw(data), kbt_claims(), HOLDER)), 0, form="hex")
    suite.verify("presentation-header-with-kid", "token 5", "takes a kid in a presentation",
                 enc(sign1({**header, 4: HOLDER.kid}, kbt_claims(), HOLDER)), 0)
    claims = kbt_claims(NOW, GATE, NONCE)
    wrong = {3: defects.NAME, 6: defects.SECS + [
        ("not-a-multiple-of-15", NOW + 1), ("one-before-a-multiple", NOW - 1)],
        39: defects.octets(16)}
    for name, catches, data in defects.map_defects(
            claims, wrong, {3: "aud", 6: "iat", 39: "cnonce"}, (39,)):
        suite.verify(f"presentation-claims-{name}", "token 5", f"{catches} (presentation's claims)",
                     enc(sign1(header, Raw(data), HOLDER)), 0, form="hex")
    suite.verify("nonce-without-name", "token 5", "takes a nonce when aud is *",
                 present(token, nonce=NONCE), 0)
    for name, catches, data in defects.cose_defects(sign1(header, kbt_claims(), HOLDER)):
        suite.verify(f"presentation-{name}", "token 5", f"{catches} (presentation)", data, 0,
                     form="hex")
    suite.verify("bare-token", "token 5", "takes a phone token without the holder's signature",
                 enc(token), 0)
    suite.verify("bare-blind-token", "token 5",
                 "takes a blind token without the holder's signature", enc(blind()), 0)


def sets(suite):
    """Rules over the tokens of one presentation."""
    a, b = revocable(65001), revocable(65005)

    def bad(name, catches, *shown):
        suite.verify(name, "token 5", catches, present(*shown), 0, preset="two")
    bad("vct-descending", "takes tokens in another order than by vct", b, a)
    bad("vct-twice", "takes the same fact twice", a, a)
    bad("vct-descending-in-more", "looks at the order only between the first two tokens",
        a, revocable(65006, value="ACME-1"), b)
    bad("vct-twice-in-more", "looks for equal facts only in the first two tokens", a, b, b)
    bad("unequal-iss", "takes tokens of two issuers", a, revocable(65005, iss="mtl"))
    bad("unequal-iss-in-third", "compares only the first two issuers", a, b,
        revocable(65007, iss="mtl"))
    bad("unequal-exp", "takes tokens of two days", a, revocable(65005, E + 1))
    bad("unequal-exp-in-third", "compares only the first two days", a, b, revocable(65007, E + 1))
    bad("unequal-holder-key", "takes tokens of two holders (borrowed fact)", a,
        revocable(65005, holder=OTHER_HOLDER))
    bad("unequal-holder-key-in-third", "compares only the first two holder keys", a, b,
        revocable(65007, holder=OTHER_HOLDER))
    bad("holder-key-differs-in-last-byte", "compares holder keys by a part", a,
        revocable(65005, holder=HOLDER.public[:31] + bytes([HOLDER.public[31] ^ 1])))
    bad("blind-after-revocable", "mixes kinds", a, blind(65003, key=BLIND_STAY))
    bad("revocable-after-blind", "mixes kinds", blind(), b)
    bad("two-blind", "takes two blind tokens", blind(), blind(65003, key=BLIND_STAY))
    bad("paper-after-revocable", "mixes kinds", a, paper(65002, E, value=202707))
    bad("five-tokens", "takes more than four tokens", *[
        revocable(v) for v in (65001, 65004, 65005, 65007)], revocable(65009))
    bad("surplus-token-broken", "doesn't parse a token that nobody asks for", a, b, Raw(
        enc(with_claims(enc({**revocable_claims(65006), 77: 0})))))
    bad("surplus-exp-not-midnight", "doesn't look into a token that nobody asks for", a, b, Raw(
        enc(with_claims(enc({**revocable_claims(65006), 4: E * DAY + 60})))))
    bad("surplus-document-without-tag", "doesn't look for the tag that nobody asks for", a, b, Raw(
        enc(with_claims(enc({k: v for k, v in revocable_claims(65009).items() if k > -65538})))))


def sized(extra):
    """An answer of exactly 829 - 32 + extra bytes, extra from 1 to 32, and all else in order."""
    four = [revocable(65001, iss="dlo-xy"), revocable(65002, iss="dlo-xy", value="A" * 16),
            revocable(65006, iss="dlo-xy", value="A" * 16), revocable(65009, iss="dlo-xy")]
    return [challenge(*four, aud="g" * n) for n in range(1, 33)
            if len(challenge(*four, aud="g" * n)) == 829 + extra], four


def sizes(suite):
    """The limit of 829 bytes."""
    for extra, number in ((0, 4), (1, 0)):
        found, _ = sized(extra)
        name = f"{829 + extra}-bytes"
        facts = {65001: 4, 65002: 4, 65005: 3, 65006: 4} if number else None
        asker = "g" * next(n for n in range(1, 33) if sized_name(n) == 829 + extra)
        for form in ("hex", "text"):
            suite.verify(f"{name}-{form}", "token 8.7",
                         "takes more than 829 bytes, or not quite 829", found[0], number,
                         facts=facts, preset="four", asker=asker, form=form)
    suite.verify("empty-bytes", "token 2", "takes nothing for something", b"", 0, form="hex")
    suite.verify("one-byte", "token 2", "reads past the end", b"\xd2", 0, form="hex")
    suite.verify("four-mebibytes-claimed", "token 2", "allocates what a head claims",
                 b"\xd2\x84\x5a\x00\x40\x00\x00", 0, form="hex")
    suite.verify("array-of-2-to-the-64", "token 2", "counts what a head claims",
                 b"\xd2\x9b" + b"\xff" * 8, 0, form="hex")
    suite.verify("string-of-2-to-the-64", "token 2", "adds a length until it wraps",
                 b"\xd2\x84\x5b" + b"\xff" * 8, 0, form="hex")
    suite.verify("800-arrays-deep", "token 2", "recurses as deep as the input says",
                 b"\x81" * 800 + b"\x00", 0, form="hex")
    suite.verify("800-tags-deep", "token 2", "recurses through tags",
                 b"\xd2" * 800 + b"\x00", 0, form="hex")


def sized_name(n):
    """Size of that answer to a name of n letters."""
    return len(challenge(*sized(99)[1], aud="g" * n))


def texts(suite):
    """The text around the bytes."""
    good, good_paper = present(revocable()), enc(paper())
    body = base45.encode(good)

    def text(name, catches, shown, number, **more):
        suite.verify(name, "token 8", catches, shown, number, **more)
    for name, mark in (("space", " "), ("tab", "\t"), ("cr-lf", "\r\n"), ("line-end", "\n")):
        text(f"{name}-after", "doesn't trim the end", "WH1:" + body + mark, 1)
        text(f"{name}-before", "doesn't trim the beginning", mark + "WH1:" + body, 1)
    text("much-space-around", "trims one character only",
         " \r\n\t " + "WH1:" + body + "\t \r\n ", 1)
    text("vertical-tab-after", "trims whatever isspace() says", "WH1:" + body + "\x0b", 0)
    text("no-break-space-after", "trims Unicode spaces", "WH1:" + body + "\u00a0", 0)
    text("nul-after", "stops at a zero byte", "WH1:" + body + "\0", 0)
    text("byte-order-mark", "skips a byte order mark", "\ufeffWH1:" + body, 0)
    text("line-end-inside", "skips line ends inside", "WH1:" + body[:30] + "\n" + body[30:], 0)
    text("space-inside", "skips a space inside, which is a character of Base45",
         "WH1:" + body[:30] + " " + body[30:], 0)
    text("space-after-prefix", "trims after the prefix", "WH1: " + body, 0)
    with_space = next(p for p in (present(revocable(handle=bytes([i] * 8))) for i in range(99))
                      if "  " in base45.encode(p))
    text("two-spaces-inside", "collapses the spaces of Base45",
         "WH1:" + base45.encode(with_space), 1)
    text("two-spaces-collapsed", "takes a text that something has collapsed",
         "WH1:" + base45.encode(with_space).replace("  ", " "), 0)
    text("small-letters", "takes small letters of Base45", "WH1:" + body.lower(), 0)
    text("small-prefix", "takes a prefix in small letters", "wh1:" + body, 0)
    text("no-prefix", "takes Base45 without a prefix", body, 0)
    text("prefix-only", "takes an empty text", "WH1:", 0)
    text("empty-text", "takes an empty text", "", 0)
    text("url-around", "looks for the prefix inside", "https://example.org/#WH1:" + body, 0)
    text("health-certificate", "takes another scheme's prefix", "HC1:" + body, 0)
    text("character-lost", "fills up a text that is cut", "WH1:" + body[:-1], 0)
    text("character-more", "ignores a last lone character", "WH1:" + body + "0" * (
        1 if len(body) % 3 == 0 else 2), 0)
    text("hex-in-text", "takes hexadecimal for Base45", "WH1:" + good.hex().upper(), 0)
    text("two-texts", "reads the first of two codes", "WH1:" + body + "\nWH1:" + body, 0)
    text("wp1-with-presentation", "goes by the content, not by the prefix", "WP1:" + body, 0)
    text("wh1-with-paper", "goes by the content, not by the prefix",
         "WH1:" + base45.encode(good_paper), 0)
    text("paper-text", "doesn't read a paper's text", "WP1:" + base45.encode(good_paper), 19)
    for prefix in ("WI1", "WR1", "WS1", "WF1", "WC1", "WH2", "WP2", "WH0", "WZ9"):
        text(f"prefix-{prefix.lower()}", "refuses as malformed what it only doesn't take here",
             prefix + ":" + body, 2)
    text("unsupported-and-broken", "reads the body of a text that it doesn't take", "WH2:?", 2)
    text("unsupported-empty", "wants a body behind a prefix that it doesn't take", "WI1:", 2)
    text("unsupported-trimmed", "trims only its own prefixes", " WI1:" + body + "\n", 2)
    text("prefix-without-colon", "takes three characters for a prefix", "WH1" + body, 0)
    text("prefix-two-digits", "takes a long prefix", "WH12:" + body, 0)
    text("prefix-letter-for-digit", "takes any character before the colon", "WHX:" + body, 0)
    suite.verify("text-as-bytes", "token 8", "takes text only where it expects text",
                 ("WH1:" + body).encode(), 1, form="hex")
    suite.verify("text-as-bytes-with-spaces", "token 8", "trims text only from text files",
                 (" WH1:" + body + "\r\n").encode(), 1, form="hex")
    suite.verify("bare-bytes", "token 8", "doesn't take bare bytes", good, 1, form="hex")
    suite.verify("bare-paper", "token 8", "doesn't tell a bare paper by its typ",
                 good_paper, 19, form="hex")
    trailing = next(p for p in (present(revocable(handle=i.to_bytes(8, "big")))
                                for i in range(4096)) if p[-1] in b" \t\r\n")
    suite.verify("bare-bytes-ending-in-space", "token 8",
                 "trims bytes, and so cuts a signature", trailing, 1, form="hex")
    suite.verify("bare-bytes-and-line-end", "token 8", "trims bytes", good + b"\n", 0,
                 form="hex")
    suite.verify("line-end-and-bare-bytes", "token 8", "trims bytes", b"\n" + good, 0,
                 form="hex")


def add(suite):
    """All of them."""
    for part in (revocable_token, blind_token, paper_token, presentation, sets, sizes, texts):
        part(suite)
