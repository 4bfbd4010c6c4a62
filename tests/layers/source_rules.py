#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules that every source file keeps: who may include whom, ASCII, a licence line, short files.

    source_rules.py layers|ascii|spdx|length [--root DIR]
    source_rules.py self-test

Exit code 0 if the rule holds, 1 with one line a finding if it doesn't.
"""
import argparse
import os
import pathlib
import re
import sys
import tempfile

# A file may include its own layer and layers of a lower rank, never a sibling of its rank.
RANK = {"base": 0, "crypto": 1, "token": 2, "log": 3, "status": 3, "trust": 3, "verify": 4,
        "issue": 5, "wallet": 5, "audit": 5, "wasm": 6, "store": 6, "serve": 7, "cli": 8}

# The layer that each public header belongs to. A new header must be entered here.
PUBLIC = {
    "bytes.h": "base", "errc.h": "base", "result.h": "base", "time.h": "base",
    "token.h": "token", "request.h": "token", "qr_text.h": "token", "invitation.h": "token",
    "trust.h": "trust", "bundle.h": "trust", "policy.h": "trust",
    "verdict.h": "verify", "verify.h": "verify", "replay.h": "verify", "document.h": "verify",
    "prepared.h": "verify",
}

# Who may include what from outside, by the first characters of the name in the include line.
OUTSIDE = {
    "sodium": {"crypto"},
    "openssl/": {"crypto", "serve"},
    "httplib": {"serve"},
    "nlohmann/": {"serve", "cli"},
    "sqlite3": {"store"},
    "CLI/": {"cli"},
    "p11-kit/": {"crypto"},
    "qrencode": {"cli"}, "ZXing/": {"cli"}, "png.h": {"cli"}, "jpeglib.h": {"cli"},
}
# One of our three compilers lacks these, or they are slow to compile and easy to misuse.
NOWHERE = {"ranges", "format", "expected", "source_location", "regex"}
# Ranks 0 to 5 are logic on values: no printing, files, threads, clocks or randomness.
NOT_IN_LIBRARIES = {"iostream", "fstream", "filesystem", "thread", "random", "cstdio", "stdio.h",
                    "ctime", "time.h", "unistd.h", "fcntl.h", "netdb.h"}
NOT_IN_LIBRARIES_UNDER = ("sys/", "netinet/", "arpa/")
# Randomness and guarded memory live in crypto but stay out of the verifier's archive
# (check_offline.py holds them out), so they may speak to the system.
SYSTEM_ALLOWED = re.compile(r"^crypto/(rng|secret|keyfile|memory)[a-z_]*\.(h|cpp)$")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CODE = {".cpp", ".h", ".c"}
OTHER_SOURCE = {".py", ".cmake", ".sh", ".map", ".js", ".mjs", ".ts"}
SKIP = {"build", ".git", "node_modules", "__pycache__"}
SOFT_LINES, HARD_LINES = 300, 400


def layer_of(path, root):
    """The layer a file of ours belongs to, None if it is in no layer (tests, benches)."""
    parts = path.relative_to(root).parts
    if parts[0] == "src":
        return parts[1]
    if parts == ("include", "whit.h"):
        return "verify"
    if parts[:2] == ("include", "whit"):
        return PUBLIC.get(parts[2], "?")
    return None


def resolve(name, path, root):
    """The file of ours that an include line names, or None."""
    for base in (path.parent, root / "src", root / "include"):
        if (base / name).is_file():
            return (base / name).resolve()
    return None


def include_error(path, quote, name, root):
    """What is wrong with one include line, or None."""
    mine = layer_of(path, root)
    if name in NOWHERE:
        return f"<{name}> is not in the subset that all our compilers know"
    for prefix, allowed in OUTSIDE.items():
        if name.startswith(prefix) and mine is not None and mine not in allowed:
            return f"{mine} may not include {name}; only {', '.join(sorted(allowed))} may"
    if mine is None:
        return None
    if RANK[mine] <= 5 and not SYSTEM_ALLOWED.match("/".join(path.relative_to(root).parts[1:])):
        if name in NOT_IN_LIBRARIES or name.startswith(NOT_IN_LIBRARIES_UNDER):
            return f"{mine} may not include <{name}>: no I/O, clock or randomness there"
    target = resolve(name, path, root)
    if target is None:
        return f'"{name}" is no file of src/ or include/' if quote == '"' else None
    theirs = layer_of(target, root)
    if theirs in (None, "?", mine):
        return None
    if theirs not in RANK or RANK[theirs] >= RANK[mine]:
        return f"{mine} (rank {RANK[mine]}) may not include {name}, which is {theirs}"
    return None


def files(root, suffixes):
    """Every source file with one of these suffixes; scripts without one count as .sh."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - SKIP)
        for path in (pathlib.Path(folder) / name for name in sorted(names)):
            relative = path.relative_to(root).as_posix()
            suffix = path.suffix
            if path.name == "CMakeLists.txt":
                suffix = ".cmake"
            elif not suffix and relative.startswith(("scripts/", ".ci/")):
                suffix = ".py" if b"python" in path.read_bytes()[:40] else ".sh"
            if suffix in suffixes and relative != "scripts/packages":
                yield path


