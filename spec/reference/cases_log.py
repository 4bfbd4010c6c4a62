# SPDX-License-Identifier: Apache-2.0
"""Cases of the log's proof in a bundle: who signed, where, when, and what is beside it."""

from build import (BUNDLE_KEY, E, ISSUED, KEYS_KEY, NOW, SEEN, TODAY, Ed, World, challenge,
                   revocable)
from build_log import (LOG_KEY, ORIGIN, POLICY, THREE, WITNESSES, Proof, cosign, log_line, signature,
                       strange, text64, vkey, witness_line)
from cases_bundle import change, window
from notes import LOG, WITNESS
from primitives import sha256

STRANGER = Ed("stranger")
HOUR = 3600


class Group:
    """Adds one world after the other."""

    def __init__(self, suite):
        self.suite = suite

    def add(self, expect, name, catches, parts, **proof):
        """A bundle and whether it opens."""
        proof.setdefault("seen", SEEN)
        self.suite.bundle("log-" + name, "log 6", catches, World(proof=Proof(**proof), **parts),
                          expect)

    def good(self, name, catches, parts=None, **proof):
        """One that opens."""
        self.add("opens", name, catches, parts or {}, **proof)

    def bad(self, name, catches, parts=None, **proof):
        """One that doesn't."""
        self.add("refused", name, catches, parts or {}, **proof)


def policy(text):
    """A trust file with another policy."""
    return {"trust": change(_5=text)}


def places(group):
    """Which log, which place, which tree."""
    group.good("proof", "refuses what is right")
    group.good("number-zero", "wants a log's number above 0", origin=ORIGIN + "0")
    group.good("number-large", "reads a log's number in 32 bits", origin=ORIGIN + "4294967296")
    for name, origin in (("none", ORIGIN), ("leading-zero", ORIGIN + "07"), ("sign", ORIGIN + "+7"),
                         ("text", ORIGIN + "7a"), ("path", ORIGIN + "7/8"), ("digits-of-another-"
                         "script", ORIGIN + "\u0667"), ("space", ORIGIN + "7 ")):
        group.bad(f"number-{name}", "takes any end of an origin", origin=origin)
    group.bad("another-origin", "doesn't compare the log's origin", origin="log.example/mtl/7")
    group.bad("origin-inside", "looks for the origin anywhere", origin="x" + ORIGIN + "7")
    for name, step in (("before", -1), ("behind", 1), ("epoch-before", -256)):
        group.bad(f"index-{name}", "doesn't compare the index", index=step)
    for name, step in (("behind", 1), ("before", -256)):
        group.bad(f"header-{name}-its-place", "takes a header wherever it stands in the log",
                  shift=step)
    for name, step in (("smaller", -256), ("larger", 256), ("one-larger", 1)):
        group.bad(f"size-{name}", "doesn't compare the tree's size", size=step)
    group.good("epoch-header-only", "counts the header's own entry wrong",
               {"header": change(_4=0)})
    group.good("epoch-256-entries", "counts the header's own entry wrong",
               {"header": change(_4=256)})
    group.bad("header-of-another-day", "makes the leaf without its day", day=1)
    group.bad("index-beyond-64-bits", "reads an index modulo 2^64",
              text=lambda t: t.replace("index 10496\n", f"index {2**64 + 10496}\n"))


def paths(group):
    """The way to the root."""
    group.bad("path-empty", "takes a path of any length", path=lambda p: [])
    group.bad("path-short", "takes a path of any length", path=lambda p: p[:-1])
    group.bad("path-long", "takes a path of any length", path=lambda p: p + [p[-1]])
    group.bad("path-64", "takes a path of any length", path=lambda p: p * 5)
    group.bad("path-swapped", "hashes siblings on either side", path=lambda p: p[1::-1] + p[2:])
    group.bad("path-changed", "doesn't compare the root",
              path=lambda p: p[:-1] + [sha256(p[-1])])
    group.bad("path-short-hash", "takes a hash of any length", path=lambda p: p[:-1] + [p[-1][:31]])
    group.bad("root-changed", "doesn't compare the root", body=lambda b: b.replace(
        b.split("\n")[2], text64(sha256(b"another root"))))


