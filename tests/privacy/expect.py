#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the linker over a small town and looks at what it says.

    expect.py LINKER --caught NAMES [--allowed N] [--least N] -- OPTIONS

NAMES are attacks, joined by commas: each of them must have been caught by that name, and others may
have been; "nobody" is exit code 0. At least so many showings there must have been (500). With --allowed the published seeds must have told at least N
showings, and exactly those that the design admits.
"""
import json
import subprocess
import sys


def rows_of(linker, options):
    done = subprocess.run([linker, "--json", *options], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"ended with {done.returncode}: {done.stderr}")
    return done.returncode, json.loads(done.stdout), done.stderr


def main():
    arguments, options = sys.argv[1:], []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, options = arguments[:cut], arguments[cut + 1:]
    linker = arguments[0]
    wanted = arguments[arguments.index("--caught") + 1].split(",")
    allowed = int(arguments[arguments.index("--allowed") + 1]) if "--allowed" in arguments else 0
    least = int(arguments[arguments.index("--least") + 1]) if "--least" in arguments else 500
    code, report, said = rows_of(linker, options)
    print(json.dumps(report, indent=1))
    caught = {row["attack"] for row in report["rows"] if row["verdict"] in ("LINKED", "MISSED")}
    if wanted == ["nobody"]:
        assert code == 0 and not caught, f"caught by {caught}"
    else:
        assert code == 1, "nobody was caught"
        for name in wanted:
            assert name in caught, f"not caught by {name}, but by {caught}"
            assert name in said, f"{name} isn't named: {said}"
    assert report["showings"] > least and report["verified"] > least / 40, "too little happened"
    if "--collude" in options:
        traced = [row for row in report["rows"] if row["attack"] == "register"]
        assert len(traced) == 2 and all(row["verdict"] == "as allowed" for row in traced), traced
        assert traced[0]["found"] > traced[1]["found"] > 10, traced
        return
    seeds = [row for row in report["rows"] if row["attack"] == "published seeds"]
    assert len(seeds) == 2
    if allowed:
        assert all(row["verdict"] == "as allowed" for row in seeds), seeds
        assert seeds[0]["found"] >= allowed and seeds[1]["found"] >= allowed / 2, seeds
        assert report["returned"] > 0, "nobody came back"


main()