def check_layers(root):
    for path in files(root, CODE):
        mine = layer_of(path, root)
        if mine is not None and mine not in RANK:
            yield path, 1, ("enter it in PUBLIC in tests/layers/source_rules.py" if mine == "?"
                            else f"no such layer: {mine}")
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            error = found and include_error(path, found[1], found[2], root)
            if error:
                yield path, number, error


def check_ascii(root):
    for path in files(root, CODE | OTHER_SOURCE):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if any(byte > 126 or (byte < 32 and byte != 9) for byte in line):
                yield path, number, "a byte that is not printable ASCII"
            elif b"\t" in line:
                yield path, number, "a tab"


def check_spdx(root):
    for path in files(root, CODE | OTHER_SOURCE):
        first = path.read_text("utf-8").splitlines()[:2]
        if not any("SPDX-License-Identifier: Apache-2.0" in line for line in first):
            yield path, 1, "the SPDX line is not the first (or the second, after #!)"


def check_length(root):
    for path in files(root, CODE | {".py", ".sh", ".js", ".mjs", ".ts"}):
        count = len(path.read_text("utf-8").splitlines())
        if count > HARD_LINES:
            yield path, count, f"longer than {HARD_LINES} lines; split it by what it is about"
        elif count > SOFT_LINES:
            print(f"note: {path.relative_to(root)}: {count} lines, the aim is {SOFT_LINES}")


RULES = {"layers": check_layers, "ascii": check_ascii, "spdx": check_spdx, "length": check_length}


def run(rule, root):
    findings = list(RULES[rule](root))
    for path, line, text in findings:
        print(f"{path.relative_to(root)}:{line}: {text}")
    return findings


PLANTED = [  # rule, path, content; each must be found
    ("layers", "src/base/up.cpp", '#include "token/token.h"\n'),
    ("layers", "src/trust/sibling.cpp", '#include "log/tile.h"\n'),
    ("layers", "src/verify/print.cpp", "#include <iostream>\n"),
    ("layers", "src/token/sodium.cpp", "#include <sodium.h>\n"),
    ("layers", "src/issue/json.cpp", "#  include <nlohmann/json.hpp>\n"),
    ("layers", "src/cli/hsm.cpp", "#include <p11-kit/pkcs11.h>\n"),
    ("layers", "src/serve/db.cpp", "#include <sqlite3.h>\n"),
    ("layers", "src/wallet/fmt.cpp", "#include <format>\n"),
    ("layers", "src/odd/odd.cpp", "int odd;\n"),
    ("layers", "include/whit/new_header.h", "int x;\n"),
    ("ascii", "src/base/quote.cpp", "// \u201cquoted\u201d\n"),
    ("spdx", "src/base/bare.cpp", "int x;\n"),
    ("ascii", "web/whit/quote.mjs", "// \u201cquoted\u201d\n"),
    ("spdx", "web/verify/bare.js", "let x;\n"),
    ("length", "src/base/long.cpp", "int x;\n" * 401),
]
FINE = {"src/token/token.h": "// SPDX-License-Identifier: Apache-2.0\nstruct T;\n",
        "src/log/tile.h": "// SPDX-License-Identifier: Apache-2.0\n#include \"base/b.h\"\n",
        "src/base/b.h": "// SPDX-License-Identifier: Apache-2.0\n#include <span>\n",
        "src/crypto/c.cpp": "// SPDX-License-Identifier: Apache-2.0\n#include <sodium.h>\n"}


def self_test():
    failed = 0
    for rule, name, content in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            for path, text in FINE.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, "utf-8")
            for other in RULES:
                failed += len(run(other, root))
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, "utf-8")
            if not run(rule, root):
                print(f"self-test: nothing found in the planted {name}")
                failed += 1
    print(f"self-test: {len(PLANTED)} planted, {failed} missed")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rule", choices=[*RULES, "self-test"])
    parser.add_argument("--root", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    if arguments.rule == "self-test":
        return 1 if self_test() else 0
    return 1 if run(arguments.rule, arguments.root.resolve()) else 0


if __name__ == "__main__":
    sys.exit(main())
