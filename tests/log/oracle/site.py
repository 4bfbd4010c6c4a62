#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""site.py BIN: what whit-issuer publishes of its log passes the Go project's code.

An issuer for training publishes on four days as plain files. Then the oracle reads its log with the
keys that stand in its trust file and its own list: signatures, tiles, entries, headers, and proofs
made from the tiles. With one byte of any kind of file changed it must say no.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
DAYS = ("2027-02-13T10:00:00Z", "2027-02-14T00:06:00Z", "2027-02-14T12:00:00Z",
        "2027-02-17T03:00:00Z")


class Issuer:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder / "an office"
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text("of an oracle\n")

    def run(self, *words):
        with open(self.passphrase) as passphrase:
            done = subprocess.run([self.program, *words, "--dir", self.folder, "--passphrase-fd",
                                   "0"], stdin=passphrase, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"whit-issuer {words[0]} ended with {done.returncode}: {done.stderr}")
        return done.stdout


def publish(issuer, site):
    issuer.run("init", issuer.folder, "--iss", "dlo", "--name", "Oracle", "--origin",
               "oracle.whit.example/", "--url", "https://oracle.whit.example", "--specimen",
               "--at", DAYS[0])
    issuer.run("catalogue", "apply", ROOT / "tests/support/catalogue.json")
    sizes = []
    for day in DAYS:
        issuer.run("publish", site, "--at", day)
        checkpoint = (site / "log" / "1" / "checkpoint").read_text()
        sizes.append(int(checkpoint.splitlines()[1]))
    return sizes


def keys(issuer, folder):
    """A key a line: those that the log may sign with, then the witnesses of the trust file."""
    trust = folder / "trust"
    issuer.run("trust", "--out", trust)
    state = json.loads(issuer.run("log", "status", "--json", "--at", DAYS[-1]))
    witnesses = re.findall(rb"witness [^ ]+ ([^ \n]+)", trust.read_bytes())
    file = folder / "keys"
    file.write_text("\n".join(state["keys"] + [key.decode() for key in witnesses]) + "\n")
    return file, len(witnesses)


def build_oracle(folder):
    env = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOFLAGS="",
               GOCACHE=str(folder / "cache"))
    subprocess.run(["go", "build", "-o", folder / "oracle", HERE / "oracle.go"], env=env, check=True)
    return folder / "oracle"


def refuses(oracle, log, name, at, key_file):
    """Whether the oracle says no to the log with one bit of a file changed."""
    spoiled = log.parent / "spoiled"
    shutil.rmtree(spoiled, ignore_errors=True)
    shutil.copytree(log, spoiled)
    data = bytearray((spoiled / name).read_bytes())
    data[at] ^= 1
    (spoiled / name).write_bytes(data)
    return subprocess.run([oracle, spoiled, key_file], capture_output=True).returncode != 0


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        issuer = Issuer(pathlib.Path(sys.argv[1]) / "whit-issuer", folder)
        site = folder / "a site"
        sizes = publish(issuer, site)
        if sizes != sorted(sizes) or sizes[-1] <= sizes[0]:
            sys.exit(f"the log doesn't grow: {sizes}")
        key_file, witnesses = keys(issuer, folder)
        if witnesses == 0:
            sys.exit("no witness in the trust file")
        oracle = build_oracle(folder)
        log = site / "log" / "1"
        subprocess.run([oracle, log, key_file], check=True)
        for name, at in (("checkpoint", 2), ("checkpoint", -8), ("header/1", -1), ("tile/0/000", 5),
                         ("tile/entries/000", 40)):
            if not refuses(oracle, log, name, at, key_file):
                sys.exit(f"not found: byte {at} of {name} changed")
    print(f"published at {sizes}, and five changed bytes found")


if __name__ == "__main__":
    main()