def signers(group):
    """The log's own signature."""
    group.bad("unsigned", "takes a checkpoint that witnesses alone signed", signers=lambda b: [])
    group.bad("by-stranger", "takes any log key", signers=lambda b: [log_line(b, STRANGER)])
    for name, key in (("keys", KEYS_KEY), ("bundle", BUNDLE_KEY)):
        group.bad(f"by-{name}-key", "takes any service key",
                  signers=lambda b, k=key: [log_line(b, k)])
    group.bad("under-another-name", "looks for the key without its name",
              signers=lambda b: [log_line(b, name="log.example/dlo/8")])
    group.bad("by-a-witness-as-log", "takes a witness for the log",
              signers=lambda b: [log_line(b, WITNESSES["w2"])])
    broken = lambda b: log_line(b.replace("7\n", "8\n", 1), name=ORIGIN + "7")
    group.bad("bad-signature", "doesn't check the log's signature", signers=lambda b: [broken(b)])
    group.bad("bad-signature-beside-good", "stops at the first good line",
              signers=lambda b: [log_line(b), broken(b)])
    group.bad("bad-signature-before-good", "looks at the last line only",
              signers=lambda b: [broken(b), log_line(b)])
    group.good("signed-twice", "takes one line a key only", signers=lambda b: [log_line(b)] * 2)
    spare = Ed("spare log")
    two = {"manifest": lambda c: {**c, 3: c[3] + [[3, spare.public, TODAY, TODAY]]}}
    group.good("by-spare", "refuses a certified spare", two, signers=lambda b: [log_line(b, spare)])
    group.good("by-both", "wants one log key", two,
               signers=lambda b: [log_line(b), log_line(b, spare)])
    group.bad("by-both-one-bad", "stops at the first good key", two,
              signers=lambda b: [log_line(b), log_line(b + "x", spare, ORIGIN + "7")])
    for name, first, last, good in (
            ("first-day", TODAY, TODAY + 5, True), ("last-day", TODAY - 5, TODAY, True),
            ("before-first-day", TODAY + 1, TODAY + 5, False),
            ("after-last-day", TODAY - 5, TODAY - 1, False)):
        (group.good if good else group.bad)(
            f"key-{name}", "takes a log key's window a day too long or too short",
            {"manifest": lambda c, f=first, l=last: window(c, 3, f, l)})


