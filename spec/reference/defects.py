# SPDX-License-Identifier: Apache-2.0
"""Ways in which an encoding can be wrong, each with a name and a sentence."""

import cbor
from build import Pairs, Raw, enc
from cbor import Tag

INT64 = 2**64 - 1

# Wrong values by rule of the CDDL: (name, value)
ISS = [("too-short", "d"), ("too-long", "dlo-mtl"), ("capital", "Dlo"), ("digit-first", "1lo"),
       ("not-ascii", "dl\u00f6"), ("line-end", "dlo\n"), ("bytes", b"dlo")]
ISS_FEW = [("too-long", "dlo-mtl"), ("bytes", b"dlo")]
NAME = [("empty", ""), ("33-characters", "g" * 33), ("space-first", " gate"),
        ("star", "gate*"), ("tab", "gate\t7"), ("bytes", b"gate")]
VCT = [("64999", 64999), ("65536", 65536), ("text", "65001")]
EXP = [("not-midnight", 20862 * 86400 + 1), ("below-range", 18518 * 86400),
       ("above-range", 49711 * 86400), ("text", "20862"), ("days", 20862)]
SECS = [("below-range", 1599999999), ("above-range", 2**32), ("text", "1802390400")]
DAY = [("below-range", 18517), ("above-range", 49711), ("bytes", b"\x51\x7e")]
UINT = [("negative", -1), ("text", "1"), ("false", False)]
VALUE = [("2-to-the-32", 2**32), ("negative", -1), ("empty", ""), ("17-characters", "A" * 17),
         ("small-letters", "acme"), ("bytes", b"ACME-1"), ("true", True), ("list", ["ACME-1"])]
KINDS = [("zero", 0), ("eight", 8), ("list", [1, 2])]
MODES = [("eight", 8), ("negative", -1)]
SLUG = [("one-letter", "g"), ("25-letters", "g" * 25), ("capital", "Gate"), ("digit-first", "7g"),
        ("underscore", "gate_7"), ("bytes", b"gate")]
LABELS = [("empty", {}), ("long-language", {"eng": "x"}), ("capital-language", {"EN": "x"}),
          ("empty-text", {"en": ""}), ("97-bytes", {"en": "x" * 97}), ("97-bytes-of-two", {
              "en": "\u00e9" * 48 + "x"}), ("number-as-language", {1: "x"}), ("text", "gate")]


def octets(size):
    """Wrong byte strings where `size` bytes are asked for."""
    return [("short", bytes(size - 1)), ("long", bytes(size + 1)), ("text", "x" * size)]


def const(*wrong):
    """Wrong values where one value is fixed."""
    return [(str(w).replace(" ", "-").lower().replace("-", "minus-", 1)
             if isinstance(w, int) and w < 0 else f"{w}".lower() or "empty", w) for w in wrong]


def pairs(good):
    """The pairs of a map in the order of its encoding."""
    return Pairs(sorted(good.items(), key=lambda item: enc(item[0])))


def long_key(label):
    """A label in a longer form than needed."""
    head = enc(label)
    if len(head) == 1:
        return Raw(bytes([head[0] & 0xE0 | 24, head[0] & 0x1F]))
    if len(head) == 2:
        return Raw(bytes([head[0] + 1, 0, head[1]]))
    return Raw(bytes([head[0] + 1]) + bytes(4) + head[1:])


def map_forms(good):
    """Wrong encodings of a whole map: (name, catches, encoding)."""
    ordered, data = pairs(good), enc(good)
    swapped = Pairs(ordered[:-2] + [ordered[-1], ordered[-2]]) if len(ordered) > 1 else None
    if swapped:
        yield "wrong-order", "takes labels in any order", enc(swapped)
    yield "twice-the-same-label", "takes a label twice", enc(Pairs([ordered[0]] + ordered))
    yield "label-long-form", "takes a label in a long form", enc(
        Pairs([(long_key(ordered[0][0]), ordered[0][1])] + ordered[1:]))
    yield "extra-label", "ignores a label that it doesn't know", enc({**good, 77: 0})
    yield "extra-text-label", "ignores a text label", enc({**good, "x": 0})
    yield "indefinite-length", "takes a map of indefinite length", (
        b"\xbf" + data[1:] + b"\xff")
    yield "long-map-head", "takes a map head in a long form", (
        bytes([0xB8, data[0] & 31]) + data[1:])
    yield "trailing-byte", "ignores what follows", data + b"\x00"
    yield "cut-off", "reads past the end", data[:-1]
    yield "empty", "takes an empty map", b"\xa0"
    yield "array", "takes an array for a map", enc([v for _, v in ordered])


