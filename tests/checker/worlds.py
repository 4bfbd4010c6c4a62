# SPDX-License-Identifier: Apache-2.0
"""Bundles that follow each other, laid out for a web server, and a checker that takes them in.

The keys are those of the vectors (spec/reference/build.py)."""
import os
import pathlib
import resource
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "spec/reference"))
sys.dont_write_bytecode = True
import build  # noqa: E402
import build_log  # noqa: E402
from cbor import decode  # noqa: E402

AT = build.NOW  # the clock that every command is given
MEGABYTE = 1000 * 1000


class Wrong(Exception):
    """Something isn't as it has to be."""


def must(holds, what):
    """Stops the test unless it holds."""
    if not holds:
        raise Wrong(what)


def payload_of(signed_head):
    """The content of a signed head."""
    return decode(signed_head).value[2]


class Issue:
    """One bundle: its head, its segments by name, and its one-file form."""

    def __init__(self, version, before=None, segments=(), iss="dlo", shift=0, list_claims=None,
                 log_proof="whole", rows=build.same, **parts):
        data = [(1, build.TODAY, [[65001, seed]]) for seed in segments]

        def named(claims):
            return {**claims, 1: iss}

        def head(claims):
            times = {label: claims[label] + shift for label in (3, 4, 5)}
            linked = {6: build.sha256(payload_of(before.head))} if before else {}
            return named({**claims, **times, **linked, 2: version, 12: rows(claims[12])})

        def key_list(claims):
            return named({**claims, **(list_claims or {})})

        change = parts.pop("manifest", build.same)
        proof = build_log.Proof({name: seen + shift for name, seen in build.SEEN.items()})
        proof = proof if log_proof == "whole" else log_proof
        world = build.World(segments=data, head=head, proof=proof, trust=named, key_list=key_list,
                            manifest=lambda claims: named(change(claims)), **parts)
        self.version, self.trust, self.whole = version, world.trust, world.bundle
        self.head, data = split(world.bundle)
        self.segments = {build.sha256(one).hex(): one for one in data}

    def lay_out(self, folder):
        """Writes what whit-issuer publish DIR writes of a bundle."""
        at = pathlib.Path(folder, "v1/bundle")
        (at / "segment").mkdir(parents=True, exist_ok=True)
        for name, content in self.segments.items():
            (at / "segment" / name).write_bytes(content)
        (at / "whole").write_bytes(self.whole)
        (at / "head").write_bytes(self.head)


def split(whole):
    """The signed head of a bundle file, as it was encoded, and its segments."""
    parts = decode(whole)
    data = list(parts[1])
    tail = build.enc(data)
    return whole[1:len(whole) - len(tail)], data


def seeds(count, salt=""):
    """Seeds for as many segments."""
    return [build.seed(f"{salt} withdrawn {i}", 16) for i in range(count)]


class Checker:
    """whit-verify with a data folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = str(program), pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = self.folder / "data"

    def command(self, *args, at=AT):
        """A command line for this folder."""
        clock = ["--at", str(at)] if args[0] == "bundle" else []
        return [self.program, *map(str, args), "--dir", str(self.data), *clock]

    def run(self, *args, at=AT, memory=200 * MEGABYTE, **more):
        """Runs it with little memory: a file of 200 MB doesn't fit."""
        def limit():
            if "WHIT_TEST_NO_MEMORY_LIMIT" not in os.environ:
                resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        environment = {**os.environ, "HOME": str(self.folder), "no_proxy": "*"}
        return subprocess.run(self.command(*args, at=at), capture_output=True, check=False,
                              text=True, preexec_fn=limit, env=environment, timeout=120, **more)

    def ok(self, *args, **more):
        """What it prints when it works."""
        done = self.run(*args, **more)
        must(done.returncode == 0, f"{args}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def refused(self, says, *args, **more):
        """It ends with 3, one sentence and no crash; what it says."""
        done = self.run(*args, **more)
        must(done.returncode == 3, f"{args}: exit code {done.returncode}, not 3: {done.stderr}")
        must(says in done.stderr, f"{args}: no \"{says}\" in: {done.stderr}")
        must("out of memory" not in done.stderr, f"{args}: {done.stderr}")
        return done.stderr

    def trust(self, issue, name="trust"):
        """Believes the root of an issue."""
        file = self.folder / name
        file.write_bytes(issue.trust)
        self.ok("trust", "add", "--yes", file)

    def version(self, iss="dlo"):
        """Which version of an issuer's data works here; 0 for none."""
        for line in self.ok("bundle", "show").splitlines():
            if line.startswith(iss + "   v"):
                return int(line.split("v", 1)[1].split(",")[0])
        return 0
