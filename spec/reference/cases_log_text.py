# SPDX-License-Identifier: Apache-2.0
"""Cases of the log's texts, each alone, and of its epochs."""

from build import E, PAPER_KEY, TODAY, TOKEN_KEY, Ed, seed
from build_log import (ORIGIN, POLICY, THREE, WITNESSES, Proof, cosign, log_line, strange, text64,
                       vkey, witness_line)
from epoch import epoch
from logproof import root_of
from notes import LOG, WITNESS, note_key
from primitives import sha256

EMPTY = text64(sha256(b""))
ROOT = text64(seed("a root"))
KEY = vkey("w1.example", WITNESS, WITNESSES["w1"])


class Texts:
    """One kind of text."""

    def __init__(self, suite, section, kind):
        self.suite, self.section, self.kind = suite, section, kind

    def good(self, cases):
        """Right ones."""
        for name, text in cases:
            self.suite.parse(name, self.section, "refuses what is right", self.kind, text, "ok")

    def bad(self, catches, cases):
        """Wrong ones."""
        for name, text in cases:
            self.suite.parse(name, self.section, catches, self.kind, text)


def keys(suite):
    """The text of a key."""
    found = Texts(suite, "log 9.2", "note-key")
    found.good([("witness", KEY), ("log", vkey(ORIGIN + "7", LOG, WITNESSES["w1"])), (
        "name-not-ascii", vkey("\u00e9", LOG, WITNESSES["w1"]))])
    name, number, data = KEY.split("+", 2)
    found.bad("takes a key's text with less care", [
        ("upper-case", f"{name}+{number.upper()}+{data}"), ("no-name", f"+{number}+{data}"),
        ("another-id", f"{name}+00000000+{data}"), ("another-name", f"w2.example+{number}+{data}"),
        ("short-id", f"{name}+{number[:6]}+{data}"), ("no-key", f"{name}+{number}+"),
        ("no-id", f"{name}+{data}"), ("cut", KEY[:-1]), ("longer", KEY + "AAAA"),
        ("url-alphabet", KEY.replace("+", "-").replace("-", "+", 2) + "_"), ("line-end", KEY + "\n"),
        ("empty", "")])
    for name, other in (("space", "a b"), ("no-break-space", "a\u00a0b"), ("line-separator",
                        "a\u2028b"), ("ideographic-space", "\u3000"), ("next-line", "a\u0085b")):
        found.bad("takes white space in a name", [(f"name-{name}", vkey(other, LOG, Ed("k")))])
    for name, other in (("01", "a\x01b"), ("1c", "a\x1cb"), ("1f", "a\x1fb")):
        found.bad("takes a control character in a name",
                  [(f"name-control-{name}", vkey(other, LOG, Ed("k")))])
    for kind in (0, 2, 5, 6, 255):
        found.bad("takes a key of a type that isn't read",
                  [(f"type-{kind}", vkey("w1.example", kind, WITNESSES["w1"]))])


def checkpoints(suite):
    """What a log says of itself."""
    found = Texts(suite, "log 10", "checkpoint")
    found.good([("empty-tree", f"o\n0\n{EMPTY}\n"), ("good", f"{ORIGIN}7\n256\n{ROOT}\n"), (
        "largest", f"o\n{2**63 - 1}\n{ROOT}\n"), ("extension", f"o\n1\n{ROOT}\nmore\n")])
    found.bad("takes another form of a number", [
        (name, f"o\n{size}\n{ROOT}\n") for name, size in (
            ("leading-zero", "01"), ("plus", "+1"), ("minus", "-1"), ("space", " 1"), ("hex", "0x1"),
            ("nothing", ""), ("too-large", 2**63), ("beyond-64-bits", 2**64 + 1),
            ("other-digits", "\u0661"), ("underscore", "1_0"), ("point", "1.0"))])
    found.bad("takes another form of a root", [
        ("root-unpadded", f"o\n1\n{ROOT[:-1]}\n"), ("root-short", f"o\n1\n{ROOT[:40]}\n"),
        ("root-long", f"o\n1\n{text64(bytes(33))}\n"), ("root-bits", f"o\n1\n{EMPTY[:-2]}V=\n"),
        ("root-of-empty-tree", f"o\n0\n{ROOT}\n"), ("root-space", f"o\n1\n{ROOT} \n")])
    found.bad("takes lines that aren't there", [
        ("no-origin", f"\n1\n{ROOT}\n"), ("cut", f"o\n1\n{ROOT}"), ("ended-by-x", f"o\n1\n{ROOT}x"), ("two-lines", "o\n1\n"),
        ("empty-line", f"o\n1\n{ROOT}\n\n"), ("empty", ""),
        ("empty-line-inside", f"o\n1\n{ROOT}\n\nmore\n")])


