# SPDX-License-Identifier: Apache-2.0
"""The real whit-audit, run as a person would, against what a fraud has published."""

import functools
import http.server
import json
import os
import resource
import shutil
import subprocess
import threading
import time


MEMORY = 768 << 20  # bytes of address space that whit-audit may have


def bounded():
    """In the child: what is too large is an error, and not memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Site(http.server.ThreadingHTTPServer):
    """A web server of our own: files below a folder, some with more headers; and witnesses, who
    give their newest checkpoint below `/w/<name>/`."""

    def __init__(self, folder):
        self.headers, self.shown = {}, {}
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.SimpleHTTPRequestHandler):
    """One request."""

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass

    def do_GET(self):
        parts = self.path.split("/")
        if parts[1] != "w":
            super().do_GET()
            return
        note = self.server.shown.get(parts[2])
        self.send_response(200 if note else 404)
        self.send_header("Content-Length", str(len((note or "").encode())))
        self.end_headers()
        self.wfile.write((note or "").encode())

    def end_headers(self):
        for name, value in self.server.headers.get(self.path.lstrip("/"), {}).items():
            self.send_header(name, value)
        super().end_headers()


class Run:
    """What one command said."""

    def __init__(self, words, code, out, err, seconds):
        self.words, self.code, self.out, self.err, self.seconds = words, code, out, err, seconds

    def findings(self):
        """Every object that names a finding, wherever it stands in the answer."""
        found = []
        for line in self.out.splitlines():
            try:
                found += collect(json.loads(line))
            except ValueError:
                pass
        return found


def collect(value):
    """Objects with a finding inside a decoded answer."""
    if isinstance(value, list):
        return [one for part in value for one in collect(part)]
    if not isinstance(value, dict):
        return []
    mine = [value] if isinstance(value.get("finding"), str) else []
    if value.get("not_logged"):  # the answer of `find`
        mine += [{"finding": "unlogged", "evidence": path} for path in value["evidence"]]
    return mine + [one for part in value.values() for one in collect(part)]


def iso(seconds):
    """A time as --at takes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class Auditor:
    """One folder of an auditor."""

    def __init__(self, program, state):
        self.program, self.state = program, state

    def run(self, at, *words, timeout=60):
        """One command."""
        command = [self.program, "--dir", self.state, "--at", iso(at), "--json", *words]
        begin = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout,
                              check=False, stdin=subprocess.DEVNULL,
                              preexec_fn=bounded)  # one thread has it at a time
        return Run(words, done.returncode, done.stdout, done.stderr, time.monotonic() - begin)

    def init(self, at, trust, place):
        """Pins an issuer."""
        path = self.state + ".trust"
        with open(path, "wb") as file:
            file.write(trust)
        return self.run(at, "init", "--trust", path, place)

    def forget(self):
        """An auditor who has seen nothing yet."""
        shutil.rmtree(self.state, ignore_errors=True)

    def remember(self, other):
        """What another folder has seen."""
        self.forget()
        shutil.copytree(other.state, self.state)

    def evidence(self):
        """Files of evidence."""
        folder = os.path.join(self.state, "evidence")
        return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                      if name.endswith(".whit-evidence")) if os.path.isdir(folder) else []