def map_fields(good, wrong, names, optional=()):
    """Missing labels and wrong values: (name, catches, encoding)."""
    for label in good:
        if label not in optional:
            left = {k: v for k, v in good.items() if k != label}
            yield f"{names[label]}-missing", f"does without {names[label]}", enc(left)
    for label, values in wrong.items():
        for name, value in values:
            yield (f"{names[label]}-{name}",
                   f"takes a wrong {names[label]} ({name.replace('-', ' ')})",
                   enc({**good, label: value}))


def map_defects(good, wrong, names, optional=()):
    """All of the above."""
    yield from map_forms(good)
    yield from map_fields(good, wrong, names, optional)


def row_defects(good, wrong, names):
    """Wrong rows for an array with fixed places: (name, catches, row)."""
    yield "cut-row", "takes a row with a place too few", good[:-1]
    yield "long-row", "takes a row with a place too many", good + [0]
    for place, values in wrong.items():
        for name, value in values:
            row = list(good)
            row[place] = value
            yield (f"{names[place]}-{name}",
                   f"takes a wrong {names[place]} ({name.replace('-', ' ')})", row)


def cose_defects(cose, size=64):
    """Wrong frames of a COSE_Sign1: (name, catches, encoding)."""
    protected, unprotected, payload, signature = cose.value
    data = enc(cose)

    def frame(*parts, tag=18):
        return enc(Tag(tag, list(parts)))

    yield "tag-missing", "does without tag 18", enc(cose.value)
    yield "tag-17", "takes another tag", frame(protected, {}, payload, signature, tag=17)
    yield "tag-98", "takes COSE_Sign for COSE_Sign1", frame(protected, {}, payload, signature,
                                                            tag=98)
    yield "tag-twice", "unwraps tag 18 twice", enc(Tag(18, cose))
    yield "tag-61", "takes the tag of a CWT", enc(Tag(61, cose))
    yield "tag-long-form", "takes a tag in a long form", b"\xd8\x12" + data[1:]
    yield "unprotected-label", "ignores unprotected labels", frame(
        protected, {4: b"abcd"}, payload, signature)
    yield "unprotected-null", "takes null for an empty map", frame(
        protected, Raw(b"\xf6"), payload, signature)
    yield "payload-null", "takes a detached payload", frame(
        protected, {}, Raw(b"\xf6"), signature)
    yield "payload-not-wrapped", "takes the payload outside its byte string", frame(
        protected, {}, Raw(payload), signature)
    yield "protected-not-wrapped", "takes the header outside its byte string", frame(
        Raw(protected), {}, payload, signature)
    yield "protected-empty", "takes an empty header", frame(b"", {}, payload, signature)
    yield "signature-short", "takes a signature that is cut", frame(
        protected, {}, payload, signature[:-1])
    yield "signature-long", "ignores bytes after the signature", frame(
        protected, {}, payload, signature + b"\0")
    yield "signature-missing", "does without a signature", frame(protected, {}, payload)
    yield "fifth-part", "ignores a fifth part", frame(
        protected, {}, payload, signature, b"")
    yield "array-indefinite", "takes an array of indefinite length", (
        b"\xd2\x9f" + data[2:] + b"\xff")
    yield "array-long-head", "takes an array head in a long form", b"\xd2\x98\x04" + data[2:]
    yield "string-chunked", "takes a byte string in chunks", data.replace(
        enc(signature), b"\x5f" + enc(signature[:32]) + enc(signature[32:]) + b"\xff")
    yield "string-long-head", "takes a string head in a long form", data.replace(
        enc(signature), cbor_long_string(signature))
    yield "trailing-byte", "ignores what follows", data + b"\x00"
    yield "cut-off", "reads past the end", data[:-1]


def cbor_long_string(data):
    """A byte string whose head is one form too long."""
    head = cbor.encode_head(2, len(data))
    width = {24: 25, 25: 26}[head[0] & 31]
    return bytes([0x40 | width]) + len(data).to_bytes({25: 2, 26: 4}[width], "big") + data


def header_defects(good, names=None):
    """Wrong protected headers of an Ed25519 signature: algorithm, name of the key, type."""
    names = names or {1: "alg", 4: "kid", 16: "typ"}
    wrong = {1: [("eddsa", -8), ("es256", -7), ("ps384", -38), ("text", "Ed25519")]}
    if 4 in good:
        wrong[4] = octets(len(good[4]))
    wrong[16] = [("other", 65009), ("text", "application/cwt")]
    return map_defects(good, wrong, names)