def notes(suite):
    """Notes and proofs."""
    found = Texts(suite, "log 9", "note")
    body = f"{ORIGIN}7\n256\n{ROOT}\n"
    line = log_line(body)
    found.good([("one-line", f"{body}\n{line}"), ("empty-lines", f"a\n\n\nb\n\n{line}"),
                ("100-lines", f"a\n\n{line * 100}"), ("one-byte", "a\n\n\u2014 n AAAAAAA=\n"),
                ("cosigned", f"{body}\n{line}{cosign(body, 'w1', 1)}")])
    found.bad("takes a note of another form", [
        ("no-empty-line", body + line), ("no-lines", body + "\n"), ("cut", f"{body}\n{line}"[:-1]),
        ("101-lines", f"a\n\n{line * 101}"), ("tab", f"a\tb\n\n{line}"),
        ("return", f"a\r\n\n{line}"), ("nul", f"a\0\n\n{line}"), ("hyphen", f"a\n\n-{line[1:]}"),
        ("two-spaces", f"a\n\n{line.replace(' ', '  ', 1)}"), ("empty", ""),
        ("space-at-end", f"a\n\n{line[:-1]} \n"), ("text-behind", f"a\n\n{line}b\n"),
        ("only-an-id", "a\n\n\u2014 n AAAAAA==\n"), ("plus", "a\n\n\u2014 n+m AAAAAAA=\n"),
        ("three-bytes", "a\n\n\u2014 n AAAA\n"), ("no-name", "a\n\n\u2014  AAAAAAA=\n")])
    found = Texts(suite, "log 12", "log-proof")
    proof = Proof({"w1": 1})({2: TODAY, 3: 0, 4: 0}, b"")
    front = "c2sp.org/tlog-proof@v1\n"
    found.good([("good", proof), ("extra", proof.replace("index", "extra AQ==\nindex", 1)), (
        "empty-path", f"{front}index 0\n\n{body}\n{line}"), (
            "path-63", f"{front}index 0\n{(ROOT + chr(10)) * 63}\n{body}\n{line}"), ("unknown-lines", proof + strange("x"))])
    found.bad("takes a proof of another form", [
        ("no-index", proof.replace("index 0\n", "", 1)), ("index-minus", proof.replace(
            "index 0", "index -1", 1)), ("index-twice", proof.replace(
                "index 0\n", "index 0\nindex 0\n", 1)), ("extra-empty", proof.replace(
                    "index", "extra \nindex", 1)), ("extra-behind", proof.replace(
                        "index 0\n", "index 0\nextra AQ==\n", 1)), ("extra-unpadded", proof.replace(
                            "index", "extra AQ\nindex", 1)), ("version", proof.replace(
                                "v1", "v3", 1)), ("no-note", proof.partition("\n\n")[0] + "\n\n"),
        ("no-lines", f"{front}\n{body}\n{line}"), ("path-64", f"{front}index 0\n{(ROOT + chr(10)) * 64}\n{body}\n{line}"), ("empty", "")])


def filled(size):
    """The end of a policy, of this many bytes."""
    end = "\nquorum w1\n"
    return "#" * (size - len(end)) + end


