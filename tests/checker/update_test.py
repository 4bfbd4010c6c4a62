#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""whit-verify bundle update, against servers that are good, bad, slow and full of lies.

    update_test.py WHIT-VERIFY

What a server can't do: make a checker fetch twice what it has, take what isn't the issuer's, need
much memory, or lose what worked. Exit code 0 if all is as it has to be.
"""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import worlds  # noqa: E402
from server import Server  # noqa: E402
from worlds import Checker, Issue, MEGABYTE, must, seeds  # noqa: E402

HUGE = 200 * MEGABYTE
FIRST = Issue(512, segments=seeds(3))
SECOND = Issue(513, before=FIRST, segments=seeds(5), shift=60)
HEAD, SEGMENT = "/v1/bundle/head", "/v1/bundle/segment/"


def only_what_is_missing(checker, server, site):
    """Each segment travels once."""
    FIRST.lay_out(site)
    checker.trust(FIRST)
    told = json.loads(checker.ok("bundle", "update", server.url, "--json"))
    must(told["installed"] and told["fetched_segments"] == 3, f"first: {told}")
    must(len(server.taken()) == 4, "a head and three segments")
    must(checker.ok("bundle", "update", server.url) == "v512 is installed already\n", "the same")
    must(server.taken() == [HEAD], "the head alone")
    SECOND.lay_out(site)
    said = checker.ok("bundle", "update", server.url + "/")
    must(said.startswith("installed v513 (was v512), issued "), said)
    new = {SEGMENT + name for name in set(SECOND.segments) - set(FIRST.segments)}
    must(set(server.taken()) == {HEAD} | new, "the head and what is new")
    must(not list(checker.data.glob("*.parts")), "what was fetched apart is still there")


def static_server(checker, site):
    """Python's own server, and the address of the trust file."""
    FIRST.lay_out(site)
    with subprocess.Popen([sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "-d",
                           str(site), "0"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as served:
        port = served.stdout.readline().split("port ")[1].split()[0]
        trust = build_trust(f"http://127.0.0.1:{port}")
        (checker.folder / "trust").write_bytes(trust)
        checker.ok("trust", "add", "--yes", checker.folder / "trust")
        said = checker.ok("bundle", "update")
        must(said.startswith("dlo: installed v512, issued "), said)
        served.terminate()


def build_trust(url, iss="dlo"):
    """A trust file with an address that answers."""
    return worlds.build.enc({1: iss, 2: worlds.build.ROOT.public, 3: url, 4: worlds.build_log.ORIGIN,
                             5: worlds.build_log.POLICY})


def killed(checker, server, site):
    """Killed in the middle of a segment: nothing is lost, and nothing that came travels again."""
    FIRST.lay_out(site)
    checker.trust(FIRST)
    checker.ok("bundle", "update", server.url)
    third = Issue(514, before=SECOND, segments=seeds(9), shift=120)
    third.lay_out(site)
    before = {path.name: path.read_bytes() for path in checker.data.iterdir() if path.is_file()}
    slow = sorted(set(third.segments) - set(FIRST.segments), key=list(third.segments).index)[4]
    stuck = threading.Event()

    def stall(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(third.segments[slow])))
        handler.end_headers()
        handler.wfile.write(third.segments[slow][:7])
        stuck.set()
        time.sleep(60)
    server.faults = {slow: stall}
    server.taken()
    with subprocess.Popen(checker.command("bundle", "update", server.url),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as update:
        must(stuck.wait(30), "the update never came to the slow segment")
        update.send_signal(signal.SIGKILL)
    must(before == {path.name: path.read_bytes() for path in checker.data.iterdir()
                    if path.is_file()}, "something was changed")
    must(checker.version() == 512, "the old one works no more")
    server.faults = {}
    server.taken()
    checker.ok("bundle", "update", server.url)
    must(checker.version() == 514, "the new one")
    asked = server.taken()
    must(asked[0] == HEAD and asked[1] == SEGMENT + slow and len(asked) == 3, f"again: {asked}")
    must(not list(checker.data.glob("*.parts")), "what was fetched apart is still there")


def lies(checker, server, site):
    """Each has a sentence of its own, little memory and no effect."""
    FIRST.lay_out(site)
    checker.trust(FIRST)
    checker.ok("bundle", "update", server.url)
    SECOND.lay_out(site)
    new = next(iter(set(SECOND.segments) - set(FIRST.segments)))
    content = SECOND.segments[new]
    large = worlds.build.World(head=lambda claims: {
        **claims, 2: 514, 12: [[1, worlds.build.TODAY, bytes([i] * 32), 15 * MEGABYTE]
                               for i in range(14)]})
    cases = [
        (HEAD, lambda h: h.answer(200, bytes(1000), HUGE), "larger than any bundle may be, 16 MB"),
        (HEAD, lambda h: h.endless(HUGE), "larger than any bundle may be, 16 MB"),
        (HEAD, lambda h: h.answer(200, SECOND.head[:-1], len(SECOND.head)), "not reachable"),
        (HEAD, lambda h: h.answer(200, SECOND.head[:-1], len(SECOND.head) - 1),
         "what the server gives as a head is none"),
        (HEAD, lambda h: h.answer(200, b"<html>", 6), "what the server gives as a head is none"),
        (HEAD, lambda h: h.answer(404, b"", 0), "no bundle at this address (404)"),
        (HEAD, lambda h: h.answer(302, b"", 0, Location="http://127.0.0.1:1/"),
         "sends on to another address (302), which is not followed"),
        (HEAD, lambda h: h.answer(500, b"", 0), "the server answered 500"),
        (HEAD, lambda h: h.answer(200, SECOND.head, len(SECOND.head), Content_Encoding="gzip"),
         "packs the data"),
        (HEAD, lambda h: h.answer(200, forged(), len(forged())), "a signature doesn't verify"),
        (HEAD, lambda h: h.answer(200, *sized(worlds.split(large.bundle)[0])),
         "names more than a bundle may have, 16 MB"),
        (new, lambda h: h.answer(404, b"", 0), "which its head names (404)"),
        (new, lambda h: h.answer(200, bytes(1000), HUGE), "is larger than its head says"),
        (new, lambda h: h.endless(HUGE), "is larger than its head says"),
        (new, lambda h: h.answer(200, content[:-1], len(content) - 1), "does not match"),
        (new, lambda h: h.answer(200, bytes(len(content)), len(content)), "does not match"),
        (new, lambda h: h.answer(200, *sized(next(iter(FIRST.segments.values())))),
         "does not match"),  # another one under this one's name
    ]
    for path, fault, says in cases:
        server.faults = {path: fault}
        said = checker.refused(says, "bundle", "update", server.url)
        must("keeps working until it is too old" in said or "hint" in said, said)
        must(checker.version() == 512, f"{says}: the old one works no more")
    for url, says in [("513.whit-bundle", "not http://"), ("ftp://127.0.0.1/", "not http://"),
                      ("http://127.0.0.1:1", "not reachable")]:
        checker.refused(says, "bundle", "update", url)
    server.faults = {}
    must("installed v513" in checker.ok("bundle", "update", server.url), "it ends well")


def forged():
    """A head with another signature."""
    return SECOND.head[:-1] + bytes([SECOND.head[-1] ^ 1])


def sized(data):
    """A body and its true length."""
    return data, len(data)


def several(checker, server, site):
    """One issuer's trouble is not the next one's: all are tried, and 3 says that not all went."""
    other = Issue(7, segments=seeds(1), iss="other")
    (checker.folder / "other").write_bytes(build_trust(server.url, "other"))
    (checker.folder / "dlo").write_bytes(build_trust(server.url + "/nothing-here"))
    other.lay_out(site)
    for name in ("dlo", "other"):
        checker.ok("trust", "add", "--yes", checker.folder / name)
    done = checker.run("bundle", "update")
    must(done.returncode == 3, f"exit code {done.returncode}")
    must("dlo: no new data: the server has no bundle" in done.stderr, done.stderr)
    must(done.stdout.startswith("other: installed v7, "), done.stdout)
    told = [json.loads(line) for line in checker.run("bundle", "update", "--json").stdout.splitlines()]
    must([one["iss"] for one in told] == ["dlo", "other"], f"{told}")
    must("error" in told[0] and told[1]["installed"] is False, f"{told}")
    must(checker.version("other") == 7, "the other one")
    checker.refused("several issuers are trusted here", "bundle", "save", checker.folder / "stick")
    checker.ok("bundle", "save", checker.folder / "stick", "--issuer", "other")
    must((checker.folder / "stick").read_bytes() == other.whole, "another file")


def main():
    program = sys.argv[1]
    for test in (only_what_is_missing, killed, lies, several, static_server):
        with tempfile.TemporaryDirectory(prefix="whit update ") as folder:
            site = pathlib.Path(folder, "site")
            site.mkdir()
            checker = Checker(program, pathlib.Path(folder, "checker"))
            if test is static_server:
                test(checker, site)
            else:
                server = Server(site)
                test(checker, server, site)
                server.shutdown()
            print(f"{test.__name__}: ok")


if __name__ == "__main__":
    try:
        main()
    except worlds.Wrong as wrong:
        print(f"FAILED: {wrong}")
        sys.exit(1)
