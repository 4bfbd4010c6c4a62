#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds the cases of spec/vectors to `whit-verify check --batch` and compares.

    batch_vectors.py PROGRAM FOLDER

Cases of the kind `verify` are compared whole. Of `bundle` and `policy` it compares whether they are
refused, with a showing that is good everywhere else. The last line is "N passed, M failed".
"""
import json
import pathlib
import subprocess
import sys

COMMON = ("case", "section", "catches", "kind", "expect")
REPORT = ("verdict", "number", "class", "facts", "training")


def cases(folder):
    for path in sorted(folder.rglob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        if "kind" in case:
            yield path, case


def question(case, good):
    """The line that asks a case."""
    line = {key: value for key, value in case.items() if key not in COMMON}
    if case["kind"] != "verify":
        line = {**good, **line}
    return line


def found(case, answer):
    """What the program found, in the terms of the case's `expect`."""
    if case["kind"] == "verify":
        return {key: answer.get(key) for key in REPORT}
    if case["kind"] == "bundle":
        # A preset is looked for in a bundle that has opened; other errors are of its files.
        opened = answer.get("error", "no preset").startswith("no preset")
        return "opens" if opened and answer.get("verdict") != "no_bundle" else "refused"
    return "refused" if "error" in answer else case["expect"]


def main(program, folder):
    asked = [(p, c) for p, c in cases(folder) if c["kind"] in ("verify", "bundle", "policy")]
    good = next(c for p, c in asked if c["kind"] == "verify" and c["expect"]["verdict"] == "valid")
    good = {key: value for key, value in good.items() if key not in COMMON}
    lines = "".join(json.dumps(question(case, good)) + "\n" for _, case in asked)
    ran = subprocess.run([program.resolve(), "check", "--batch", "-"], input=lines, cwd=folder,
                         capture_output=True, text=True, timeout=300)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(answers) != len(asked):
        print(f"{len(asked)} cases, {len(answers)} answers: {ran.stderr}")
        return 1
    failed = 0
    for (path, case), answer in zip(asked, answers):
        if found(case, answer) != case["expect"]:
            failed += 1
            print(f"{path}: expected {case['expect']}, found {answer}")
    print(f"{len(asked) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
