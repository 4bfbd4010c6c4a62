# SPDX-License-Identifier: Apache-2.0
"""Cases of stop codes and notices: what a holder sends besides enrolling and collecting."""

import defects
from build import E, NOW, Ed, Raw, enc, sign1
from objects import Object

COLLECTION = Ed("collection")
CODE = bytes(range(0x41, 0x51))
GOOD_TEXT = "8514-6H25-8S3M-GJAA-9D64-TKJF-A004"
HASH = "a1b128363bc5633fef0020d07588499d237c981e3af5205e14316062274cc576"
ZERO_TEXT = "0000-0000-0000-0000-0000-0000-0000"
ONES_TEXT = "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZWZW"
RICH_TEXT = "01AB-CEHJ-KMPS-TXY3-V000-0000-0080"  # every symbol that has a look-alike
RICH_CODE = "0054b63a329d2d9d77c3d80000000000"
# 26 symbols whose last two bits aren't zero, with the check that would be right for them.
LEFT_OVER = "0000-0000-0000-0000-0000-0000-0132"


def stop(suite):
    """The request, and the code as people type it."""
    found = Object(suite, "collect 9.6", "stop")
    body = {1: "dlo", 2: CODE}
    found.ok("good", enc(body))
    found.ok("longest-iss", enc({1: "dlo-mt", 2: CODE}))
    found.claims(body, lambda data: data, {1: defects.ISS_FEW, 2: defects.octets(16)},
                 {1: "iss", 2: "code"})


def stop_texts(suite, good=GOOD_TEXT, rich=RICH_TEXT):
    """What people make of a printed code."""
    def ok(name, catches, text):
        suite.parse(name, "collect 9.7", catches, "stop-text", text, "ok")

    def bad(name, catches, text):
        suite.parse(name, "collect 9.7", catches, "stop-text", text)

    ok("good", "refuses a right code", good)
    ok("zeros", "refuses a code of zeros", ZERO_TEXT)
    ok("small-letters", "wants capitals", good.lower())
    ok("without-dashes", "wants the dashes", good.replace("-", ""))
    ok("spaces", "doesn't take spaces", f"  {good.replace('-', ' ')}\n")
    for name, dash in (("no-break-space", "\u00a0"), ("hyphen", "\u2010"), ("en-dash", "\u2013"),
                       ("em-dash", "\u2014"), ("minus", "\u2212"), ("narrow-space", "\u202f")):
        ok(name, "doesn't take what a phone makes of a dash or space", good.replace("-", dash))
    for symbol, others in (("0", "Oo"), ("1", "IiLl"), ("V", "Uu"),
                           ("A", "\u0410\u0430"), ("B", "\u0412\u0432"), ("C", "\u0421\u0441"),
                           ("E", "\u0415\u0435"), ("H", "\u041d\u043d"), ("J", "\u0408\u0458"),
                           ("K", "\u041a\u043a"), ("M", "\u041c\u043c"), ("P", "\u0420\u0440"),
                           ("S", "\u0405\u0455"), ("T", "\u0422\u0442"), ("X", "\u0425\u0445"),
                           ("Y", "\u0423\u0443"), ("0", "\u041e\u043e"), ("1", "\u0406\u0456"),
                           ("3", "\u0417\u0437")):
        for other in others:
            assert symbol in rich
            ok(f"typed-{ord(other):04x}", "doesn't read a letter as what it looks like",
               rich.replace(symbol, other))
    bad("empty", "takes no code", "")
    bad("short", "takes a code with a symbol too few", good[:-1])
    bad("long", "takes a code with a symbol too many", good + "0")
    swapped = good[1] + good[0] + good[2:]
    assert swapped != good
    bad("swapped", "doesn't notice two swapped symbols", swapped)
    swapped = good[:3] + good[5] + "-" + good[3] + good[6:]
    assert swapped != good
    bad("swapped-over-a-dash", "doesn't notice two swapped symbols", swapped)
    other = "7" if good[0] != "7" else "8"
    bad("first-wrong", "doesn't notice a wrong symbol", other + good[1:])
    bad("last-wrong", "doesn't notice a wrong check symbol", good[:-1] + (
        "7" if good[-1] != "7" else "8"))
    bad("two-wrong", "doesn't notice two wrong symbols", "77" + good[2:])
    bad("left-over-bits", "ignores bits that no code has", LEFT_OVER)
    for name, letter in (("cyrillic-zhe", "\u0416"), ("cyrillic-ya", "\u042f"),
                         ("greek-alpha", "\u0391"), ("full-width", "\uff21"), ("star", "*"),
                         ("nul", "\0"), ("dotless-i", "\u0131"), ("sharp-s", "\u00df"),
                         ("arabic-digit", "\u0661")):
        bad(name, "guesses at a letter that looks like none", letter + good[1:])


