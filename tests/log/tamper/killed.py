#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""whit-audit killed in the middle of `sync` and of `check`, a little later each time: it goes on,
and in the end it has what the log has, and finds nothing.

    killed.py --audit PROGRAM [--step MS]

Exit code 1 if something is lost, or found that isn't there.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

# pylint: disable=wrong-import-position
from auditor import Auditor, Site, iso  # noqa: E402
from stage import HOUR, Keys, honest  # noqa: E402

DAYS = 59
MOST = 200  # kills of one command; it must be through by then


def start(auditor, at, *words):
    """One command, which may be killed."""
    command = [auditor.program, "--dir", auditor.state, "--at", iso(at), "--json", *words]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def kill_all_over(auditor, at, step, *words):
    """Kills a command after 1, 2, 3, ... steps, until one run is through; how many kills."""
    for kills in range(MOST):
        child = start(auditor, at, *words)
        time.sleep(step * (kills + 1) / 1000)
        if child.poll() is not None:
            assert child.returncode == 0, f"{words[0]} ended with {child.returncode}"
            return kills
        child.send_signal(signal.SIGKILL)
        child.wait()
    raise AssertionError(f"{words[0]} is never through")


def files_below(folder):
    """Path and content of every file."""
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audit", required=True)
    parser.add_argument("--step", type=float, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = os.path.join(folder, "site")
        os.mkdir(site)
        server = Site(site)
        world = honest(Keys(), DAYS, server.url + "/w", server.url)
        world.write(site, lambda files: files)
        at = world.last_sign + HOUR
        auditor = Auditor(options.audit, os.path.join(folder, "state"))
        done = auditor.init(at, world.trust, site)
        assert done.code == 0, done.err
        kills = {words: kill_all_over(auditor, at, options.step, words)
                 for words in ("sync", "check")}
        assert kills["sync"] > 2, "sync was through before it could be killed; try a smaller --step"
        mine, theirs = files_below(os.path.join(auditor.state, "log")), files_below(site)
        tiles = {path for path in theirs if "tile" in path.split(os.sep)}
        assert tiles and all(any(own.endswith(path.split(os.sep, 1)[-1]) for own in mine)
                             for path in tiles), "a tile is missing"
        for path, content in mine.items():
            twin = [one for one in theirs if one.endswith(path.split(os.sep, 1)[-1])]
            assert any(theirs[one] == content for one in twin), f"{path} isn't the log's"
        done = auditor.run(at, "check", "--full")
        assert done.code == 0 and not done.findings(), f"check says {done.code}: {done.out}"
        assert not auditor.evidence(), "evidence against an honest log"
        print(f"{kills['sync']} kills of sync and {kills['check']} of check; nothing was lost")
        server.shutdown()


if __name__ == "__main__":
    try:
        main()
    except AssertionError as failure:
        sys.exit(f"FAILED: {failure}")
