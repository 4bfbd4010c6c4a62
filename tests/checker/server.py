# SPDX-License-Identifier: Apache-2.0
"""A web server of plain files that counts what it is asked, and can be told to answer badly."""
import http.server
import pathlib
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the folder of its server; a fault may answer in its place."""

    def do_GET(self):  # noqa: N802
        """One request."""
        self.server.asked.append(self.path)
        for path, fault in self.server.faults.items():
            if path in self.path:
                fault(self)
                return
        super().do_GET()

    def answer(self, status, body=b"", length=None, **headers):
        """Any answer: `length` may be a lie, None leaves it out."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def endless(self, total):
        """A body without an announced end."""
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(total // 65536):
                self.wfile.write(bytes(65536))
        except OSError:
            pass

    def log_message(self, *_):
        """Says nothing."""


class Server(http.server.ThreadingHTTPServer):
    """`asked` is the paths so far, `faults` what answers instead, by a part of the path."""

    daemon_threads = True

    def __init__(self, folder):
        self.asked, self.faults = [], {}
        folder = str(pathlib.Path(folder))

        def handler(*args):
            return Handler(*args, directory=folder)
        super().__init__(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """A client that went away is no news."""

    def taken(self):
        """What was asked since the last time."""
        out, self.asked = self.asked, []
        return out
