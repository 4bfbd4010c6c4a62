# SPDX-License-Identifier: Apache-2.0
"""A gate at a pseudo-terminal of its own, and whoever types there."""
import fcntl
import os
import pathlib
import re
import select
import signal
import struct
import subprocess
import termios
import time

import codes

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
PATIENCE = 20


def must(condition, *what):
    if not condition:
        raise SystemExit("not as it should be: " + " ".join(str(each) for each in what))


def data_folder(program, folder):
    """A checker's folder with the vectors' plain world in it."""
    for words in (["trust", "add", "--yes", codes.WORLD / "trust.cbor"],
                  ["bundle", "install", "--at", codes.AT, codes.WORLD / "bundle.whit-bundle"]):
        subprocess.run([program, *words, "--dir", folder], check=True, capture_output=True)
    return pathlib.Path(folder)


def raw_pair():
    """Both ends of a line: (master, name of the slave, slave)."""
    master, slave = os.openpty()
    return master, os.ttyname(slave), slave


class Gate:
    """whit-verify gate with a terminal. `out` is what the terminal showed, or standard output if
    that is apart (`piped`)."""

    def __init__(self, program, folder, *words, rows=24, columns=80, piped=False,
                 at=codes.AT, **environment):
        self.master, _, self.slave = raw_pair()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.out = b""
        env = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"],
               "HOME": str(folder), **environment}
        self.program = subprocess.Popen(
            [program, "gate", "--dir", folder, "--at", at, *words], stdin=self.slave,
            stdout=subprocess.PIPE if piped else self.slave, stderr=self.slave, env=env,
            start_new_session=True, bufsize=0,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.reads = self.program.stdout.fileno() if piped else self.master
        self.piped = piped
        self.wait_until(lambda: not termios.tcgetattr(self.slave)[3] & termios.ICANON, "raw mode")

    def pump(self, seconds=0.0):
        """Reads what is there, and waits so long for something."""
        watched = {self.reads, self.master}
        ready, _, _ = select.select(watched, [], [], seconds)
        for fd in ready:
            try:
                chunk = os.read(fd, 1 << 16)
            except OSError:
                chunk = b""
            if fd == self.reads:
                self.out += chunk

    def wait_until(self, condition, what, patience=PATIENCE):
        end = time.monotonic() + patience
        while not condition():
            must(time.monotonic() < end, "waited in vain for", what, self.out[-600:])
            self.pump(0.02)

    def rest(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.pump(left)

    def type(self, text, pace=0.0):
        """Types UTF-8, a character each `pace` seconds, or all at once."""
        if pace == 0:
            data = text if isinstance(text, bytes) else text.encode()
            while data:
                _, writable, _ = select.select([], [self.master], [], 0.01)
                if writable:
                    data = data[os.write(self.master, data[:1024]):]
                self.pump()
            return
        due = time.monotonic()
        for character in text:
            os.write(self.master, character.encode())
            due += pace
            self.rest(due - time.monotonic())

    def lines(self):
        return [line for line in self.out.decode("utf-8", "replace").splitlines() if line]

    def screen(self):
        """The last frame that was drawn, without its colours."""
        frame = self.out.decode("utf-8", "replace").split("\x1b[H")[-1]
        return ESCAPES.sub("", frame.replace("\r", ""))

    def wait_for(self, text, patience=PATIENCE):
        self.wait_until(lambda: text in self.screen(), repr(text), patience)

    def is_restored(self):
        return termios.tcgetattr(self.slave) == self.before

    def end(self, number=None):
        """Ends it by a signal, or by Q; returns its exit code."""
        if number is None:
            self.rest(0.25)
            self.type("q")
        else:
            self.program.send_signal(number)
        self.wait_until(lambda: self.program.poll() is not None, "its end")
        self.rest(0.05)
        return self.program.returncode

    def close(self):
        if self.program.poll() is None:
            self.program.send_signal(signal.SIGKILL)
        self.program.wait()
        for fd in (self.master, self.slave):
            os.close(fd)
        if self.piped:
            self.program.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
