#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of the checker's side of whit, written from the specification alone.

    whit.py FOLDER      checks every case below FOLDER; the last line is "N passed, M failed"
    whit.py -v FOLDER   names each case that passed, too

Needs Debian's python3-nacl and python3-cryptography. The cases are described in the README.md of
the folder of vectors.
"""

import json
import os
import sys

import base45
import cbor
from audit import audit_case
from bundle import Refused, open_bundle
from cbor import Malformed
from epoch import tile_path
from exchange import EXCHANGED
from fixed import FIXED, document_text
from logproof import parse_proof
from notes import BadText, parse_checkpoint, parse_note, parse_note_key, parse_policy
from policy import PolicyRefused, question
from rebuild import rebuild
from shown import REVOCABLE, BLIND, SHOWN, decode_shown, parse_text
from stop import read_stop_text
from succession import replace
from trusted import TRUSTED
from verify import Context, verify

COMMON = {"case", "section", "catches", "kind"}
TEXTS = {"base45": lambda text: base45.decode(text.encode()), "document-text": document_text,
         "note-key": parse_note_key, "note": parse_note, "checkpoint": parse_checkpoint,
         "witness-policy": parse_policy, "log-proof": parse_proof, "tile-path": tile_path,
         "stop-text": read_stop_text}
TOKENS = {"revocable": REVOCABLE, "blind": BLIND}


class BadCase(Exception):
    """The case itself is wrong."""


class Case:
    """One JSON file; every key in it must be read."""

    def __init__(self, folder, fields):
        self.folder, self.fields, self.seen = folder, fields, set(COMMON)

    def get(self, key, *default):
        """A field; without a default it must be there."""
        self.seen.add(key)
        if key not in self.fields and not default:
            raise BadCase(f"no {key}")
        return self.fields.get(key, *default)

    def file(self, key):
        """Content of the file that a field names, or None."""
        path = self.get(key)
        if path is None:
            return None
        with open(os.path.join(self.folder, path), "rb") as file:
            return file.read()

    def hex(self, key):
        """Bytes of a hexadecimal field, or None."""
        value = self.get(key)
        return None if value is None else bytes.fromhex(value)

    def finish(self):
        """Refuses fields that nobody read."""
        left = set(self.fields) - self.seen
        if left:
            raise BadCase(f"unread: {sorted(left)}")


def shown_bytes(case):
    """The bytes that were shown."""
    if case.get("showing_hex", None) is not None:
        return bytes.fromhex(case.get("showing_hex"))
    return case.get("showing").encode()


def case_bundle(case):
    """The case's bundle, or None if there is none or it doesn't open."""
    trust, bundle = case.file("trust"), case.file("bundle")
    if trust is None or bundle is None:
        return None
    try:
        return open_bundle(trust, bundle)
    except Refused:
        return None


def run_verify(case):
    """Report on a showing."""
    context = Context(case.get("at"), case.get("floor") or 0, case.get("name"),
                      case.hex("nonce"), case.get("elapsed"), case.get("until"))
    return verify(shown_bytes(case), case_bundle(case), case.get("preset"),
                  case.get("policy", None), context)


def run_bundle(case):
    """Whether a bundle opens."""
    try:
        open_bundle(case.file("trust"), case.file("bundle"))
        return "opens"
    except Refused:
        return "refused"


def run_succession(case):
    """The root that is trusted once a bundle has replaced the installed one."""
    try:
        return replace(case.file("trust"), case.file("installed"), case.file("bundle"),
                       case.get("at")).hex()
    except Refused:
        return "refused"


def run_parse(case):
    """Whether an object has its shape."""
    kind = case.get("object")
    text = case.get("text", None)
    try:
        if kind in TEXTS:
            TEXTS[kind](text)
        elif text is not None:
            parse_text(kind, text.encode())
        elif kind in SHOWN:
            SHOWN[kind][1](decode_shown(case.hex("hex")))
        else:
            {**TOKENS, **TRUSTED, **EXCHANGED}[kind](cbor.decode(case.hex("hex")))
        return "ok"
    except (Malformed, BadText):
        return "malformed"


def run_policy(case):
    """The effective preset."""
    try:
        found = question(case_bundle(case), case.get("preset"), case.get("policy"))
    except PolicyRefused:
        return "refused"
    return {key: value for key, value in found._asdict().items() if key != "facts"}


def run_fixed(case):
    """A fixed value."""
    return FIXED[case.get("what")](**case.get("from"))


def run_log(case):
    """A whole log, made again."""
    return rebuild(case.get("origin"), case.get("log_key"), case.get("witnesses"),
                   case.get("steps"))


def run_audit(case):
    """What an auditor finds."""
    return audit_case(case.hex("trust"), case.get("at"), case.get("logs"), case.get("notes"),
                      case.get("objects"), case.get("served"), case.get("people", ()))


RUN = {"verify": run_verify, "bundle": run_bundle, "succession": run_succession,
       "parse": run_parse, "policy": run_policy, "fixed": run_fixed, "log": run_log,
       "audit": run_audit}


def run_case(folder, path):
    """What is wrong with a case, or None."""
    with open(path, encoding="utf-8") as file:
        case = Case(folder, json.load(file))
    name = os.path.relpath(path, folder)[:-len(".json")]
    if case.get("case") != name or not case.get("section") or not case.get("catches"):
        return "case, section or catches is wrong"
    expected = case.get("expect")
    try:
        found = RUN[case.get("kind")](case)
        case.finish()
    except (BadCase, KeyError, OSError, ValueError) as why:
        return f"bad case: {why!r}"
    return None if found == expected else f"expected {expected}, found {found}"


def case_files(folder):
    """All cases below a folder, in order."""
    found = []
    for base, _, names in os.walk(folder):
        found += [os.path.join(base, name) for name in names if name.endswith(".json")]
    return sorted(found)


def main(arguments):
    """Runs all cases of a folder."""
    loud = arguments[:1] == ["-v"]
    folders = arguments[1:] if loud else arguments
    if len(folders) != 1 or folders[0].startswith("-") or not os.path.isdir(folders[0]):
        sys.stderr.write(__doc__)
        return 3
    passed = failed = 0
    for path in case_files(folders[0]):
        wrong = run_case(folders[0], path)
        if wrong:
            failed += 1
            print(f"failed: {path}: {wrong}")
        else:
            passed += 1
            if loud:
                print(f"passed: {path}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
