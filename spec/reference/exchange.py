# SPDX-License-Identifier: Apache-2.0
"""Objects between wallet and issuer: enrolling, collecting, stopping and notices."""

from primitives import ED25519
from shape import (DAY, DOCUMENT_TAG, HANDLE, ISS, KINDS, SECS, UINT, VALUE, VCT, array, ascending,
                   either, exactly, need, number, octets, record, row, sign1, text, vcts)

OWN_TOKEN = row(VCT, HANDLE, octets(64))
SET_KEY = either(row(octets(32), octets(64)), row(octets(32), octets(64), OWN_TOKEN))
BLINDED = array(row(DAY, VCT, array(octets(256), 1, 8)), 1, 128)
SIGNED_HANDLE = either(row(HANDLE, octets(64)), row(HANDLE, DOCUMENT_TAG, octets(64)))
SIGNED_HANDLES = array(SIGNED_HANDLE, 1)

ENROL = sign1(
    record({1: exactly(ED25519), 16: exactly(65014)}),
    record({1: ISS, 2: octets(16), 3: text(least=6, most=12), 4: octets(32), 5: SECS}))
COLLECT_FORM = sign1(
    record({1: exactly(ED25519), 4: octets(8), 16: exactly(65013)}),
    record({1: ISS, 2: number(1, 2**63 - 1)},
           {3: array(row(DAY, vcts(1, 64), array(SET_KEY, 1, 8)), 1, 128), 4: BLINDED}))
COLLECTED = record(
    {2: UINT},
    {3: array(either(row(DAY, VCT, SIGNED_HANDLES), row(DAY, VCT, VALUE, SIGNED_HANDLES)), 1),
     4: BLINDED})

def parse_enrolled(value):
    """Reply to enrolling."""
    found = record({1: octets(8), 2: SECS, 3: array(row(VCT, KINDS), 0, 64)})(value)
    need(ascending([vct for vct, _ in found[3]]), "facts not ascending")
    return found


def parse_collect(value):
    """Request for tokens; no day and fact twice."""
    found = COLLECT_FORM(value)
    sets = [(day, vct) for day, facts, _ in found.payload.get(3, []) for vct in facts]
    blind = [(day, vct) for day, vct, _ in found.payload.get(4, [])]
    need(len(sets) == len(set(sets)) and len(blind) == len(set(blind)), "asked twice")
    return found


# No control character, and none that ends a line or turns its direction.
PLAIN = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*"

ERROR = record({1: UINT, 2: text()})
STOP = record({1: ISS, 2: octets(16)})
NOTICE = sign1(
    record({1: exactly(ED25519), 4: octets(8), 16: exactly(65017)}),
    record({1: ISS, 2: VCT, 3: DAY, 4: text(PLAIN, most=200), 5: SECS}))
NOTICED = record({1: number(0, 2)})

EXCHANGED = {"enrol": ENROL, "enrolled": parse_enrolled, "collect": parse_collect,
             "collected": COLLECTED, "error": ERROR, "stop": STOP, "notice": NOTICE,
             "noticed": NOTICED}
