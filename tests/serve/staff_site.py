# SPDX-License-Identifier: Apache-2.0
"""The site that staff_test serves, and requests to it."""
import hashlib
import hmac
import http.client
import json
import struct
import subprocess
import urllib.parse


class Site:
    """Runs `program` for as long as it is open."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "[.site]"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        line = "\n"  # the test program's own words come first
        while line and not line.startswith("{"):
            line = self.process.stdout.readline()
        self.about = json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait(timeout=30)

    def ask(self, method, path, headers=None, body=None, public=False):
        """Gives (status, headers, text)."""
        port = self.about["public" if public else "staff"]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            return reply.status, dict((k.lower(), v) for k, v in reply.getheaders()), \
                reply.read().decode("utf-8")
        finally:
            connection.close()

    def api(self, method, path, token="", body=None):
        headers = {"Authorization": "Bearer " + token} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.ask(method.upper(), path, headers, body)

    def token(self, login):
        return self.about["token " + login]

    def page(self, login, path, fields=None, public=False, cookie=None):
        """GETs a page, or POSTs `fields` to it, as `login`."""
        cookie = cookie or self.about.get("cookie " + login, "")
        headers = {"Cookie": "whit-session=" + cookie} if cookie else {}
        if fields is None:
            return self.ask("GET", path, headers, None, public)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.ask("POST", path, headers, urllib.parse.urlencode(fields), public)

    def totp(self):
        """The code of the site's clock, which stands still (RFC 6238)."""
        counter = struct.pack(">Q", self.about["now"] // 30)
        digest = hmac.new(bytes.fromhex(self.about["totp"]), counter, hashlib.sha1).digest()
        at = digest[-1] & 15
        number = struct.unpack(">I", digest[at:at + 4])[0] & 0x7fffffff
        return f"{number % 1000000:06d}"
