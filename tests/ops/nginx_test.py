#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dist/nginx.conf in front of a real issuer: a wallet's life through it, and hostile clients.

    nginx_test.py FOLDER-OF-PROGRAMS [TEST...]

Only paths and ports of the sample are changed. Needs Debian's nginx; runs as any user.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request

import world
from life_test import FACT, TAX, free_port
from world import Wrong, expect, says

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
MEMORY = 150 << 20  # of the service, whatever is sent

PAGES = ("check", "wallet")


def make_page(folder):
    """A page with a file of each type, one of them long enough to be packed."""
    folder.mkdir(parents=True)
    for name in ("index.html", "a.css", "a.js", "a.mjs", "a.wasm", "a.json", "a.webmanifest",
                 "a.svg", "a.png", "a.ico", "a.wav", "a.txt"):
        (folder / name).write_text(f"{name}\n" * (1 if name != "a.js" else 1000))


class Proxy:
    """nginx with the sample, before the service of `w`."""

    def __init__(self, w):
        self.w, self.port, self.staff_port = w, free_port(), free_port()
        service, staff = free_port(), free_port()
        w.make_certificate()
        os.chmod(w.home, 0o755)  # nginx's workers may be somebody else
        w.make_office(f"https://127.0.0.1:{self.port}")
        w.listen = f"127.0.0.1:{service}"
        for page_name in PAGES:
            make_page(w.home / "page" / page_name)
        w.serve(w.listen, f"127.0.0.1:{staff}",
                more=("--site", w.home / "site", "--pages", w.home / "page"))
        text = (world.ROOT / "dist/nginx.conf").read_text()
        for old, new in (("/run/nginx.pid", w.home / "nginx.pid"),
                         ("/var/log/nginx/", f"{w.home}/"), ("/etc/nginx/", f"{w.home}/"),
                         ("/var/cache/whit", w.home / "site"), ("127.0.0.1:8440", w.listen),
                         ("127.0.0.1:8441", f"127.0.0.1:{staff}"),
                         ("listen 443", f"listen 127.0.0.1:{self.port}"),
                         ("listen 8443", f"listen 127.0.0.1:{self.staff_port}")):
            expect(old in text, f"{old} isn't in the sample any more")
            text = text.replace(old, str(new))
        text = re.sub(r"\n *listen \[::\]:443[^\n]*", "", text)  # not every machine has IPv6
        (w.home / "nginx.conf").write_text(text)
        checked = subprocess.run([NGINX, "-t", "-c", w.home / "nginx.conf"], text=True, check=False,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        expect(checked.returncode == 0, checked.stdout)
        self.process = subprocess.Popen([NGINX, "-c", w.home / "nginx.conf", "-g", "daemon off;"],
                                        stderr=subprocess.DEVNULL)
        self.context = ssl.create_default_context(cafile=w.home / "whit.crt")
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def connect(self, timeout=30):
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        return self.context.wrap_socket(raw, server_hostname="127.0.0.1")

    def get(self, path, port=None, asked=()):
        url = urllib.request.Request(f"https://127.0.0.1:{port or self.port}{path}",
                                     headers=dict(asked))
        try:
            with urllib.request.urlopen(url, timeout=20, context=self.context) as reply:
                return reply.status, reply.read(), reply.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers

    def alive(self):
        """Both answer, and the service is within its memory."""
        status, body, _ = self.get("/healthz")
        expect((status, body) == (200, b"ok\n"), f"healthz: {status} {body}")
        text = pathlib.Path(f"/proc/{self.w.server.pid}/status").read_text()
        memory = int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) << 10
        expect(memory < MEMORY, f"the service took {memory >> 20} MB")

    def send(self, pieces):
        """Sends until the other side closes; gives the status it answered, 0 for none."""
        with self.connect() as it:
            try:
                for piece in pieces:
                    it.sendall(piece)
            except OSError:
                pass
            try:
                said = it.recv(4000)
            except OSError:
                return 0
            match = re.match(rb"HTTP/1\.1 (\d{3})", said)
            return int(match[1]) if match else 0


def wallet_life(w):
    """Invite, collect, show, check, withdraw: all of it through nginx."""
    with Proxy(w) as proxy:
        ca = ("--ca-file", w.home / "whit.crt")
        said = w.issuer("invite", "P-0042", "--pin-file", "pin")
        code = re.search(r"^WI1:.*", said, re.M)[0]
        w.wallet("P-0042", *ca, "accept", code, "--trust", "trust.cbor", "--yes", pin="pin")
        w.verify("trust", "add", "trust.cbor", "--yes")
        w.verify("bundle", "install", "site/v1/bundle/whole")
        says(w.check("P-0042", FACT, "gate"), "TRAINING yes")
        w.issuer("end", "P-0042", FACT)
        w.issuer("publish", "site")
        status, whole, headers = proxy.get("/v1/bundle/whole")
        expect(status == 200 and headers["Cache-Control"] == "no-cache", f"{status} {headers}")
        (w.home / "fetched").write_bytes(whole)
        w.verify("bundle", "install", "fetched")
        says(w.check("P-0042", FACT, "gate"), "TRAINING no: not valid now")
        says(w.check("P-0042", TAX, "tax"), "TRAINING yes")
        [segment] = (w.home / "site/v1/bundle/segment").iterdir()
        status, body, headers = proxy.get(f"/v1/bundle/segment/{segment.name}")
        expect(status == 200 and body == segment.read_bytes(), "segment")
        expect("immutable" in headers["Cache-Control"], str(headers))
        w.wallet("P-0042", *ca, "sync")
        expect(proxy.get("/stop")[0] == 200, "the stop page")
        expect(proxy.get("/metrics")[0] == 404, "metrics for everybody")
        expect(proxy.get("/metrics", proxy.staff_port)[0] == 200, "metrics inside")
        expect(proxy.get("/staff", proxy.staff_port)[0] in (200, 303), "the staff's door")
        log = (w.home / "whit.log").read_text()
        expect(len(log.splitlines()) > 8, "nothing in nginx's log")
        for secret in ("127.0.0.1", "/v1/", "P-0042"):
            expect(secret not in log, f"{secret} in nginx's log")


