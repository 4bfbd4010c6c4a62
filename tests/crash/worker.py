# SPDX-License-Identifier: Apache-2.0
"""Starts crash_worker, under strace or not, and speaks HTTP with it."""

import socket
import subprocess


class Gone(Exception):
    """The worker died before its answer was here."""


class Worker:
    """One life of the service on a folder."""

    def __init__(self, program, folder, now, strace=()):
        command = [*strace, str(program), "serve", str(folder), str(now)]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self.child.stdout.readline().split()
        self.port = int(line[2]) if len(line) == 3 else None  # None: it died before it was ready

    def ended(self, patience=30):
        """Its exit code, -9 where it was killed, and what it said on stderr."""
        try:
            said = self.child.communicate(timeout=patience)[1]
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.communicate()
            raise
        return self.child.returncode, said.decode(errors="replace")


class Client:
    """One keep-alive connection. Every way to lose it is Gone."""

    def __init__(self, port):
        self.rest = b""
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        except OSError as error:
            raise Gone from error
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, path, body):
        """(status, body) of the answer."""
        head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/cbor\r\n"
                f"Content-Length: {len(body)}\r\n\r\n")
        try:
            self.socket.sendall(head.encode() + body)
            return self.answer()
        except OSError as error:
            raise Gone from error

    def more(self):
        """Reads what is there."""
        got = self.socket.recv(65536)
        if not got:
            raise Gone
        self.rest += got

    def answer(self):
        """The next answer, which has a length."""
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields[b"content-length"])
        while len(self.rest) < length:
            self.more()
        body, self.rest = self.rest[:length], self.rest[length:]
        if fields.get(b"connection") == b"close":
            self.rest = b""
        return int(head.split()[1]), body

    def close(self):
        """Hangs up."""
        self.socket.close()
