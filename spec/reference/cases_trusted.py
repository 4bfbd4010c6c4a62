# SPDX-License-Identifier: Apache-2.0
"""Cases of single objects that a checker trusts: each line of the CDDL broken once."""

import defects
from build import (BUNDLE_KEY, CATALOGUE, E, KEYS_KEY, PRESETS, ROOT, TOKEN_KEY, Raw, ed_header,
                   enc, epoch_claims, fact, head_claims, key_list_claims, manifest_claims, preset,
                   seed, sign1, World)
from objects import Object


def trusted(suite):
    """Section 3, object by object."""
    trust = Object(suite, "trust 2", "trust-file")
    body = {1: "dlo", 2: ROOT.public, 3: "https://d.example", 4: "log.example/dlo/", 5: "x"}
    trust.ok("good", enc(body))
    trust.claims(body, lambda data: data, {
        1: defects.ISS, 2: defects.octets(32), 3: [("bytes", b"x")], 4: [("bytes", b"x")],
        5: [("bytes", b"x"), ("not-utf-8", Raw(b"\x61\xff")), (
            "surrogate", Raw(b"\x63\xed\xa0\x80"))]},
        {1: "iss", 2: "root", 3: "url", 4: "origin", 5: "policy"})
    manifest = Object(suite, "trust 3", "root-manifest")
    claims = {**manifest_claims(True), 7: ROOT.public}
    row = claims[3][0]
    rows = {1: "iss", 2: "sequence", 3: "keys", 4: "ends", 5: "next-root", 6: "specimen",
            7: "own-root"}
    wrong = {1: defects.ISS_FEW, 2: defects.UINT, 3: [("empty", []), ("row", row)] + [
        (f"row-{name}", [bad]) for name, _, bad in defects.row_defects(row, {
            0: [("zero", 0), ("four", 4)], 1: defects.octets(32), 2: defects.DAY,
            3: defects.DAY[:2]}, ["use", "key", "first", "last"])],
        4: defects.DAY, 5: defects.octets(32), 6: defects.const(False, 1, 0),
        7: defects.octets(32)}
    manifest.signed(claims, ROOT, 65010, wrong, rows, (6, 7))
    manifest.ok("not-specimen", enc(sign1(ed_header(ROOT, 65010), manifest_claims(), ROOT)))
    key_list(suite)
    catalogue(suite)
    segments(suite)
    head(suite)


def key_list(suite):
    """The key list."""
    claims = key_list_claims()
    row, blind_row = claims[3][0], claims[4][0]
    wrong = {1: defects.ISS_FEW, 2: defects.UINT, 3: [("row", row)] + [
        (f"row-{name}", [bad]) for name, _, bad in defects.row_defects(row, {
            0: [("blind", 2), ("kind-paper", 4), ("zero", 0)],
            1: [("empty", []), ("number", 65001), ("out-of-range", [64999])],
            2: defects.DAY[:2], 3: defects.DAY[:2], 4: defects.octets(32),
            5: [("two", 2), ("false", False)]},
            ["medium", "vct", "first", "last", "key", "state"])],
        4: [(f"row-{name}", [bad]) for name, _, bad in defects.row_defects(blind_row, {
            0: [("list", [65001]), ("out-of-range", 64999)], 1: defects.DAY[:2],
            2: defects.octets(256), 3: [("two", 2), ("true", True)]},
            ["vct", "day", "n", "state"])]}
    found = Object(suite, "trust 4", "key-list")
    found.signed(claims, KEYS_KEY, 65016, wrong, {1: "iss", 2: "sequence", 3: "keys", 4: "blind"})
    found.ok("empty-lists", enc(sign1(ed_header(KEYS_KEY, 65016),
                                      {1: "dlo", 2: 2**64 - 1, 3: [], 4: []}, KEYS_KEY)))