def page(w):
    """The pages are given out by nginx as by the service itself: the same bodies and headers."""
    with Proxy(w) as proxy:
        for name in [*(f"{p}/" for p in PAGES), *sorted(
                f"{p.parent.name}/{p.name}" for p in (w.home / "page").glob("*/*"))]:
            for asked in ((), (("Accept-Encoding", "gzip"),)):
                status, body, headers = proxy.get(f"/{name}", asked=asked)
                direct = urllib.request.Request(f"http://{w.listen}/{name}", headers=dict(asked))
                with urllib.request.urlopen(direct, timeout=20) as reply:
                    expect((status, body) == (200, reply.read()), f"{name} {asked}: {status}")
                    for field in ("Content-Type", "Content-Security-Policy", "Cache-Control",
                                  "X-Content-Type-Options", "Referrer-Policy", "Content-Encoding",
                                  "Permissions-Policy", "Cross-Origin-Opener-Policy",
                                  "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy"):
                        expect(headers[field] == reply.headers[field],
                               f"{name} {asked}: {field}: {headers[field]}, the service says "
                               f"{reply.headers[field]}")
                expect(body[:2] != b"\x1f\x8b" or asked, f"{name} packed unasked")
        for page_name in PAGES:
            packed = proxy.get(f"/{page_name}/a.js", asked=(("Accept-Encoding", "gzip"),))[2]
            expect(packed["Content-Encoding"] == "gzip", "a.js isn't packed")
            tag = packed["ETag"]
            expect(proxy.get(f"/{page_name}/a.js", asked=(("Accept-Encoding", "gzip"),
                                                          ("If-None-Match", tag)))[0] == 304, "304")
            expect(proxy.get(f"/{page_name}/no.js")[0] == 404, "what isn't there")
            expect(proxy.get(f"/{page_name}")[:2] == (200, b"index.html\n"), "without its slash")
        w.verify("trust", "add", "trust.cbor", "--yes")
        w.verify("bundle", "install", "site/v1/bundle/whole")
        says(w.verify("bundle", "show"), "pages it vouches for: 24 files")
        says(w.verify("bundle", "pages", "--ca-file", w.home / "whit.crt"),
             "the page is dlo's: all 24 files")


def old_tls(w):
    """TLS 1.2 is refused; 1.3 is spoken."""
    with Proxy(w) as proxy:
        with proxy.connect() as it:
            expect(it.version() == "TLSv1.3", it.version())
        proxy.context.maximum_version = ssl.TLSVersion.TLSv1_2
        try:
            proxy.connect()
        except ssl.SSLError:
            return
        raise Wrong("TLS 1.2 was spoken")


def hostile(w):
    """Floods and bombs end at the proxy; the service stays up, small, and answers others."""
    line = b"POST /v1/collect HTTP/1.1\r\nHost: a\r\nContent-Type: application/cbor\r\n"
    megabyte = b"a" * (1 << 20)
    with Proxy(w) as proxy:
        floods = {
            "400,000 headers": ([line] + [b"X-%d: a\r\n" % i for i in range(400000)], (400, 431, 0)),
            "an endless header": ([line + b"X: "] + [megabyte] * 200, (400, 431, 0)),
            "an endless request line": ([b"GET /"] + [megabyte] * 200, (400, 414, 0)),
            "300 MB in chunks": ([line + b"Transfer-Encoding: chunked\r\n\r\n"]
                                 + [b"100000\r\n" + megabyte + b"\r\n"] * 300, (413, 0)),
            "a length of 300 MB": ([line + b"Content-Length: 300000000\r\n\r\n"]
                                   + [megabyte] * 300, (413, 0)),
            "a packed body": ([line + b"Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
                               + b"\x1f\x8b" + b"\0" * 18], (400, 415)),
        }
        for name, (pieces, wanted) in floods.items():
            status = proxy.send(pieces)
            expect(status in wanted, f"{name}: {status}")
            proxy.alive()


def slow_clients(w):
    """200 clients that send a byte now and then hold nobody up, and are cut off."""
    with Proxy(w) as proxy:
        # nginx lets one address have 64 connections; 200 clients come from several.
        slow = []
        for i in range(200):
            raw = socket.socket()
            raw.bind((f"127.0.0.{2 + i // 50}", 0))
            raw.settimeout(30)
            raw.connect(("127.0.0.1", proxy.port))
            slow.append(proxy.context.wrap_socket(raw, server_hostname="127.0.0.1"))
            slow[-1].sendall(b"POST /v1/collect HTTP/1.1\r\nHost: a\r\nContent-Le")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for status, _, _ in pool.map(lambda _: proxy.get("/v1/bundle/head"), range(50)):
                expect(status == 200, f"behind slow clients: {status}")
        proxy.alive()
        time.sleep(12)  # client_header_timeout is 10 s
        cut = 0
        for it in slow:
            it.settimeout(5)
            try:
                it.recv(1000)  # 408, or the end
                cut += 1
            except ConnectionError:
                cut += 1
            except OSError:
                pass
            it.close()
        expect(cut == 200, f"{cut} of 200 slow clients were cut off")


if __name__ == "__main__":
    world.main([wallet_life, page, old_tls, hostile, slow_clients])
