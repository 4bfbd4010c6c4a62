#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Plays frauds with an issuer's log, each signed by whoever would sign it, and sees that each is
found under its own name: by the reference, and by whit-audit as a person would run it.

    tamper.py --audit PROGRAM [--only NAME]... [--verbose]
    tamper.py --reader                                      the reference alone
    tamper.py --list                                        the frauds and what they are found as

One line a fraud, a table at the end. Exit code 1 if one isn't found, or has another name, another
exit code, or no evidence that `whit-audit evidence verify` takes.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True

# pylint: disable=wrong-import-position,unused-import
from auditor import Auditor, Site  # noqa: E402
from stage import FRAUDS, HOUR, Keys, Stage, honest  # noqa: E402
import frauds_entries  # noqa: E402,F401
import frauds_days  # noqa: E402,F401
import frauds_keys  # noqa: E402,F401
import frauds_blind  # noqa: E402,F401
import frauds_heads  # noqa: E402,F401
import frauds_witnesses  # noqa: E402,F401
import frauds_files  # noqa: E402,F401
import frauds_tokens  # noqa: E402,F401
from audit import Audit  # noqa: E402
from audit_tree import Folder  # noqa: E402
from findings import CODES  # noqa: E402
from primitives import leaf_hash  # noqa: E402

SHORT, LONG = 3, 59  # days of the two honest worlds


class Wrong(Exception):
    """A fraud that wasn't found as it should be."""


def need(condition, text):
    """Raises Wrong unless the condition holds."""
    if not condition:
        raise Wrong(text)