def catalogue(suite):
    """Catalogue facts and presets."""
    found = Object(suite, "trust 5", "catalogue-fact")
    body = fact(65001, "work-permit-valid", 7)
    listed = fact(65002, "work-permit-until", 5, values=["A", "B"])
    names = {1: "vct", 2: "slug", 3: "kinds", 4: "modes", 5: "horizon", 6: "per-day", 7: "life",
             8: "lead", 9: "values", 10: "labels"}
    wrong = {1: defects.VCT, 2: defects.SLUG, 3: defects.KINDS + [
        ("without-paper", 3), ("without-blind", 5)], 4: defects.MODES,
             5: defects.const(0, 61), 6: defects.const(0, 9), 7: defects.const(0, 367),
             8: defects.const(599, 10801), 9: [("and-blind", ["A"])], 10: defects.LABELS}
    wrong_values = [("empty", []), ("one-number", [1]), ("three-numbers", [1, 2, 3]),
                    ("mixed", ["A", 1]), ("number-and-text", [1, "A"]), ("negative", [-1, 1]),
                    ("text", "A"), ("twice", ["A", "B", "A"]), ("backwards", [2, 1]),
                    ("above-32-bits", [1, 2**32]), ("small-letters", ["a"]),
                    ("17-letters", ["A" * 17]), ("empty-text", [""])]
    found.ok("good", enc(body))
    found.ok("values", enc(listed))
    found.ok("bounds", enc({**listed, 9: [1, 2]}))
    found.ok("bounds-equal", enc({**listed, 9: [2**32 - 1, 2**32 - 1]}))
    found.ok("limits", enc({**body, 5: 60, 6: 8, 7: 366, 8: 600, 10: {"en": "x" * 96}}))
    found.ok("least", enc({**fact(65535, "aa", 1, modes=0, horizon=1, per_day=1),
                           10: {"ru": "\u0434\u0430"}}))
    found.claims(body, lambda data: data, wrong, names)
    found.bad(defects.map_fields(listed, {9: wrong_values}, names, listed), before="listed-")
    for name, catches, data in (
            ("document-blind", "lets `document` be blind", fact(65009, "document", 3)),
            ("document-values", "lets `document` have values",
             fact(65009, "document", 1, values=["A"]))):
        found.one(name, catches, enc(data))
    found = Object(suite, "trust 5", "preset")
    body = preset("gate", [65001, 65002])
    wrong = {1: defects.SLUG, 2: [("empty", []), ("five", list(range(65001, 65006))),
                                  ("number", 65001), ("out-of-range", [65536])],
             3: defects.KINDS, 4: defects.MODES, 5: [("two", 2), ("true", True)],
             6: defects.const(299, 1209601), 7: defects.const(119, 604801),
             8: [("number", 1), ("zero", 0), ("null", Raw(b"\xf6")), ("undefined", Raw(b"\xf7")),
                ("simple-19", Raw(b"\xf3"))], 9: defects.LABELS[:3]}
    found.ok("good", enc(body))
    found.ok("limits", enc({**body, 2: [65001, 65002, 65003, 65004], 6: 1209600, 7: 604800,
                            8: True}))
    found.ok("least", enc({**body, 4: 0, 6: 300, 7: 120, 3: 1}))
    found.claims(body, lambda data: data, wrong, {
        1: "slug", 2: "facts", 3: "kinds", 4: "modes", 5: "binding", 6: "max-age",
        7: "answer-time", 8: "receipts", 9: "labels"})


def segments(suite):
    """Withdrawal segments."""
    found = Object(suite, "trust 6", "segment")
    a, b = sorted([seed("s1", 16), seed("s2", 16)])
    found.ok("good", enc([[65001, a + b], [65005, a]]))
    found.ok("empty", enc([]))
    for name, catches, data in (
            ("seeds-descending", "takes seeds in any order", [[65001, b + a]]),
            ("seeds-twice", "takes a seed twice", [[65001, a + a]]),
            ("seed-cut", "takes a seed that is cut", [[65001, a + b[:15]]]),
            ("seeds-empty", "takes an entry without seeds", [[65001, b""]]),
            ("vct-descending", "takes facts in any order", [[65005, a], [65001, a]]),
            ("vct-twice", "takes a fact twice", [[65001, a], [65001, b]]),
            ("vct-out-of-range", "takes any number for a fact", [[64999, a]]),
            ("seeds-text", "takes text for bytes", [[65001, "x" * 16]]),
            ("seeds-list", "takes a list of seeds", [[65001, [a, b]]]),
            ("row-cut", "takes a row with a place too few", [[65001]]),
            ("row-long", "takes a row with a place too many", [[65001, a, 0]]),
            ("map", "takes a map for the rows", {65001: a})):
        found.one(name, catches, enc(data))
    good = enc([[65001, a]])
    found.one("trailing-byte", "ignores what follows", good + b"\0")
    found.one("cut-off", "reads past the end", good[:-1])
    found.one("indefinite", "takes an array of indefinite length", b"\x9f" + good[1:] + b"\xff")
    found.one("long-head", "takes an array head in a long form", b"\x98\x01" + good[1:])


