#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a witness with SIGKILL while it cosigns, and looks whether it remembers what it signed.

    witness_kill_test.py WHIT_AUDIT [ROUNDS]

Two clients race with steps of one log that grows in two ways: at most one way is ever cosigned. What
was answered with 200 must still be known after a new start, under every kill.
"""
import hashlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "spec/reference"))
import build_log  # noqa: E402
import notes  # noqa: E402
from primitives import sha256  # noqa: E402
from tree import Tree  # noqa: E402

ORIGIN = "log.example/1"
PATH = "/" + hashlib.sha256(ORIGIN.encode()).hexdigest() + "/checkpoint"
PASSPHRASE = b"a witness, and no secret\n"


class Way:
    """One way in which the log grows."""

    def __init__(self, name):
        self.name, self.tree = name, Tree()

    def grow(self, size):
        """Appends up to `size` leaves."""
        while self.tree.size < size:
            self.tree.append(sha256(f"{self.name} {self.tree.size}".encode()))
        return self.tree

    def request(self, old, size):
        """A request from `old` to `size`."""
        tree = self.grow(size)
        proof = tree.consistency(old, size) if 0 < old < size else []
        lines = "".join(build_log.text64(one) + "\n" for one in proof)
        body = f"{ORIGIN}\n{size}\n{build_log.text64(tree.root(size))}\n"
        return f"old {old}\n{lines}\n{body}\n{build_log.log_line(body)}".encode(), body


class Witness:
    """The program under test, with a folder that outlives it."""

    def __init__(self, program, folder):
        self.program, self.folder, self.process, self.url = program, folder, None, None
        self.run("new", "-o", "w.key", "--name", "w.example")

    def begin(self, *options):
        """Starts one command of it."""
        reader, writer = os.pipe()
        os.write(writer, PASSPHRASE)
        os.close(writer)
        out = subprocess.Popen([self.program, "witness", *options, "--passphrase-fd", str(reader)],
                               cwd=self.folder, pass_fds=[reader], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
        os.close(reader)
        return out

    def run(self, *options):
        """Runs one to its end."""
        process = self.begin(*options)
        process.communicate()
        assert process.returncode == 0, f"witness {options[0]} failed"

    def serve(self):
        """Starts it, and waits until it listens."""
        key = build_log.vkey(ORIGIN, notes.LOG, build_log.LOG_KEY)
        self.process = self.begin("serve", "-k", "w.key", "--state", "state", "--log", key,
                                  "--listen", "127.0.0.1:0")
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), "it doesn't start again"
        self.url = line.split()[-1]

    def kill(self):
        """SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


def newest(url):
    """(size, text) of what the witness shows."""
    try:
        with urllib.request.urlopen(url + PATH, timeout=20) as reply:
            text = notes.parse_note(reply.read().decode())[0]
            return int(text.split("\n")[1]), text
    except urllib.error.HTTPError as error:
        assert error.code == 404
        return 0, ""


def drive(witness, way, start, cosigned, over):
    """Asks for one step after the other, from what the witness says that it has."""
    old = start
    while not over.is_set():
        size = old + random.randint(1, 5)
        data, text = way.request(old, size)
        try:
            request = urllib.request.Request(witness.url + "/add-checkpoint", data)
            with urllib.request.urlopen(request, timeout=20):
                cosigned.append((size, text))
                old = size
        except urllib.error.HTTPError as error:
            if error.code == 409:
                old = int(error.read())
            elif error.code == 422:
                return  # the other way was taken
            else:
                raise
        except OSError:
            return


def main():
    """Rounds of serving and killing."""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        witness = Witness(sys.argv[1], folder)
        ways = [Way("one"), Way("other")]
        known, answered = 0, 0
        for _ in range(rounds):
            witness.serve()
            size, text = newest(witness.url)
            assert size >= known, f"it forgot: {size} after {known}"
            cosigned, over = [], threading.Event()
            threads = [threading.Thread(target=drive, args=(witness, way, size, cosigned, over))
                       for way in ways]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.05, 0.4))
            witness.kill()
            over.set()
            for thread in threads:
                thread.join()
            sizes = [one for one, _ in cosigned]
            assert len(sizes) == len(set(sizes)), "one size was cosigned in two ways"
            known, answered = max([known, *sizes]), answered + len(cosigned)
        witness.serve()
        size, text = newest(witness.url)
        witness.kill()
        assert size >= known, f"it forgot: {size} after {known}"
        assert answered > rounds, "nothing was tried"
        assert text in [way.request(0, size)[1] for way in ways], "a tree that nobody asked for"
        print(f"{rounds} kills, {answered} cosigned, all remembered; {size} entries")


main()
