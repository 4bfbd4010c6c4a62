#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A new root takes over while the checker is killed at each of its steps.

    root_test.py WHIT-VERIFY

The trust file beside, the bundle, the trust file in its place, the first one removed: strace kills
the program at every call that makes one of them last. Whatever it was killed at, the checker still
answers, under the old root or the new; and the next run ends it. Exit code 0 if all is as it has to
be, 3 where strace can't trace.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import worlds  # noqa: E402
from worlds import Checker, Issue, build, must, seeds  # noqa: E402

CALLS = ("fsync", "rename", "unlink", "openat")
NEXT, AFTER = build.ROOT_NEXT, build.Ed("the root after")


def under_next(claims):
    """A manifest of the root that the first one announced."""
    return {**claims, 2: 4, 5: build.sha256(AFTER.public), 7: NEXT.public}


OLD = Issue(511, segments=seeds(2))
NEW = Issue(512, before=OLD, segments=seeds(3), shift=60, manifest=under_next, manifest_key=NEXT)
LATER = Issue(513, before=NEW, segments=seeds(3), shift=90, manifest=under_next, manifest_key=NEXT)
THIEF = build.Ed("thief")


def words_of(checker):
    """The words that `bundle show` tells of the root in force."""
    return json.loads(checker.ok("bundle", "show", "--json"))["words"]


def started(program, folder):
    """A checker with a bundle of the first root; the words of that root."""
    checker = Checker(program, folder)
    checker.trust(OLD)
    for issue in (OLD, NEW, LATER):
        (checker.folder / str(issue.version)).write_bytes(issue.whole)
    checker.ok("bundle", "install", checker.folder / "511")
    return checker, words_of(checker)


def follows(program, folder):
    """Nobody has to do anything; the new words are said."""
    checker, old = started(program, folder / "follows")
    stolen = Issue(512, before=OLD, segments=seeds(3), manifest=lambda claims: {
        **claims, 2: 4, 5: bytes(32), 7: THIEF.public}, manifest_key=THIEF)
    (checker.folder / "stolen").write_bytes(stolen.whole)
    checker.refused("signed by a root you do not trust (words: ", "bundle", "install",
                    checker.folder / "stolen")
    said = checker.ok("bundle", "install", checker.folder / "512").splitlines()
    must(said[0].startswith("installed v512 (was v511)"), f"{said}")
    new = words_of(checker)
    must(said[1] == f"the root announced this one as the next; its words: {new}", f"{said}")
    must(old != new, "the same words")
    checker.refused("signed by a root you do not trust", "bundle", "install",
                    checker.folder / "511")
    checker.ok("bundle", "install", checker.folder / "513")
    must(not (checker.data / "dlo.whit-trust.next").exists(), "left over")
    return old, new


def killed(program, folder, call, kill_at, words):
    """Whether the program was killed at all; what stands then is whole either way."""
    checker, _ = started(program, folder / f"{call} {kill_at}")
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
               f"inject={call}:signal=KILL:when={kill_at}",
               *checker.command("bundle", "install", checker.folder / "512")]
    done = subprocess.run(command, capture_output=True, check=False)
    must(done.returncode in (0, -9, 137), done.stderr.decode())
    state = (checker.version(), words_of(checker))
    must(state in ((511, words[0]), (512, words[1])), f"{call} {kill_at}: {state}")
    if done.returncode == 0:
        must(state[0] == 512, "it came to its end")
    version = 512 if state[0] == 511 else 513
    checker.ok("bundle", "install", checker.folder / str(version))
    must((checker.version(), words_of(checker)) == (version, words[1]), f"{call} {kill_at}: again")
    must(not (checker.data / "dlo.whit-trust.next").exists(), f"{call} {kill_at}: left over")
    trust = (checker.data / "dlo.whit-trust").read_bytes()
    must(NEXT.public in trust, f"{call} {kill_at}: the trust file")
    return done.returncode != 0, state[0]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    try:
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("skipped: strace can't trace here")
        return 3
    with tempfile.TemporaryDirectory(prefix="whit root ") as name:
        folder = pathlib.Path(name)
        words = follows(program, folder)
        kills, seen = 0, set()
        for call in CALLS:
            kill_at, going = 0, True
            while going:
                kill_at += 1
                going, version = killed(program, folder, call, kill_at, words)
                kills += going
                seen.add((going, version))
        must({(True, 511), (True, 512)} <= seen, "it was killed on one side alone")
        print(f"killed {kills} times; the checker went on each time")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except worlds.Wrong as wrong:
        print(f"FAILED: {wrong}")
        sys.exit(1)
