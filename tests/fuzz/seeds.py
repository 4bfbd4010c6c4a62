#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""seeds.py FOLDER: writes FOLDER/TARGET/* for each fuzz target, from spec/vectors and the tests.

Files are named by their hash, so that running it again adds nothing.
"""
import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VECTORS = ROOT / "spec" / "vectors"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MOVES = [bytes(7), bytes([0, 0, 3, 0, 1, 0, 1]), bytes([0, 2, 15, 9, 8, 1, 3]),
         bytes([21, 0, 2, 1, 0, 0, 5])]  # what the target `signed` reads before a showing
LISTS = {"trust-file", "catalogue-fact", "preset", "segment", "epoch-header", "bundle-file"}
PARTS = {"head": 1, "root-manifest": 2, "key-list": 3}  # as tests/fuzz/bundle.cpp numbers them
COLLECT = {"enrol", "enrolled", "collect", "collected", "error"}
HOLDER = {"stop", "notice", "noticed"}
REQUESTS = {"request", "invitation", "setup"}


def base45(text):
    """The bytes of Base45 text, or none where it isn't any."""
    out = bytearray()
    for at in range(0, len(text), 3):
        group = [ALPHABET.find(char) for char in text[at:at + 3]]
        value = sum(digit * 45 ** place for place, digit in enumerate(group))
        size = len(group) - 1
        if min(group) < 0 or size < 1 or value >= 256 ** size:
            return b""
        out += value.to_bytes(size, "big")
    return bytes(out)


def string(data, at):
    """A CBOR byte string at `at` and where it ends."""
    low = data[at] & 31
    width = {24: 1, 25: 2, 26: 4}.get(low, 0)
    size = int.from_bytes(data[at + 1:at + 1 + width], "big") if width else low
    start = at + 1 + width
    return data[start:start + size], start + size


def payload(sign1):
    """What a COSE_Sign1 signs: 18([header, {}, payload, signature])."""
    if sign1[:2] != b"\xd2\x84":
        return b""
    _, at = string(sign1, 2)
    return string(sign1, at + 1)[0]


class Corpus:
    """A folder for each target."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def add(self, target, data):
        folder = self.folder / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def add_showing(self, text, cbor):
        self.add("base45", text)
        self.add("verify", text)
        self.add("verify", cbor)
        self.add("showing", cbor)
        for moves in MOVES:
            self.add("signed", moves + cbor)

    def add_object(self, name, data):
        self.add("cbor", data)
        if name in PARTS:
            self.add("lists", payload(data))
            self.add("bundle", bytes([PARTS[name]]) + payload(data))
        elif name in LISTS:
            self.add("lists", data)
        elif name in COLLECT:
            self.add("collect", data)
        elif name in HOLDER:
            self.add("holder", data)
        elif name in REQUESTS:
            self.add("request", data)
        else:
            self.add_showing(data, data)


def of_text(text):
    return base45(text.strip()[4:]) or text.encode()


def add_vectors(corpus):
    for path in sorted(VECTORS.rglob("*.json")):
        case = json.loads(path.read_text())
        if case.get("kind") == "verify" and "showing" in case:
            corpus.add_showing(case["showing"].encode(), of_text(case["showing"]))
        elif case.get("kind") == "verify":
            corpus.add_showing(*2 * (bytes.fromhex(case["showing_hex"]),))
        elif case.get("kind") == "parse" and "hex" in case:
            corpus.add_object(case["object"], bytes.fromhex(case["hex"]))
        elif case.get("object") == "stop-text":
            corpus.add("holder", case["text"].encode())
        elif case.get("kind") == "parse":
            corpus.add("base45", case["text"].encode())
            corpus.add_object(case["object"], of_text(case["text"]))
    for path in sorted((VECTORS / "worlds").rglob("*.whit-bundle")):
        data = path.read_bytes()
        corpus.add("lists", data)
        corpus.add("bundle", b"\0" + data)
        head = data[1:]  # an array of two; the head is its first
        corpus.add("bundle", b"\1" + payload(head))
        corpus.add("lists", payload(head))


CSV = b"\x05subject,fact,value,from,until\nP-0042,work-permit-until,203512,2026-01-01,2035-12-31\n"
JSON = b'\x03{"subject":"P-1","fact":"visa-class","value":"WORK"}\n{"subject":"P-\\u0041"}\n'
LOG = [b"log.dlo.example/1\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
       b"tile/0/x001/067.p/8", b"\0", b"\1\0\4abcd",
       b"log.dlo.example/1\nwitness w1 w.example+1234abcd+AQ== https://w.example\n"
       b"group g 1 w1\nquorum g\n",
       "log.dlo.example/1\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
       "\u2014 log.dlo.example/1 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
       "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"]

HEADS = [b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n"
         b"Content-Length: 12\r\nExpect: 100-continue\r\nConnection: a, close\r\n\r\n",
         b"GET /?a=b%20c HTTP/1.0\r\nAuthorization: Bearer a\r\nAccept-Language: ru, en;q=0.5\r\n"
         b"Cookie: a=b; whit-session=c\r\n\r\n",
         b"HEAD /v1/bundle/segment/%61 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
         b"Content-Encoding: gzip\r\n\r\n"]


WEB = [b'{"fact":"tax-current","from":"2026-11-22","reason":"decision","n":18446744073709551615}',
       b'{"a":"\\u0416\\ud83d\\ude00\\n","a":[{}]}', b"form=0a&ref=P-0042&a=%D0%96+%26&lang=ru",
       b"ru-RU,ru;q=0.9,en;q=0.8", b"<b>\"&'\xd0\x96</b>\x7f\xff"]


def add_texts(corpus):
    dirty = ROOT / "demo" / "register.csv"
    if dirty.exists():
        corpus.add("import", b"\x11" + b"".join(dirty.read_bytes().splitlines(True)[:20]))
    corpus.add("import", CSV)
    corpus.add("import", JSON)
    for head in HEADS:
        corpus.add("http", b"\x05" + head)
    for text in WEB:
        corpus.add("web", text)
    note = LOG[-1].replace("log.dlo.example", "log.example").encode()
    corpus.add("witness", b"old 0\n\n" + note)
    corpus.add("witness", b"old 1\n" + 2 * LOG[0].splitlines(True)[2] + b"\n" + note)
    for size in range(7):
        corpus.add("tree", bytes([0, size]) + 80 * b"\0\0\1\0")
        corpus.add("tree", bytes([0, size]) + bytes(range(64)) + 40 * b"\0\0\2\1\3")
    corpus.add("tree", bytes([1]) + (300).to_bytes(8, "big") + (700).to_bytes(8, "big") +
               bytes([3]) + bytes(range(256)))
    for text in LOG:
        corpus.add("log", text if isinstance(text, bytes) else text.encode())


# 1 x 1 pixels, grey: the smallest of each format that the decoders look into.
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010800000000"
                    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082")


def main():
    corpus = Corpus(sys.argv[1])
    add_vectors(corpus)
    add_texts(corpus)
    corpus.add("picture", PNG)
    corpus.add("picture", b"\x01WH1:RRQC9BERKXE6RRQU" + bytes(range(40)))
    for picture in sorted((ROOT / "tests" / "qr").rglob("*.png")):
        corpus.add("picture", picture.read_bytes())
    print(sum(1 for path in corpus.folder.rglob("*") if path.is_file()), "seeds")


if __name__ == "__main__":
    main()
