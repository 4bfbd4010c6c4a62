# SPDX-License-Identifier: Apache-2.0
"""A folder served over HTTP, to see what a client fetches of it."""
import functools
import http.server
import threading


class Served:
    """A folder served over HTTP on this machine, which counts the bytes of its answers' bodies."""

    def __init__(self, folder):
        served = self
        served.requests, served.bytes = 0, 0

        class Handler(http.server.SimpleHTTPRequestHandler):
            def copyfile(self, source, outputfile):
                content = source.read()
                served.requests += 1
                served.bytes += len(content)
                outputfile.write(content)

            def log_message(self, *_):
                pass

        handler = functools.partial(Handler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
