# SPDX-License-Identifier: Apache-2.0
"""Cases of single objects that are shown or exchanged: each line of the CDDL broken once."""

import base45
import defects
from build import (E, GATE, HOLDER, NONCE, NOW, ROOT, TAG, Ed, Pairs, Raw, enc, handle_of, paper,
                   present, revocable, sign1)
from cbor import Tag
from primitives import okp_thumbprint
from objects import PREFIX, Object

SITE, COLLECTION = Ed("site"), Ed("collection")
BIG = bytes(256)


def shown(suite):
    """Request, invitation, set-up, and the texts of presentation and paper."""
    for kind, data in (("presentation", present(revocable())), ("paper", enc(paper()))):
        Object(suite, "token 5", kind).ok("good", data)
    request = Object(suite, "token 6", "request")
    asked = {1: "dlo", 3: GATE, 4: NOW + 3600, 11: [65001, 65005], 39: NONCE, -65541: 1}
    names = {1: "iss", 3: "name", 4: "until", 11: "vct", 39: "nonce", -65541: "kind"}
    wrong = {1: defects.ISS, 3: defects.NAME, 4: defects.SECS,
             11: [("empty", []), ("five", [65001, 65002, 65003, 65004, 65005]),
                  ("descending", [65005, 65001]), ("twice", [65001, 65001]),
                  ("number", 65001), ("out-of-range", [64999]), ("text", ["gate"])],
             39: defects.octets(16), -65541: defects.const(0, 3, "1")}
    optional = (4, 39, -65541)
    request.ok("good", enc(asked))
    request.ok("posted", enc({1: "dlo", 3: GATE, 11: [65001]}))
    request.ok("posted-kind", enc({1: "dlo", 3: GATE, 11: [65001], -65541: 2}))
    request.ok("nonce", enc({1: "dlo", 3: "g", 11: [65001, 65002, 65003, 65535], 39: NONCE}))
    request.ok("lowest", enc({1: "d1", 3: "g", 4: 1600000000, 11: [65000], 39: NONCE}))
    request.ok("highest", enc({1: "dlo-mt", 3: "g" * 32, 4: 2**32 - 1, 11: [65535], 39: NONCE}))
    request.claims(asked, lambda data: data, wrong, names, optional)
    request.one("until-without-nonce", "takes an answer time without a question",
                enc({k: v for k, v in asked.items() if k != 39}))
    header = {1: -19, 4: SITE.public, 16: 65015}
    cose = sign1(header, asked, SITE)
    request.ok("signed", enc(cose))
    request.bad([d for d in defects.cose_defects(cose) if d[0] != "tag-missing"], before="signed-")
    request.bad(defects.header_defects(header), lambda data: enc(sign1(Raw(data), asked, SITE)),
                "signed-header-")
    request.bad(defects.map_forms(asked), lambda data: enc(sign1(header, Raw(data), SITE)),
                "signed-claims-")
    request.one("signed-until-without-nonce", "checks unsigned requests only",
                enc(sign1(header, {1: "dlo", 3: GATE, 4: NOW, 11: [65001]}, SITE)))
    request.one("signed-by-kid", "takes a key's name for the key",
                enc(sign1({1: -19, 4: SITE.kid, 16: 65015}, asked, SITE)))
    invitation = Object(suite, "token 7", "invitation")
    body = {1: "dlo", 2: NONCE}
    invitation.ok("good", enc(body))
    invitation.claims(body, lambda data: data, {1: defects.ISS_FEW, 2: defects.octets(16)},
                      {1: "iss", 2: "code"})
    setup = Object(suite, "token 7", "setup")
    body = {1: "dlo", 2: "https://d.example/whit", 3: okp_thumbprint(ROOT.public), 4: "gate"}
    setup.ok("good", enc(body))
    setup.ok("without-preset", enc({k: v for k, v in body.items() if k != 4}))
    setup.ok("url-8-bytes", enc({**body, 2: "http://a"}))
    setup.ok("url-96-bytes", enc({**body, 2: "https://" + "a" * 88}))
    setup.claims(body, lambda data: data, {
        1: defects.ISS_FEW, 2: [("7-bytes", "http://"), ("97-bytes", "https://" + "a" * 89),
                                ("bytes", b"https://d.example/whit")],
        3: defects.octets(32), 4: defects.SLUG}, {1: "iss", 2: "url", 3: "root", 4: "preset"},
        (4,))
    for kind, prefix in PREFIX.items():
        suite.parse("another-prefix", "token 8", "goes by the content, not by the prefix",
                    kind, ("WI1:" if prefix != "WI1:" else "WR1:") + base45.encode(enc(body)))
    suite.parse("prefix-small", "token 8", "takes a prefix in small letters", "invitation",
                "wi1:" + base45.encode(enc({1: "dlo", 2: NONCE})))
    suite.parse("spaces-around", "token 8", "doesn't trim an invitation", "invitation",
                " WI1:" + base45.encode(enc({1: "dlo", 2: NONCE})) + "\r\n", "ok")