def witnesses(group):
    """Who saw it."""
    group.good("all-witnesses", "takes exactly as many as needed",
               seen={"w1": ISSUED, "w2": ISSUED, "w3": ISSUED})
    for name, seen in (("none", {}), ("one", {"w2": ISSUED})):
        group.bad(f"witness-{name}", "takes fewer witnesses than the policy wants", seen=seen)
    one = {"w1": ISSUED}
    group.bad("witness-twice", "counts lines, not witnesses",
              seen=one, signers=lambda b: [log_line(b), cosign(b, "w1", ISSUED - 5)])
    group.bad("witness-unknown", "takes any witness", seen=one,
              signers=lambda b: [log_line(b), cosign(b, "w4", ISSUED, STRANGER)])
    group.bad("witness-key-under-another-name", "looks for the key without its name", seen=one,
              signers=lambda b: [log_line(b), cosign(b, "w4", ISSUED, WITNESSES["w2"])])
    group.bad("witness-name-with-another-key", "looks for the name without its key", seen=one,
              signers=lambda b: [log_line(b), cosign(b, "w2", ISSUED, STRANGER)])
    group.bad("witness-without-time", "takes a log's signature for a cosignature", seen=one,
              signers=lambda b: [log_line(b), log_line(b, WITNESSES["w2"], "w2.example")])
    key = WITNESSES["w2"]

    def line(blob):
        return lambda b: [log_line(b), signature("w2.example", WITNESS, key, blob(b))]

    def message(when, body):
        return f"cosignature/v1\ntime {when}\n{body}".encode()
    for name, blob in (
            ("time-changed", lambda b: ISSUED.to_bytes(8, "big") + key.sign(message(1, b))),
            ("time-zero", lambda b: bytes(8) + key.sign(message(0, b))),
            ("time-beyond", lambda b: (2**63).to_bytes(8, "big") + key.sign(message(2**63, b))),
            ("text-only", lambda b: ISSUED.to_bytes(8, "big") + key.sign(b.encode())),
            ("short", lambda b: (ISSUED.to_bytes(8, "big") + key.sign(message(ISSUED, b)))[:71]),
            ("long", lambda b: ISSUED.to_bytes(8, "big") + key.sign(message(ISSUED, b)) + b"\0"),
            ("very-short", lambda b: b"\0\0\0\1")):
        group.bad(f"cosignature-{name}", "lets a bad line of a known witness pass",
                  signers=line(blob))
    group.good("unknown-lines", "wants to know every key", signers=lambda b: [
        strange("someone.example"), log_line(b), strange(ORIGIN + "7"), strange("w2.example")])
    group.good("98-unknown-lines", "takes few lines only", signers=lambda b: [
        log_line(b)] + [strange("someone.example")] * 97)
    group.bad("101-lines", "takes any number of lines", signers=lambda b: [
        log_line(b)] + [strange("someone.example")] * 98)


def times(group):
    """When it was seen."""
    for name, good, seen in (
            ("48-hours", True, {"w1": ISSUED - 48 * HOUR, "w2": ISSUED - 48 * HOUR}),
            ("too-old", False, {"w1": ISSUED - 48 * HOUR - 1, "w2": ISSUED - 48 * HOUR - 1}),
            ("one-recent", True, {"w1": ISSUED - 400 * HOUR, "w2": ISSUED - 48 * HOUR}),
            ("an-hour-ahead", True, {"w1": ISSUED + HOUR, "w2": ISSUED + HOUR}),
            ("more-ahead", False, {"w1": ISSUED + HOUR + 1, "w2": ISSUED}),
            ("third-ahead", True, {"w1": ISSUED, "w2": ISSUED, "w3": 2**62}),
            ("recent-one-ahead", False, {"w1": ISSUED - 49 * HOUR, "w2": ISSUED - 49 * HOUR,
                                         "w3": ISSUED + 2 * HOUR}),
            ("time-of-one", True, {"w1": 1, "w2": ISSUED})):
        (group.good if good else group.bad)(
            f"seen-{name}", "counts times that don't count, or not those that do", seen=seen)
    group.good("seen-twice-by-one", "looks at a witness's first line only",
               seen={"w1": ISSUED - 60 * HOUR, "w2": ISSUED - 60 * HOUR},
               signers=lambda b: [log_line(b), cosign(b, "w2", ISSUED)])
    group.bad("seen-again-ahead", "takes a witness by a line that isn't its newest",
              seen={"w1": ISSUED, "w2": ISSUED},
              signers=lambda b: [log_line(b), cosign(b, "w2", ISSUED + 2 * HOUR)])