def head(suite):
    """Head, epoch header and bundle file."""
    list_part = enc(sign1(ed_header(KEYS_KEY, 65016), key_list_claims(), KEYS_KEY))
    manifest = enc(sign1(ed_header(ROOT, 65010), manifest_claims(), ROOT))
    header = enc(epoch_claims(list_part))
    digest = seed("page")
    claims = {**head_claims(manifest, list_part, header), 10: CATALOGUE[:1], 11: PRESETS[:1],
              12: [[1, E, digest, 100]], 13: [[1, TOKEN_KEY.kid, bytes(16)]],
              14: [["check.html", digest]], 15: [[65001, 7, 8]]}
    row, accepted = claims[12][0], claims[13][0]
    wrapped = [("not-wrapped", Raw(manifest)), ("empty", b""), ("trailing-byte", manifest + b"\0")]
    wrong = {
        1: defects.ISS_FEW, 2: defects.UINT, 3: defects.SECS, 4: defects.SECS[:2],
        5: defects.SECS[:2], 6: defects.octets(32), 7: wrapped + [("key-list", list_part)],
        8: [("not-wrapped", Raw(list_part)), ("manifest", manifest), (
            "trailing-byte", list_part + b"\0")],
        9: [("one-part", [header]), ("three-parts", [header, "", ""]), ("bytes", [header, b""]),
            ("not-wrapped", [Raw(header), ""]), ("header-broken", [header + b"\0", ""])],
        10: [("empty", []), ("fact-broken", [{**CATALOGUE[0], 77: 0}]), ("map", CATALOGUE[0])],
        11: [("empty", []), ("preset-broken", [{**PRESETS[0], 77: 0}]), ("map", PRESETS[0])],
        12: [(f"row-{n}", [bad]) for n, _, bad in defects.row_defects(row, {
            0: [("blind", 2)], 1: defects.DAY[:2], 2: defects.octets(32), 3: defects.UINT},
            ["medium", "day", "sha", "bytes"])],
        13: [(f"row-{n}", [bad]) for n, _, bad in defects.row_defects(accepted, {
            0: [("blind", 2)], 1: defects.octets(4), 2: [("text", "x" * 16)]},
            ["medium", "kid", "leaves"])],
        14: [("empty", []), ("row-cut", [["a"]]), ("row-short-hash", [["a", digest[:31]]]),
             ("row-bytes", [[b"a", digest]])],
        15: [("empty", []), ("row-cut", [[65001, 7]]), ("row-long", [[65001, 7, 8, 0]]),
             ("horizon-61", [[65001, 61, 8]]), ("per-day-9", [[65001, 7, 9]]),
             ("row-text", [["a", 7, 8]])]}
    names = {1: "iss", 2: "version", 3: "issued", 4: "next", 5: "expires", 6: "previous",
             7: "manifest", 8: "keys", 9: "log", 10: "catalogue", 11: "presets", 12: "segments",
             13: "accepted", 14: "pages", 15: "dealt"}
    found = Object(suite, "trust 6", "head")
    found.signed(claims, BUNDLE_KEY, 65011, wrong, names, (13, 14, 15))
    found.ok("least", enc(sign1(ed_header(BUNDLE_KEY, 65011), {
        k: v if k != 12 else [] for k, v in claims.items() if k < 13}, BUNDLE_KEY)))
    epoch(suite, list_part)
    files(suite)


def epoch(suite, list_part):
    """The log's header."""
    found = Object(suite, "log 5", "epoch-header")
    claims = {**epoch_claims(list_part), 8: [[3, seed("pad key")]]}
    row = claims[9][0]
    found.ok("good", enc(claims))
    found.ok("least", enc({**epoch_claims(list_part), 7: [], 9: []}))
    found.claims(claims, lambda data: data, {
        1: defects.UINT, 2: defects.DAY, 3: defects.UINT, 4: defects.UINT,
        5: defects.octets(32), 6: defects.octets(32), 7: [("short", [bytes(31)]), ("bytes", b"")],
        8: [("empty", []), ("row-cut", [[3]]), ("short-key", [[3, bytes(31)]])],
        9: [(f"row-{n}", [bad]) for n, _, bad in defects.row_defects(row, {
            0: [("zero", 0), ("three", 3)], 1: defects.VCT[:2], 2: defects.octets(4),
            3: defects.DAY[:2], 4: defects.UINT}, ["kind", "vct", "kid", "day", "count"])]},
        {1: "number", 2: "day", 3: "index", 4: "entries", 5: "keys", 6: "previous", 7: "heads",
         8: "pads", 9: "counts"}, (8,))


def files(suite):
    """The file that holds a head and its segments."""
    found = Object(suite, "trust 6", "bundle-file")
    segment = enc([[65001, seed("s1", 16)]])
    data = World(segments=[(1, E, segment)]).bundle
    found.ok("good", data)
    found.ok("without-segments", World().bundle)
    found.one("trailing-byte", "ignores what follows", data + b"\0")
    found.one("cut-off", "reads past the end", data[:-1])
    found.one("indefinite", "takes an array of indefinite length", b"\x9f" + data[1:] + b"\xff")
    found.one("long-head", "takes an array head in a long form", b"\x98\x02" + data[1:])
    found.one("segment-not-wrapped", "takes segments outside their byte strings",
              World(files=lambda f: [f[0], [Raw(segment)]]).bundle)
    found.one("segment-broken", "doesn't look into segments",
              World(segments=[(1, E, segment + b"\0")]).bundle)
    found.one("head-wrapped", "takes a head in a byte string",
              World(files=lambda f: [enc(f[0]), f[1]]).bundle)
    found.one("head-only", "takes a bundle without its list of segments",
              World(files=lambda f: [f[0]]).bundle)
    found.one("three-parts", "ignores a third part",
              World(files=lambda f: f + [[]]).bundle)
    found.one("bare-head", "takes a bare head for a bundle", World(files=lambda f: f[0]).bundle)


def add(suite):
    """All of them."""
    trusted(suite)