def exchanged(suite):
    """Section 5."""
    enrol = Object(suite, "collect 2", "enrol")
    claims = {1: "dlo", 2: NONCE, 3: "123456", 4: COLLECTION.public, 5: NOW}
    header = {1: -19, 16: 65014}
    cose = sign1(header, claims, COLLECTION)
    enrol.ok("good", enc(cose))
    enrol.ok("pin-12-bytes", enc(sign1(header, {**claims, 3: "1" * 12}, COLLECTION)))
    enrol.bad(defects.cose_defects(cose))
    enrol.bad(defects.header_defects(header), lambda d: enc(sign1(Raw(d), claims, COLLECTION)),
              "header-")
    enrol.one("header-with-kid", "takes a kid before there is one", enc(sign1(
        {**header, 4: bytes(8)}, claims, COLLECTION)))
    enrol.claims(claims, lambda d: enc(sign1(header, Raw(d), COLLECTION)), {
        1: defects.ISS_FEW, 2: defects.octets(16), 3: [
            ("5-bytes", "12345"), ("13-bytes", "1" * 13), ("number", 123456)],
        4: defects.octets(32), 5: defects.SECS},
        {1: "iss", 2: "code", 3: "pin", 4: "key", 5: "time"})
    enrolled = Object(suite, "collect 2", "enrolled")
    claims = {1: bytes(8), 2: NOW, 3: [[65001, 5], [65009, 1]]}
    for name, rows in (("descending", [[65009, 1], [65001, 5]]), ("twice", [[65001, 5]] * 2),
                       ("65", [[65001 + i, 1] for i in range(65)])):
        enrolled.one(f"facts-{name}", "takes facts in any order or number",
                     enc({**claims, 3: rows}))
    enrolled.ok("64-facts", enc({**claims, 3: [[65001 + i, 1] for i in range(64)]}))
    enrolled.ok("good", enc(claims))
    enrolled.ok("no-facts", enc({**claims, 3: []}))
    enrolled.claims(claims, lambda d: d, {
        1: defects.octets(8), 2: defects.SECS, 3: [(f"row-{n}", [bad]) for n, _, bad in
                                                   defects.row_defects([65001, 5], {
                                                       0: defects.VCT[:2], 1: defects.KINDS},
                                                       ["vct", "kinds"])]},
        {1: "id", 2: "time", 3: "facts"})
    error = Object(suite, "collect 8", "error")
    error.ok("good", enc({1: 409, 2: "seq"}))
    error.claims({1: 409, 2: "seq"}, lambda d: d, {1: defects.UINT[:2], 2: [("bytes", b"x")]},
                 {1: "code", 2: "text"})
    collect(suite)
    collected(suite)


