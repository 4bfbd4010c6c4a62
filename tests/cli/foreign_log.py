#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a log in the formats of C2SP that isn't one of ours, as other software publishes them:
entries of any length, tiles and bundles that aren't full, another key, two witnesses.

    foreign_log.py DIR SIZE          prints the log's key; DIR/policy.txt names key and witnesses
"""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.environ.get("WHIT_ROOT", str(ROOT)) + "/spec/reference")

import build_log  # noqa: E402  pylint: disable=wrong-import-position
from build_keys import Ed  # noqa: E402  pylint: disable=wrong-import-position
from notes import LOG  # noqa: E402  pylint: disable=wrong-import-position
from primitives import leaf_hash  # noqa: E402  pylint: disable=wrong-import-position
from tree import Tree, files_of  # noqa: E402  pylint: disable=wrong-import-position

NAME, SEEN = "example.org/tessera", 1802900000


def main(folder, size):
    """All files."""
    key, tree = Ed("foreign log"), Tree()
    entries = [f"entry {i} ".encode() * (1 + i % 7) for i in range(size)]
    for entry in entries:
        tree.append(leaf_hash(entry))
    body = f"{NAME}\n{size}\n{build_log.text64(tree.root())}\n"
    note = body + "\n" + build_log.log_line(body, key)
    note += "".join(build_log.cosign(body, name, SEEN) for name in ("w1", "w2"))
    files = {**files_of(tree, entries), "checkpoint": note.encode(), "entry-7": entries[7]}
    vkey = build_log.vkey(NAME, LOG, key)
    files["policy.txt"] = f"log {vkey}\n{build_log.POLICY}".encode()
    for path, data in files.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
    print(vkey)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