def notices(suite):
    """What a holder tells the office, and what became of it."""
    found = Object(suite, "collect 10", "notice")
    claims = {1: "dlo", 2: 65007, 3: E - 1, 4: "Hostel \u017deln\u00e1, room 7", 5: NOW}
    header = {1: -19, 4: bytes(8), 16: 65017}
    cose = sign1(header, claims, COLLECTION)
    found.ok("good", enc(cose))
    for name, where in (("nowhere", ""), ("200-bytes", "x" * 200), ("200-bytes-of-two",
                                                                   "\u00e9" * 100),
                        ("lowest-character", " "), ("after-the-controls", "\u00a0"),
                        ("right-to-left-script", "\u0634\u0627\u0631\u0639 7"),
                        ("around-the-marks", "\u2027\u202f\u2065\u206a")):
        found.ok(name, enc(sign1(header, {**claims, 4: where}, COLLECTION)))
    found.ok("edge-days", enc(sign1(header, {**claims, 3: 18518}, COLLECTION)))
    found.ok("last-day", enc(sign1(header, {**claims, 3: 49710}, COLLECTION)))
    found.bad(defects.cose_defects(cose))
    found.bad(defects.header_defects(header), lambda d: enc(sign1(Raw(d), claims, COLLECTION)),
              "header-")
    found.one("header-of-collect", "takes a request for tokens for a notice",
              enc(sign1({**header, 16: 65013}, claims, COLLECTION)))
    wrong = [("201-bytes", "x" * 201), ("202-bytes-of-two", "\u00e9" * 101), ("bytes", b"here"),
             ("number", 7)] + [
        (f"with-{ord(c):04x}", f"room{c}7") for c in
        "\0\t\n\r\x1b\x1f\x7f\x80\x9f\u2028\u2029\u202a\u202e\u2066\u2069"]
    found.claims(claims, lambda d: enc(sign1(header, Raw(d), COLLECTION)), {
        1: defects.ISS_FEW, 2: defects.VCT, 3: defects.DAY, 4: wrong, 5: defects.SECS},
        {1: "iss", 2: "vct", 3: "arrived", 4: "where", 5: "time"})
    found = Object(suite, "collect 10", "noticed")
    for name, state in (("waiting", 0), ("confirmed", 1), ("refused", 2)):
        found.ok(name, enc({1: state}))
    found.claims({1: 0}, lambda d: d, {1: defects.UINT[1:] + [("three", 3), ("negative", -1)]},
                 {1: "state"})


def fixed(suite):
    """One right answer each."""
    code = CODE.hex()
    suite.fixed("stop-hash", "collect 9.6", "keeps another hash of a stop code", "stop-hash",
                HASH, code=code)
    suite.fixed("stop-text", "collect 9.7", "prints another text", "stop-text", GOOD_TEXT,
                code=code)
    suite.fixed("stop-text-zeros", "collect 9.7", "prints another text", "stop-text", ZERO_TEXT,
                code="00" * 16)
    suite.fixed("stop-text-ones", "collect 9.7", "prints another text", "stop-text", ONES_TEXT,
                code="ff" * 16)
    suite.fixed("stop-text-read", "collect 9.7", "reads another code", "stop-text-read", code,
                text=GOOD_TEXT)
    suite.fixed("stop-text-read-typed", "collect 9.7", "reads another code", "stop-text-read",
                RICH_CODE, text=RICH_TEXT.replace("-", " ").replace("0", "o").lower())


def add(suite):
    """All of them."""
    for part in (stop, stop_texts, notices, fixed):
        part(suite)