def collect(suite):
    """What a wallet asks for."""
    found = Object(suite, "collect 3", "collect")
    own = [65001, handle_of("own"), bytes(64)]
    key = [HOLDER.public, bytes(64)]
    claims = {1: "dlo", 2: 7, 3: [[E, [65001, 65005], [key, key + [own]]]],
              4: [[E, 65001, [BIG]]]}
    header = {1: -19, 4: bytes(8), 16: 65013}
    cose = sign1(header, claims, COLLECTION)
    found.ok("good", enc(cose))
    found.ok("limits", enc(sign1(header, {
        1: "dlo", 2: 2**63 - 1, 3: [[E, list(range(65001, 65065)), [key] * 8]] + [
            [E + 1 + i, [65001], [key]] for i in range(127)]}, COLLECTION)))
    found.ok("edge-days", enc(sign1(header, {
        1: "dlo", 2: 1, 3: [[18518, [65000], [key]], [49710, [65535], [key]]]}, COLLECTION)))
    for name, label in (("revocable-only", 4), ("blind-only", 3)):
        found.ok(name, enc(sign1(header, {k: v for k, v in claims.items() if k != label},
                                 COLLECTION)))
    found.bad(defects.cose_defects(cose))
    found.bad(defects.header_defects(header), lambda d: enc(sign1(Raw(d), claims, COLLECTION)),
              "header-")
    sets = [E, [65001], [key]]
    wrong_sets = [("empty", [])] + [
        (f"row-{n}", [bad]) for n, _, bad in defects.row_defects(sets, {
            0: defects.DAY[:2], 1: [("empty", []), ("descending", [65005, 65001]),
                                    ("twice", [65001, 65001]), ("number", 65001)],
            2: [("empty", [])]}, ["day", "vct", "keys"])] + [
        (f"key-{n}", [[E, [65001], [bad]]]) for n, _, bad in defects.row_defects(key, {
            0: defects.octets(32), 1: defects.octets(64)}, ["holder", "proof"])] + [
        (f"own-{n}", [[E, [65001], [key + [bad]]]]) for n, _, bad in defects.row_defects(own, {
            0: defects.VCT[:2], 1: defects.octets(8), 2: defects.octets(64)},
            ["vct", "handle", "signature"])] + [
        ("own-flat", [[E, [65001], [key + own]]]),
        ("day-and-fact-twice", [sets, sets]),
        ("day-and-fact-twice-apart", [sets, [E + 1, [65001], [key]], [E, [65001, 65002], [key]]]),
        ("row-9-keys", [[E, [65001], [key] * 9]]),
        ("row-65-facts", [[E, list(range(65001, 65066)), [key]]]),
        ("129-rows", [[E, [65001 + i], [key]] for i in range(129)])]
    wrong_blind = [("empty", [])] + [
        (f"row-{n}", [bad]) for n, _, bad in defects.row_defects([E, 65001, [BIG]], {
            0: defects.DAY[:2], 1: [("list", [65001])], 2: [
                ("empty", []), ("short", [BIG[1:]]), ("long", [BIG + b"\0"]), ("bare", BIG),
                ("9", [BIG] * 9)]},
            ["day", "vct", "messages"])] + [
        ("day-and-fact-twice", [[E, 65001, [BIG]]] * 2)]
    found.claims(claims, lambda d: enc(sign1(header, Raw(d), COLLECTION)), {
        1: defects.ISS_FEW, 2: defects.UINT + [("zero", 0), ("2-to-the-63", 2**63)],
        3: wrong_sets, 4: wrong_blind},
        {1: "iss", 2: "seq", 3: "sets", 4: "blind"}, (3, 4))


def collected(suite):
    """What an issuer answers."""
    found = Object(suite, "collect 3", "collected")
    plain, tagged = [bytes(8), bytes(64)], [bytes(8), TAG, bytes(64)]
    claims = {2: 7, 3: [[E, 65001, [plain]], [E, 65002, 202707, [plain]],
                        [E, 65006, "ACME-1", [plain]], [E, 65009, [tagged]]],
              4: [[E, 65001, [BIG]]]}
    found.ok("good", enc(claims))
    found.ok("least", enc({2: 1}))
    rows = [("empty", [])] + [
        (f"row-{n}", [bad]) for n, _, bad in defects.row_defects([E, 65002, 1, [plain]], {
            0: defects.DAY[:2], 1: defects.VCT[:2], 2: defects.VALUE, 3: [("empty", [])]},
            ["day", "vct", "value", "handles"]) if n != "cut-row"] + [
        ("row-two-values", [[E, 65002, 1, "A", [plain]]]), ("row-no-handles", [[E, 65002]])] + [
        (f"handle-{n}", [[E, 65001, [bad]]]) for n, _, bad in defects.row_defects(tagged, {
            0: defects.octets(8), 1: defects.octets(16), 2: defects.octets(64)},
            ["handle", "tag", "signature"]) if n != "cut-row"]
    found.claims(claims, lambda d: d, {2: defects.UINT, 3: rows, 4: [
        ("empty", []), ("short", [[E, 65001, [BIG[1:]]]]), ("cut-row", [[E, 65001]])]},
        {2: "seq", 3: "handles", 4: "blind"}, (3, 4))


