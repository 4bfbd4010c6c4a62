# SPDX-License-Identifier: Apache-2.0
"""Objects that a checker trusts: trust file, manifest, key list, head, segment, bundle file."""

import cbor
from shape import (DAY, DOCUMENT, HASH, ISS, KID, KIND_BLIND, KIND_PAPER, KINDS, MEDIUM, MODES,
                   SECS, SLUG, STATE, UINT, VALUE_NUMBER, VALUE_TEXT, VCT, array, ascending,
                   either, exactly, labels, need, number, octets, record, row, signed, text)

REVOCABLE, PAPER = 1, 7  # media of key list, segments and accept-only lists

LONG_TEXT = text(most=65536)

TRUST_FILE = record({1: ISS, 2: HASH, 3: LONG_TEXT, 4: LONG_TEXT, 5: LONG_TEXT})
ROOT_MANIFEST = signed(record(
    {1: ISS, 2: UINT, 3: array(row(number(1, 3), octets(32), DAY, DAY), 1), 4: DAY, 5: HASH},
    {6: exactly(True), 7: octets(32)}), 65010)
KEY_LIST = signed(record(
    {1: ISS, 2: UINT,
     3: array(row(MEDIUM, array(VCT, 1), DAY, DAY, octets(32), STATE)),
     4: array(row(VCT, DAY, octets(256), STATE))}), 65016)
FACT_FORM = record(
    {1: VCT, 2: SLUG, 3: KINDS, 4: MODES, 5: number(1, 60), 6: number(1, 8), 10: labels},
    {7: number(1, 366), 8: number(600, 10800),
     9: either(array(VALUE_TEXT, 1), row(VALUE_NUMBER, VALUE_NUMBER))})
PRESET = record(
    {1: SLUG, 2: array(VCT, 1, 4), 3: KINDS, 4: MODES, 5: number(0, 1), 6: number(300, 1209600),
     7: number(120, 604800), 8: either(exactly(True), exactly(False)), 9: labels})


def parse_fact(value):
    """Catalogue fact with the rules over its labels."""
    fact = FACT_FORM(value)
    kinds, values = fact[3], fact.get(9)
    need((7 in fact) == bool(kinds & KIND_PAPER), "paper life exactly for paper")
    need((8 in fact) == bool(kinds & KIND_BLIND), "lead exactly for blind")
    if values is not None:
        need(not kinds & KIND_BLIND and fact[1] != DOCUMENT, "values of this fact")
        bounds = type(values[0]) is int
        need(values[0] <= values[1] if bounds else len(set(values)) == len(values), "values")
    need(fact[1] != DOCUMENT or not kinds & KIND_BLIND, "blind document")
    return fact


HEAD = signed(record(
    {1: ISS, 2: UINT, 3: SECS, 4: SECS, 5: SECS, 6: HASH, 7: octets(), 8: octets(),
     9: row(octets(), text()), 10: array(parse_fact, 1), 11: array(PRESET, 1),
     12: array(row(MEDIUM, DAY, HASH, UINT))},
    {13: array(row(MEDIUM, KID, octets())), 14: array(row(text(), HASH), 1),
     15: array(row(VCT, number(0, 60), number(0, 8)), 1)}), 65011)
EPOCH_HEADER = record(
    {1: UINT, 2: DAY, 3: UINT, 4: UINT, 5: HASH, 6: HASH, 7: array(HASH),
     9: array(row(either(exactly(1), exactly(2), exactly(7)), VCT, KID, DAY, UINT))},
    {8: array(row(UINT, HASH), 1)})
BUNDLE_FILE = row(HEAD, array(octets()))


def cut(data, size=16):
    """The pieces of a string of fixed-size pieces; they must ascend strictly."""
    need(len(data) % size == 0, "not whole pieces")
    pieces = [data[i:i + size] for i in range(0, len(data), size)]
    need(ascending(pieces), "pieces not ascending")
    return pieces


def parse_segment(value):
    """Segment, as {vct: seeds}."""
    rows = array(row(VCT, octets()))(value)
    need(ascending([vct for vct, _ in rows]), "facts not ascending")
    need(all(seeds for _, seeds in rows), "an entry without seeds")
    return {vct: cut(seeds) for vct, seeds in rows}


def parse_head(value):
    """Head with the objects inside it: (head, manifest, key list, epoch header)."""
    head = HEAD(value)
    return (head, ROOT_MANIFEST(cbor.decode(head.payload[7])),
            KEY_LIST(cbor.decode(head.payload[8])),
            EPOCH_HEADER(cbor.decode(head.payload[9][0])))


def parse_bundle_file(value):
    """Bundle file: (head with its parts, segments' bytes)."""
    head, segments = BUNDLE_FILE(value)
    for segment in segments:
        parse_segment(cbor.decode(segment))
    return parse_head(value[0]), segments


TRUSTED = {"trust-file": TRUST_FILE, "root-manifest": ROOT_MANIFEST, "key-list": KEY_LIST,
           "head": parse_head, "segment": parse_segment, "catalogue-fact": parse_fact,
           "preset": PRESET, "epoch-header": EPOCH_HEADER, "bundle-file": parse_bundle_file}
