# SPDX-License-Identifier: Apache-2.0
"""whit-issuer itself: an office of specimen keys, served, and people who collect from it."""

import atexit
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing

import base45
from model import FACTS, Wallet, decode, must
from worker import Client, Gone

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEOPLE = 40


class Office:
    """The folder of an issuer."""

    def __init__(self, build, folder):
        self.build, self.program = build, build / "bin/whit-issuer"
        self.folder = pathlib.Path(folder) / "office"
        self.passphrase = pathlib.Path(folder) / "pass"
        self.passphrase.write_text("of a test\n")
        self.passphrase.chmod(0o600)
        self.run("init", self.folder, "--iss", "dlo", "--name", "Office", "--origin",
                 "test.whit.example", "--url", "http://127.0.0.1:1", "--specimen")
        self.run("catalogue", "apply", ROOT / "tests/support/catalogue.json")
        register = pathlib.Path(folder) / "register.csv"
        register.write_text("subject,fact,value\n" + "".join(
            f"P-{i},work-permit-valid,\nP-{i},visa-class,WORK\nP-{i},tax-current,\n"
            for i in range(1, PEOPLE + 1)))
        self.run("import", register)
        self.people = iter(range(1, PEOPLE + 1))

    def command(self, words):
        """The command line of an act on this folder."""
        return [str(self.program), *map(str, words), "--dir", str(self.folder), "--passphrase-fd",
                "0"]

    def run(self, *words):
        """What a command prints; it must end well."""
        with open(self.passphrase, "rb") as file:
            done = subprocess.run(self.command(words), stdin=file, capture_output=True, check=False)
        must(done.returncode == 0, f"{words[0]} ended with {done.returncode}: {done.stderr.decode()}")
        return done.stdout

    def invite(self, *words):
        """(code, PIN) of somebody who wasn't invited before."""
        answer = json.loads(self.run("invite", f"P-{next(self.people)}", "--json", *words))
        return decode(base45.decode(answer["invitation"][4:].encode()))[2], answer["pin"]

    def serve(self, *words):
        """The service, running."""
        with open(self.passphrase, "rb") as file:
            return Serving(subprocess.Popen(
                self.command(["serve", "--listen", "127.0.0.1:0", *words]), stdin=file,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def leaves(self):
        """How many tokens there are, in the trees of the log or waiting."""
        with closing(sqlite3.connect(self.folder / "register.db")) as database:
            return database.execute(
                "SELECT (SELECT coalesce(sum(leaves), 0) FROM leaf_day)"
                " + (SELECT coalesce(sum(tokens), 0) FROM epoch)").fetchone()[0]


class Serving:
    """A service, and its end."""

    def __init__(self, child):
        self.child = child
        atexit.register(child.kill)  # where a test fails, nobody else does
        line = child.stdout.readline().decode().strip()
        self.port = int(line.rsplit(":", 1)[1]) if line else None
        self.said = []
        # Its log must not fill the pipe.
        self.reader = threading.Thread(target=lambda: self.said.extend(child.stderr), daemon=True)
        self.reader.start()

    def post(self, path, body):
        """(status, body) of one request on a connection of its own."""
        client = Client(self.port)
        try:
            return client.post(path, body)
        finally:
            client.close()

    def enrol(self, office, *words):
        """A wallet that is in; `words` go to the invitation."""
        wallet = Wallet()
        code, pin = office.invite(*words)
        status, answer = self.post("/v1/enrol", wallet.enrol(code, pin, int(time.time())))
        must(status == 200, f"enrolling answered {status}")
        wallet.id = decode(answer)[1]
        return wallet

    def ended(self):
        """(exit code, stderr) once it has ended by itself."""
        code = self.child.wait(timeout=30)
        self.reader.join()
        return code, b"".join(self.said).decode()

    def stop(self):
        """Ends it in an orderly way."""
        self.child.send_signal(signal.SIGTERM)
        code, said = self.ended()
        must(code == 0, f"serve ended with {code}: {said}")


class Faulty:
    """While this lasts, calls of a running program fail."""

    def __init__(self, pid, calls, error):
        self.strace = subprocess.Popen(
            ["strace", "-f", "-qq", "-o", os.devnull, "-p", str(pid), "-e", "trace=" + calls, "-e",
             f"inject={calls}:error={error}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        end = time.monotonic() + 10
        while not self.traced(pid):
            must(time.monotonic() < end and self.strace.poll() is None, "strace can't attach")
            time.sleep(0.02)

    @staticmethod
    def traced(pid):
        """Whether every thread is held by strace."""
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            if "\nTracerPid:\t0\n" in (task / "status").read_text():
                return False
        return True

    def mend(self):
        """From here on all is well again."""
        self.strace.send_signal(signal.SIGINT)
        self.strace.wait(timeout=10)
        self.strace.stderr.close()


def next_of(wallet, day, count=1):
    """A collect of all facts for one day."""
    return wallet.ask([(day, FACTS, count)], set(FACTS))


def tokens_in(answer):
    """How many tokens an answer holds."""
    return sum(len(row[-1]) for row in decode(answer).get(3, []))


def all_at_once(serving, bodies):
    """What collects sent at the same time are answered; None where the service went away."""
    answers = [None] * len(bodies)

    def send(i):
        try:
            answers[i] = serving.post("/v1/collect", bodies[i])
        except Gone:
            pass
    threads = [threading.Thread(target=send, args=(i,)) for i in range(len(bodies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