def encodings(suite):
    """CBOR forms that nothing here uses."""
    good = {1: "dlo", 2: NONCE}
    for name, key in (("bytes", b"\1"), ("array", [1]), ("map", {1: 1}), ("true", True),
                      ("tag", Tag(18, 1))):
        suite.parse(f"key-{name}", "token 2", "takes any kind of key, or stumbles over it",
                    "invitation", enc(Pairs(list(good.items()) + [(key, 0)])))
        suite.parse(f"key-{name}-instead", "token 2", "takes true for the label 1",
                    "invitation", enc(Pairs([(2, NONCE), (key, "dlo")])))
    for name, catches, code in (
            ("float-half", "takes a float that is a whole number", b"\xf9\x3c\x00"),
            ("float-single", "takes a float that is a whole number", b"\xfa\x3f\x80\x00\x00"),
            ("null", "takes null", b"\xf6"), ("undefined", "takes undefined", b"\xf7"),
            ("simple-32", "takes a simple value", b"\xf8\x20"),
            ("simple-true-long", "takes true in two bytes", b"\xf8\x15"),
            ("bignum", "takes a number in a byte string", b"\xc2\x41\x01"),
            ("reserved-28", "takes a reserved head", b"\x1c"),
            ("reserved-30", "takes a reserved head", b"\x1e"),
            ("break", "takes a break outside anything", b"\xff"),
            ("text-chunked", "takes a text in chunks", b"\x7f\x61a\xff"),
            ("tagged-text", "unwraps a tag", b"\xd2\x63dlo"),
            ("long-1", "takes a number in a longer form", b"\x18\x01"),
            ("long-2", "takes a number in a longer form", b"\x19\x00\x01"),
            ("long-4", "takes a number in a longer form", b"\x1a\x00\x00\x00\x01"),
            ("long-8", "takes a number in a longer form", b"\x1b" + bytes(7) + b"\x01"),
            ("long-length-1", "takes a length in a longer form", b"\x78\x03dlo"),
            ("long-length-2", "takes a length in a longer form", b"\x79\x00\x03dlo"),
            ("long-length-4", "takes a length in a longer form", b"\x7a\x00\x00\x00\x03dlo"),
            ("long-length-8", "takes a length in a longer form",
             b"\x7b" + bytes(7) + b"\x03dlo"),
            ("not-utf-8", "takes a text that isn't UTF-8", b"\x63d\xffo"),
            ("overlong-utf-8", "takes UTF-8 in a longer form", b"\x64\xc1\xa4lo")):
        suite.parse(f"form-{name}", "token 2", catches, "invitation",
                    enc({**good, 1: Raw(code)}))
    for name, number in (("error-code-23", 23), ("error-code-24", 24), ("error-code-255", 255),
                         ("error-code-256", 256), ("error-code-65535", 65535),
                         ("error-code-65536", 65536), ("error-code-32-bits", 2**32 - 1),
                         ("error-code-33-bits", 2**32), ("error-code-64-bits", 2**64 - 1)):
        suite.parse(name, "token 2", "refuses a number at the edge of a form", "error",
                    enc({1: number, 2: ""}), "ok")
    for number, code in ((23, b"\x18\x17"), (255, b"\x19\x00\xff"),
                         (65535, b"\x1a\x00\x00\xff\xff"),
                         (2**32 - 1, b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff")):
        suite.parse(f"error-code-{number}-too-long", "token 2",
                    "takes a number at the edge in a longer form", "error",
                    b"\xa2\x01" + code + b"\x02\x60")
    for name, text in (("one-character", "A"), ("four-characters", "AAAA"),
                       ("triple-65536", "GGW"), ("triple-highest", ":::"), ("pair-256", "V5"),
                       ("pair-highest", "::"), ("small-letter", "bB8"), ("line-end", "BB8\n"),
                       ("underscore", "BB_"), ("not-ascii", "B\u00df8"), ("quote", 'B"8'),
                       ("full-width", "\uff22B8"), ("semicolon", "BB;"), ("nul", "BB\0")):
        suite.parse(name, "token 8", "decodes Base45 with less care than RFC 9285 asks",
                    "base45", text)
    for name, text in (("empty", ""), ("rfc-example", "QED8WEX0"), ("triple-65535", "FGW"),
                       ("pair-255", "U5"), ("spaces", "%69 VD92EX0")):
        suite.parse(name, "token 8", "refuses right Base45", "base45", text, "ok")
    for name, text in (("three-parts", "P|VNM|19900101"), ("five-parts", "P|VNM|C1|2|19900101"),
                       ("small-letters", "P|VNM|c1234567|19900101"),
                       ("empty-part", "P||C1|19900101"),
                       ("space", "P|VNM|C 1|19900101"), ("date-7-digits", "P|VNM|C1|1990010"),
                       ("date-9-digits", "P|VNM|C1|199001011"),
                       ("date-letters", "P|VNM|C1|1990JAN1"),
                       ("line-end", "P|VNM|C1|19900101\n"), ("filler", "P|VNM|C1<<|19900101"),
                       ("other-digits", "P|VNM|C1|1990010\u0661")):
        suite.parse(name, "token 4.7", "hashes a document text of another form", "document-text",
                    text)
    suite.parse("good", "token 4.7", "refuses a right document text", "document-text",
                "P|VNM|C1234567|19900101", "ok")


def add(suite):
    """All of them."""
    for part in (shown, exchanged, encodings):
        part(suite)