def policies(suite):
    """Who counts."""
    found = Texts(suite, "log 11", "witness-policy")
    many = "".join(witness_line(f"n{i}", Ed(f"many {i}")) for i in range(32))
    found.good([("good", POLICY), ("none", "quorum none\n"), ("witness", THREE + "quorum w2\n"), (
        "comments", f"# who\n\n \t\n\twitness  w1\t{KEY}  https://w1.example \nquorum\tw1\n"), (
            "32-witnesses", f"{many}group g all {' '.join(f'n{i}' for i in range(32))}\nquorum g\n"),
        ("group-of-groups", THREE + "group a any w1 w2\ngroup b all a w3\nquorum b\n"),
        ("log", "log " + vkey(ORIGIN + "7", LOG, Ed("l")) + " https://l.example\nquorum none\n"),
        ("key-of-log-and-witness", "log " + vkey("l", LOG, WITNESSES["w1"]) + "\n" + POLICY),
        ("64-groups", THREE + "".join(f"group g{i} any {'g' + str(i - 1) if i else 'w1'}\n"
                                      for i in range(64)) + "quorum g63\n"),
        ("65536-bytes", THREE + filled(65536 - len(THREE))),
        ("name-not-ascii", f"witness \u212a {KEY}\nquorum \u212a\n")])
    quorum = "quorum g\n"
    found.bad("takes a policy that says something twice, too late or not at all", [
        (name, THREE + text) for name, text in (
            ("no-quorum", ""), ("two-quorums", "quorum w1\nquorum w1\n"), ("unended", "quorum w1"),
            ("quorum-unknown", "quorum w4\n"), ("quorum-of-two", "quorum w1 w2\n"),
            ("quorum-empty", "quorum\n"), ("capital", "Quorum w1\n"), ("return", "quorum w1\r\n"),
            ("threshold-0", "group g 0 w1\n" + quorum), ("threshold-2-of-1", "group g 2 w1\n" +
                                                         quorum),
            ("threshold-leading-zero", "group g 01 w1\n" + quorum),
            ("threshold-word", "group g most w1\n" + quorum), ("group-empty", "group g any\n" +
                                                               quorum),
            ("member-twice", "group g any w1 w1\n" + quorum),
            ("member-of-two", "group h any w1\ngroup g any w1\n" + quorum),
            ("member-later", "group g any h\ngroup h any w1\n" + quorum),
            ("member-itself", "group g any g\n" + quorum), ("member-none", "group g any none\n" +
                                                            quorum),
            ("group-none", "group none any w1\nquorum w1\n"),
            ("group-twice", "group g any w1\ngroup g any w2\n" + quorum),
            ("witness-named-as-group",
             f"group g any w1\nwitness g {vkey('x', WITNESS, Ed('x'))}\n" + quorum),
            ("control", "# \x01\nquorum w1\n"), ("vertical-tab", "quorum\vw1\n"),
            ("ended-by-x", "quorum w1x"), ("65537-bytes", filled(65537 - len(THREE))),
            ("group-named-as-witness", "group w1 any w2\nquorum w1\n"),
            ("witness-none", f"witness none {vkey('x', WITNESS, Ed('x'))}\nquorum w1\n"),
            ("witness-name-twice", f"witness w1 {vkey('x', WITNESS, Ed('x'))}\nquorum w1\n"),
            ("witness-key-twice", f"witness x {KEY}\nquorum w1\n"),
            ("witness-key-by-another-name",
             f"witness x {vkey('x', WITNESS, WITNESSES['w1'])}\nquorum w1\n"),
            ("witness-of-log-type", f"witness x {vkey('x', LOG, Ed('x'))}\nquorum w1\n"),
            ("witness-without-key", "witness x\nquorum w1\n"),
            ("witness-word-more", f"witness x {vkey('x', WITNESS, Ed('x'))} u v\nquorum w1\n"),
            ("log-twice", f"log {KEY}\nlog {KEY}\nquorum w1\n"), ("log-empty", "log\nquorum w1\n"),
            ("unknown-line", "mirror w1\nquorum w1\n"), ("delete", "# \x7f\nquorum w1\n"),
            ("65-groups", "".join(f"group g{i} any {'g' + str(i - 1) if i else 'w1'}\n" for i in
                                  range(65)) + "quorum w2\n"))] + [
        ("quorum-first", "quorum w1\n" + THREE), ("empty", "")])