class Theatre:
    """Where frauds are played one after the other: a folder that is served, two honest worlds, and
    what an auditor has of each."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.site = os.path.join(folder, "site")
        os.mkdir(self.site)
        self.server = Site(self.site)
        self.worlds = {long: honest(Keys(), LONG if long else SHORT, self.server.url + "/w",
                                    self.server.url) for long in (False, True)}
        self.before = {}

    def fill(self, world, change=lambda files: files):
        """What the web server has."""
        shutil.rmtree(self.site)
        os.mkdir(self.site)
        world.write(self.site, change)

    def auditor(self, name):
        """A folder of whit-audit."""
        return Auditor(self.program, os.path.join(self.folder, name))

    def first_look(self, long):
        """An honest world: nothing is to be found in it, by nobody."""
        world, at = self.worlds[long], self.worlds[long].last_sign + HOUR
        self.fill(world)
        found = Audit(Folder(self.site), at, trust=world.trust).run()
        need(not found.rows, f"the reference finds {found.rows} in an honest log")
        if not self.program:
            return
        self.server.shown = {name: world.log.note for name in ("w1", "w2", "w3")}
        auditor = self.auditor(f"before-{long}")
        done = auditor.init(at, world.trust, self.site)
        need(done.code == 0, f"init says {done.code}: {done.err}")
        for words in (["sync"], ["check"], ["gossip"]):
            done = auditor.run(at, *words)
            need(done.code == 0 and not done.findings(),
                 f"{words[0]} of an honest log says {done.code}: {done.out} {done.err}")
        need(not auditor.evidence(), "evidence against an honest log")
        self.before[long] = auditor

    def play(self, play, finding, proof, long):
        """One fraud; what it cost in seconds."""
        stage = Stage(self.worlds[long], Keys())
        play(stage)
        self.fill(stage.site, stage.change)
        self.server.headers = stage.http or {}
        found = Audit(Folder(self.site), stage.at, trust=stage.site.trust, seen=stage.seen,
                      shown=stage.shown.values(), tokens=stage.tokens,
                      people=stage.people).run()
        need(finding in found.names() and found.code() == CODES[finding],
             f"the reference finds {found.names()}, {found.code()}")
        return self.audit(stage, finding, proof, long) if self.program else 0

    def audit(self, stage, finding, proof, long):
        """The same by whit-audit."""
        auditor = self.auditor("state")
        if stage.first_look or stage.http:
            auditor.forget()
            done = auditor.init(stage.at, stage.site.trust,
                                self.server.url if stage.http else self.site)
            need(done.code == 0, f"init says {done.code}: {done.err}")
        else:
            auditor.remember(self.before[long])
        notes = {name: stage.site.log.note for name in ("w1", "w2", "w3")}
        self.server.shown = {**notes, **stage.shown}
        runs = [auditor.run(stage.at, *words) for words in self.commands(stage)]
        self.judge(auditor, runs, finding)
        self.judge_evidence(auditor, runs, stage, finding, proof)
        return sum(run.seconds for run in runs)

    def commands(self, stage):
        """What a person would type."""
        people = [word for vct, most in stage.people.items()
                  for word in ("--people", f"{vct}={most}")]
        found = [["sync"]] + [["check"] + people] * stage.check
        if stage.gossip:
            found.append(["gossip"])
        if stage.find:
            found.append(self.find_words(stage))
        return found

    def find_words(self, stage):
        """How a token is looked up: itself, or the leaf hash that a checker kept."""
        entry, day = stage.tokens[0]
        seen = time.strftime("%Y-%m-%d", time.gmtime(day * 86400))
        path = os.path.join(self.folder, "token" if stage.token else "hashes")
        with open(path, "wb") as file:
            file.write(stage.token or f"# {seen}\n{leaf_hash(entry).hex()} "
                       f"{int.from_bytes(entry[8:12], 'big')}\n".encode())
        return ["find", "--seen", seen, path] if stage.token else ["find", "--queue", path]

    @staticmethod
    def judge(auditor, runs, finding):
        """Name and exit code, and that no run ended in another way."""
        names = [one["finding"] for run in runs for one in run.findings()]
        need(finding in names, f"whit-audit finds {sorted(set(names))}, "
             + "; ".join(f"{run.words[0]} {run.code} {run.err.strip()}" for run in runs))
        code = max(run.code for run in runs)
        need(code == CODES[finding], f"exit code {code}, not {CODES[finding]}")
        need(all(run.code >= 0 for run in runs), f"{auditor.program} was killed by a signal")

    @staticmethod
    def judge_evidence(auditor, runs, stage, finding, proof):
        """A file that says the same on another machine."""
        if proof == "none":
            return
        rows = [one for run in runs for one in run.findings() if one["finding"] == finding]
        files = [row["evidence"] for row in rows if row.get("evidence")]
        need(files and set(files) & set(auditor.evidence()), "no evidence")
        for path in files[:1]:
            done = auditor.run(stage.at, "evidence", "verify", path)
            wanted = 0 if proof == "proven" else 2
            need(done.code == wanted, f"evidence verify says {done.code}, not {wanted}: "
                 f"{done.out.strip()} {done.err.strip()}")


def title(play):
    """What a fraud is, in one line."""
    return play.__doc__.split("\n")[0]


def run_all(theatre, wanted, verbose):
    """Every fraud; (name, finding, exit code, what is wrong) of each."""
    rows = []
    for play, finding, proof, long, _ in FRAUDS:
        if wanted and play.__name__ not in wanted:
            continue
        wrong = None
        try:
            theatre.play(play, finding, proof, long)
        except Wrong as why:
            wrong = str(why)
        rows.append((play.__name__, finding, proof, wrong))
        print(f"{'MISSED' if wrong else 'found '} {play.__name__}: {title(play)}"
              + (f"\n       {wrong}" if wrong else f" -> {finding}" if verbose else ""),
              flush=True)
    return rows


def table(rows):
    """Findings, how many frauds each had, and what evidence is worth."""
    print(f"\n{'finding':<20} {'exit':>4} {'frauds':>6} {'found':>6}")
    for name in dict.fromkeys(row[1] for row in rows):
        mine = [row for row in rows if row[1] == name]
        found = sum(not row[3] for row in mine)
        print(f"{name:<20} {CODES[name]:>4} {len(mine):>6} {found:>6}")


def main(arguments):
    """Plays them all."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audit", help="the program whit-audit")
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if options.list:
        for play, finding, proof, _, _ in FRAUDS:
            print(f"{play.__name__:<32} {finding:<18} {CODES[finding]}  {proof:<10} {title(play)}")
        return 0
    if not options.audit and not options.reader:
        parser.error("--audit PROGRAM, or --reader")
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="whit tamper ") as folder:
        theatre = Theatre(options.audit, folder)
        for long in (False, True):
            theatre.first_look(long)
        rows = run_all(theatre, options.only, options.verbose)
    table(rows)
    missed = [row for row in rows if row[3]]
    print(f"\n{len(rows)} frauds, {len(rows) - len(missed)} found, {len(missed)} missed, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if missed or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
