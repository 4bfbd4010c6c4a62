#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""whit-verify bundle install, show and save: bad files, bad clocks, full disks, two stories.

    install_test.py WHIT-VERIFY

Whatever is refused has a sentence of its own, and the old bundle still answers. Exit code 0 if all
is as it has to be.
"""
import json
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import worlds  # noqa: E402
from worlds import AT, Checker, Issue, MEGABYTE, build, must, seeds  # noqa: E402

FIRST = Issue(511, segments=seeds(2))
SECOND = Issue(512, before=FIRST, segments=seeds(4), shift=60)
YEAR_1970, YEAR_2100 = 86400, 4102444800


def file_of(checker, name, content):
    """A file to install."""
    path = checker.folder / name
    path.write_bytes(content)
    return path


def holds(checker, says, content, name="file", **more):
    """Refused with this sentence, and v511 stays."""
    before = (checker.data / "dlo.whit-bundle").read_bytes()
    said = checker.refused(says, "bundle", "install", file_of(checker, name, content), **more)
    must("nothing was changed" in said, said)
    must((checker.data / "dlo.whit-bundle").read_bytes() == before, f"{says}: another bundle")
    must(checker.version() == 511, f"{says}: the old one works no more")
    return said


def started(checker):
    """v511 is installed."""
    checker.trust(FIRST)
    checker.ok("bundle", "install", file_of(checker, "first", FIRST.whole))


def refusals(checker):
    """One sentence each."""
    started(checker)
    day = build.TODAY
    names = list(SECOND.segments)

    def with_segments(chosen):
        return build.enc([build.Raw(SECOND.head), [SECOND.segments[name] for name in chosen]])

    def key_list(change):
        return Issue(513, segments=seeds(1), list_claims=change)
    holds(checker, "a head without its segments", SECOND.head)
    holds(checker, "a head without its 4 segments", with_segments([]))
    holds(checker, f"incomplete: segment {day} is missing", with_segments(names[:3]))
    holds(checker, f"incomplete: segment {day} is missing", with_segments(names[1:]))
    damaged = SECOND.whole[:-1] + bytes([SECOND.whole[-1] ^ 1])
    holds(checker, f"damaged: segment {day} does not match", damaged)
    holds(checker, "damaged: not a bundle, or cut short", SECOND.whole[:-1])
    holds(checker, "damaged: not a bundle, or cut short", b"soup")
    holds(checker, "v510 is older than the installed v511", Issue(510, segments=seeds(1)).whole)
    holds(checker, "v513 has an older key list", key_list({2: 7}).whole)
    holds(checker, "v513 has an older list of service keys",
          Issue(513, manifest=lambda claims: {**claims, 2: 2}).whole)
    said = holds(checker, "v513 announces another root to follow",
                 Issue(513, manifest=lambda claims: {**claims, 2: 9, 5: bytes(32)}).whole)
    must("ask the office" in said, said)
    said = holds(checker, "signed by a root you do not trust (key ",
                 Issue(513, manifest_key=build.Ed("another root")).whole)
    must("the root that you trust has the words: " in said, said)
    other = build.Ed("another root")
    said = holds(checker, "signed by a root you do not trust (words: ",
                 Issue(513, manifest_key=other,
                       manifest=lambda claims: {**claims, 7: other.public}).whole)
    holds(checker, "it carries no proof from the public log", Issue(513, log_proof=None).whole)
    one = worlds.build_log.Proof({"w1": build.SEEN["w1"]})
    holds(checker, "too few witnesses of the public log vouch for it",
          Issue(513, log_proof=one).whole)
    holds(checker, "expired ", SECOND.whole, at=AT + 15 * 86400)
    # Each segment is good, and stands under the other one's day.
    days = Issue(513, segments=seeds(2), rows=lambda rows: [
        [row[0], day - at, *row[2:]] for at, row in enumerate(rows)])
    own, other_day = days.segments.values()
    holds(checker, f"damaged: segment {day} does not match",
          build.enc([build.Raw(days.head), [other_day, own]]))


def two_stories(checker):
    """Both heads of a fork are kept for others, once, and for the owner alone."""
    started(checker)
    other = Issue(511, segments=seeds(2), shift=30)
    branch = Issue(512, segments=seeds(3))
    said = holds(checker, "v511 differs from the installed v511", other.whole)
    kept = checker.data / "evidence"
    must(f"both are kept in {kept}" in said and "whit-audit check --served" in said, said)
    files = sorted(kept.iterdir())
    must([file.read_bytes() for file in files] in ([FIRST.head, other.head],
                                                   [other.head, FIRST.head]), f"{files}")
    must(all(file.name.startswith("dlo-v511-") for file in files), f"{files}")
    must(all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files), "readable by others")
    must(stat.S_IMODE(kept.stat().st_mode) == 0o700, "the folder")
    holds(checker, "v512 does not follow the installed v511", branch.whole)
    must(len(list(kept.iterdir())) == 3, "one more")
    holds(checker, "v512 does not follow the installed v511", branch.whole)
    must(len(list(kept.iterdir())) == 3, "the same again")
    for number in range(80):
        (kept / f"x{number}").write_bytes(b"")
    said = holds(checker, "v512 does not follow", Issue(512, segments=seeds(1)).whole)
    must("keep both files" in said, said)
    must(len(list(kept.iterdir())) == 83, "it grows without an end")


def bad_files(checker):
    """Too large, of another kind, or in the way."""
    started(checker)
    large = checker.folder / "large"
    with open(large, "wb") as file:
        file.truncate(200 * MEGABYTE)
    checker.refused("is larger than 16 MB", "bundle", "install", large)
    with open(large, "rb") as file:
        checker.refused("standard input is larger than 16 MB", "bundle", "install", "-", stdin=file)
    with open(large, "wb") as file:
        file.truncate(25 * MEGABYTE)
    checker.refused("is larger than 16 MB", "trust", "add", "--yes", large)
    checker.refused("is a directory", "bundle", "install", checker.folder)
    checker.refused("no such file", "bundle", "install", checker.folder / "nothing")
    must(checker.version() == 511, "the old one works no more")
    other = Checker(checker.program, checker.folder / "second")
    other.trust(FIRST)
    (other.data / "dlo.whit-bundle").mkdir()
    for args in (("bundle", "install", checker.folder / "first"), ("bundle", "show"),
                 ("bundle", "save", other.folder / "stick")):
        other.refused("dlo.whit-bundle is a directory", *args)
    # What is damaged on the disk is said, still refuses what is older, and mended by the same one.
    file = checker.data / "dlo.whit-bundle"
    file.write_bytes(FIRST.whole[:-1] + bytes([FIRST.whole[-1] ^ 1]))
    checker.refused("what is installed does not open: damaged: segment", "bundle", "show")
    checker.refused("does not open: damaged", "bundle", "save", checker.folder / "stick")
    old = file_of(checker, "old", Issue(510).whole)
    checker.refused("v510 is older than the installed v511", "bundle", "install", old)
    must("installed v511," in checker.ok("bundle", "install", checker.folder / "first"), "mended")
    must(checker.version() == 511, "mended, and works")


def clocks(checker):
    """1970 and 2100: said, and nothing is lost by it."""
    checker.trust(FIRST)
    first = file_of(checker, "first", FIRST.whole)
    said = checker.refused("this computer says 1 Jan 2100", "bundle", "install", first, at=YEAR_2100)
    must("expired 26 Feb 2027" in said, said)
    done = checker.run("bundle", "install", first, at=YEAR_1970)
    must(done.returncode == 0 and "installed v511" in done.stdout, done.stderr)
    must("warning: this computer says 2 Jan 1970" in done.stderr, done.stderr)
    for at, says in ((YEAR_1970, "this computer says 2 Jan 1970"), (YEAR_2100, "expired 26 Feb")):
        done = checker.run("bundle", "show", at=at)
        must(done.returncode == 0 and f"warning: {says}" in done.stderr, f"{at}: {done.stderr}")
    must("installed v512" in checker.ok("bundle", "install", file_of(checker, "f", SECOND.whole)),
         "the right clock again")


def radar(checker):
    """What grows old or ends is said before it matters."""
    started(checker)
    day = 86400

    def said(at):
        told = json.loads(checker.ok("bundle", "show", "--json", at=at))
        return [one["level"] + " " + one["sentence"] for one in told["notices"]
                if "preset" not in one["sentence"] or "preset gate" in one["sentence"]]
    issued = build.ISSUED
    must(said(issued + 47 * 3600) == [], "nothing yet")
    must(said(issued + 49 * 3600) == ["note preset gate: data 49 h old, limit 72 h"], "amber")
    must(said(issued + 75 * 3600) == [
        "warning preset gate: data 75 h old, limit 72 h: checks cannot tell any more"], "red")
    soon = said(issued + 8 * day)
    must(any(one.startswith("note the data ends on 26 Feb 2027") for one in soon), f"{soon}")
    for left, level in ((91, None), (90, "note"), (30, "warning"), (7, "warning"), (1, "warning")):
        short = Issue(511, manifest=lambda claims, left=left: {**claims, 4: build.TODAY + left})
        other = Checker(checker.program, checker.folder / f"ends {left}")
        other.trust(short)
        other.ok("bundle", "install", file_of(other, "file", short.whole))
        told = json.loads(other.ok("bundle", "show", "--json"))["notices"]
        found = [one for one in told if one["sentence"].startswith("the root's list of service")]
        must([one["level"] for one in found] == ([level] if level else []), f"{left}: {found}")
        must(all(one["command"].startswith("whit-verify bundle update") for one in found), "to type")
        must(left > 7 or "tell the office" in found[0]["command"], f"{left}: {found}")


def stick(checker):
    """What is saved is installed elsewhere."""
    started(checker)
    out = checker.folder / "stick.whit-bundle"
    must(checker.ok("bundle", "save", out).startswith("saved v511 of dlo, "), "words")
    must(json.loads(checker.ok("bundle", "save", out, "--json"))["version"] == 511, "json")
    must(out.read_bytes() == FIRST.whole, "another file")
    other = Checker(checker.program, checker.folder / "offline")
    other.trust(FIRST)
    told = json.loads(other.ok("bundle", "install", out, "--json"))
    must(told["installed"] and told["version"] == 511 and told["before"] is None, f"{told}")
    nobody = Checker(checker.program, checker.folder / "nobody")
    nobody.refused("nobody is trusted yet", "bundle", "save", out)
    nobody.trust(FIRST)
    nobody.refused("dlo: no data to save", "bundle", "save", out)


def full_disk(checker):
    """No room for the new bundle: the old one works, and nothing else lies there."""
    disk = checker.folder / "disk"
    disk.mkdir()
    script = """mount -t tmpfs -o size=64k none "$1" || exit 77
    "$2" trust add --yes "$3/trust" --dir "$1" &&
    "$2" bundle install "$3/first" --at "$4" --dir "$1" || exit 1
    head -c 1000000 /dev/zero > "$1/rest" 2>/dev/null
    ls "$1" > "$3/before"
    "$2" bundle install "$3/second" --at "$4" --dir "$1"; code=$?
    ls "$1" > "$3/after"; "$2" bundle show --at "$4" --dir "$1"; exit $code"""
    file_of(checker, "trust", FIRST.trust)
    file_of(checker, "first", FIRST.whole)
    file_of(checker, "second", Issue(512, before=FIRST, segments=seeds(40), shift=60).whole)
    done = subprocess.run(["unshare", "-rm", "bash", "-c", script, "full", str(disk),
                           checker.program, str(checker.folder), str(AT)],
                          capture_output=True, text=True, check=False)
    if done.returncode in (77, 1) and "v511" not in done.stdout:
        print("full_disk: skipped, no small disk can be mounted here")
        return
    must(done.returncode == 3, f"{done.returncode}: {done.stdout}{done.stderr}")
    must("no space left; nothing was changed" in done.stderr, done.stderr)
    must("dlo   v511," in done.stdout, f"the old one works no more: {done.stdout}")
    must((checker.folder / "before").read_text() == (checker.folder / "after").read_text(), "left")


def main():
    program = shutil.which(sys.argv[1]) or sys.argv[1]
    for test in (refusals, two_stories, bad_files, clocks, radar, stick, full_disk):
        with tempfile.TemporaryDirectory(prefix="whit install ") as folder:
            test(Checker(program, pathlib.Path(folder, "checker")))
        print(f"{test.__name__}: ok")


if __name__ == "__main__":
    try:
        main()
    except worlds.Wrong as wrong:
        print(f"FAILED: {wrong}")
        sys.exit(1)