def policies(group):
    """What the trust file asks for."""
    weak = (("none", "quorum none\n"), ("none-listed", THREE + "quorum none\n"),
            ("one", THREE + "quorum w1\n"), ("any", THREE + "group g any w1 w2 w3\nquorum g\n"),
            ("any-of-nested", THREE + "group a all w2 w3\ngroup g any a w1\nquorum g\n"))
    for name, text in weak:
        group.bad(f"policy-{name}", "takes a policy that one witness can meet", policy(text))
        parts = {"specimen": True, **policy(text)}
        (group.bad if name == "none" else group.good)(
            f"policy-{name}-specimen", "wants two witnesses for training, or none", parts)
    group.bad("policy-none-unseen-specimen", "takes training data that nobody saw",
              {"specimen": True, **policy(THREE + "quorum none\n")}, seen={})
    nested = "group a any w1 w2\ngroup g all a w3\nquorum g\n"
    group.good("policy-nested", "counts a group's members as one", policy(THREE + nested))
    group.bad("policy-nested-unmet", "counts cosignatures, not groups", policy(THREE + nested),
              seen={"w1": ISSUED, "w2": ISSUED})
    group.bad("policy-all-unmet", "takes some for all",
              policy(THREE + "group g all w1 w2 w3\nquorum g\n"))
    other_log = "log " + vkey("other.example/log", LOG, STRANGER) + "\n"
    group.good("policy-with-another-log", "takes the log's key from the policy",
               policy(other_log + POLICY))
    group.bad("policy-with-a-log-key", "takes the log's key from the policy",
              policy("log " + vkey(ORIGIN + "7", LOG, STRANGER) + "\n" + POLICY),
              signers=lambda b: [log_line(b, STRANGER)])
    group.bad("policy-broken", "opens under a policy that it can't read", policy(POLICY + "?\n"))
    group.bad("policy-empty", "opens under a policy that it can't read", policy(""))
    group.good("policy-witness-added", "wants every witness",
               policy(THREE + witness_line("w4", STRANGER) + "group g 2 w1 w2 w3 w4\nquorum g\n"))


def texts(group):
    """The proof as a text."""
    for name, specimen in (("", False), ("-specimen", True)):
        group.suite.bundle(f"log-no-proof{name}", "log 6", "opens what no log proves",
                           World(proof=None, specimen=specimen), "refused")
    group.bad("extra", "takes what nobody signed", above="extra AQID\n")
    group.bad("extension", "takes a line that witnesses don't vouch for", body=lambda b: b + "x\n")
    for name, text in (
            ("trailing-newline", lambda t: t + "\n"), ("cut", lambda t: t[:-1]),
            ("leading-newline", lambda t: "\n" + t),
            ("carriage-returns", lambda t: t.replace("\n", "\r\n")),
            ("another-version", lambda t: t.replace("@v1", "@v2", 1)),
            ("index-leading-zero", lambda t: t.replace("index ", "index 0", 1)),
            ("note-only", lambda t: t.partition("\n\n")[2]), ("letter", lambda t: "x"),
            ("spaces", lambda t: " ")):
        group.bad(f"text-{name}", "takes another form of the same", text=text)


def floors(suite):
    """The newest cosignature is a time that has passed."""
    ahead = {"w1": ISSUED, "w2": ISSUED + 3000, "w3": 2**62}
    suite.world("proven-ahead", World(proof=Proof(ahead)))

    def one_way(name, at, world, number):
        suite.verify(name, "verify 6", "reckons the floor without the cosignatures, or with those "
                     "that don't count", challenge(revocable(), iat=at - at % 15, aud="*",
                                                   nonce=None), number, world=world, at=at,
                     nonce=None)
    one_way("floor-proven", NOW, "plain", 1)
    one_way("floor-of-cosignature", ISSUED + 2700, "proven-ahead", 1)
    one_way("floor-below-cosignature", ISSUED + 2699, "proven-ahead", 17)
    one_way("floor-of-issued-under-cosignature", ISSUED + 15, "proven-ahead", 17)
    suite.verify("floor-of-cosignature-challenge", "verify 6", "reckons N without the cosignature",
                 challenge(revocable(day=E)), 1, world="proven-ahead", at=ISSUED)


def add(suite):
    """All of them."""
    group = Group(suite)
    for part in (places, paths, signers, witnesses, times, policies, texts):
        part(group)
    floors(suite)