def tiles(suite):
    """Where tiles lie."""
    found = Texts(suite, "log 8.1", "tile-path")
    found.good([("good", "tile/0/x001/x234/067"), ("first", "tile/0/000"), ("partial",
                "tile/63/x001/000.p/255"), (
                    "farthest", "tile/0/x009/x223/x372/x036/x854/x775/807"), ("entries", "tile/entries/005.p/1")])
    found.bad("takes another form of a path", [
        (name, "tile/" + text) for name, text in (
            ("empty", ""), ("short", "0/00"), ("long", "0/0000"), ("level-zero", "00/000"),
            ("level-64", "64/000"), ("zeros-in-front", "0/x000/001"), ("no-x", "0/001/002"),
            ("x-at-end", "0/x001/x002"), ("width-0", "0/000.p/0"), ("width-256", "0/000.p/256"),
            ("width-zero", "0/000.p/01"), ("width-none", "0/000.p/"), ("more", "0/000/"),
            ("2-to-the-63", "0/x009/x223/x372/x036/x854/x775/808"), ("far", "0/x999/x999/x999/x999/x999/x999/999"), ("other-digits", "0/00\u0661"),
            ("line-end", "0/000\n"), ("data", "data/000"))])


def values(suite):
    """Keys, roots and epochs."""
    for name, kind in (("log", LOG), ("witness", WITNESS)):
        key = WITNESSES["w1"].public
        found = note_key("w1.example", kind, key)
        suite.fixed(f"note-key-{name}", "log 9", "makes another id of a key", "note-key",
                    f"w1.example+{found.id.hex()}+{text64(bytes([kind]) + key)}",
                    owner="w1.example", type=kind, key=key.hex())
    for size in (0, 1, 2, 3, 7, 8, 11, 255, 256, 257):
        leaves = [sha256(b"leaf", bytes([i % 256])) for i in range(size)]
        suite.fixed(f"tree-root-{size}", "log 7.1", "makes another tree", "tree-root",
                    root_of(leaves).hex(), leaves=[leaf.hex() for leaf in leaves])

    def entry(kind, vct, key, day, i):
        front = bytes([kind, 1]) + vct.to_bytes(2, "big") + key.kid + day.to_bytes(4, "big")
        return (front + seed(f"commitment {i}")).hex()
    some = [entry(1, 65001, TOKEN_KEY, E + i % 2, i) for i in range(70)] + [
        entry(7, 65001, PAPER_KEY, E + 40, 100), entry(1, 65005, TOKEN_KEY, E, 101)]
    base = {"number": 41, "day": TODAY, "index": 10496, "key_list": seed("list").hex(),
            "previous": seed("header").hex(), "heads": [seed("head").hex()], "pad_keys": [],
            "pad_key": seed("pads").hex(), "entries": []}
    for name, more in (("control", {}), ("one", {"entries": some[:1]}), ("groups", {
            "entries": some}), ("full-group", {"entries": [
                entry(2, 65001, TOKEN_KEY, E, i) for i in range(64)]}),
                       ("255", {"entries": [entry(1, 65001, TOKEN_KEY, E, i) for i in range(255)]}),
                       ("key-revealed", {"pad_keys": [[3, seed("old pads").hex()]]})):
        given = {**base, **more}
        suite.fixed(f"epoch-{name}", "log 5", "pads, sorts or counts another way", "epoch",
                    epoch(**given), **given)


def add(suite):
    """All of them."""
    for part in (keys, checkpoints, notes, policies, tiles, values):
        part(suite)
