# SPDX-License-Identifier: Apache-2.0
"""An office of real programs in a folder, and wallets that share no code with them."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.insert(0, os.path.join(ROOT, "spec/reference"))

# pylint: disable=wrong-import-position
import base45  # noqa: E402
import blind  # noqa: E402
import cbor  # noqa: E402
from build_keys import Ed  # noqa: E402
from exchange import COLLECTED, ERROR, parse_enrolled  # noqa: E402
from primitives import ps384_verify, sha256, signature_input  # noqa: E402
from trusted import parse_bundle_file  # noqa: E402

FACT, PER_DAY, LEAD = 65001, 2, 10800
PASSPHRASE = "the passphrase's file"
CATALOGUE = {
    "facts": [{"vct": FACT, "slug": "work-permit-valid", "kinds": ["revocable", "blind"],
               "modes": ["one-way", "posted", "challenge"], "horizon": 2, "per_day": PER_DAY,
               "blind_lead": LEAD, "labels": {"en": "Work permit valid"}}],
    "presets": [{"slug": "gate", "facts": ["work-permit-valid"], "kinds": ["revocable", "blind"],
                 "modes": ["one-way", "posted", "challenge"], "binding": "none", "max_age": 259200,
                 "answer_time": 120, "receipts": True, "labels": {"en": "Gate"}}]}


class Wrong(Exception):
    """Something isn't as it must be."""


def must(condition, why):
    """Raises Wrong unless the condition holds."""
    if not condition:
        raise Wrong(why)


def iso(seconds):
    """A time as --at takes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class Office:
    """The programs in a folder of their own."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.server, self.port = programs, folder, None, free_port()
        self.write("pass", "of a specimen, and no secret\n")
        self.write("catalogue.json", json.dumps(CATALOGUE))
        people = "".join(f"P-{i},work-permit-valid,,,\n" for i in range(1, 4))
        self.write("register.csv", "subject,fact,value,from,until\n" + people)

    def path(self, name):
        """A file in the folder."""
        return os.path.join(self.folder, name)

    def write(self, name, text):
        """A small file."""
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, program, *words, good=(0,)):
        """One command; its output."""
        with open(self.path("pass"), "rb") as secret:
            number = secret.fileno()
            words = [str(number) if word == PASSPHRASE else word for word in words]
            done = subprocess.run([os.path.join(self.programs, program), *words], cwd=self.folder,
                                  pass_fds=(number,), capture_output=True, text=True, check=False,
                                  timeout=120)
        must(done.returncode in good, f"{program} {words}: {done.returncode}: {done.stdout} "
             f"{done.stderr}")
        return done.stdout

    def issuer(self, at, *words):
        """A command of the issuer's."""
        return self.run("whit-issuer", "--dir", "lib", "--at", iso(at), "--passphrase-fd",
                        PASSPHRASE, *words)

    def serve(self, at):
        """The service, from a time on."""
        with open(self.path("pass"), "rb") as secret, open(self.path("serve"), "wb") as out:
            self.server = subprocess.Popen(
                [os.path.join(self.programs, "whit-issuer"), "--dir", "lib", "--at", iso(at),
                 "--passphrase-fd", str(secret.fileno()), "serve", "--listen",
                 f"127.0.0.1:{self.port}"],
                cwd=self.folder, pass_fds=(secret.fileno(),), stdout=out, stderr=out)
        for _ in range(1200):
            with open(self.path("serve"), encoding="utf-8") as file:
                if "listening" in file.read():
                    return
            must(self.server.poll() is None, "serve has ended")
            time.sleep(0.05)
        raise Wrong("serve doesn't listen")

    def stop(self):
        """The end of the service."""
        if self.server:
            self.server.terminate()
            self.server.wait(30)
            self.server = None

    def post(self, path, body):
        """(status, body) of a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", path, body, {"Content-Type": "application/cbor"})
        reply = connection.getresponse()
        return reply.status, reply.read()

    def bundle(self):
        """Parts of the bundle that is published."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/v1/bundle/whole")
        return parse_bundle_file(cbor.decode(connection.getresponse().read()))[0]


def free_port():
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def signed(header, claims, key):
    """A COSE_Sign1."""
    protected, payload = cbor.encode(header), cbor.encode(claims)
    signature = key.sign(signature_input(protected, payload))
    return cbor.encode(cbor.Tag(18, [protected, {}, payload, signature]))


class Message:
    """One blinded message and what belongs to it."""

    def __init__(self, modulus, day, holder=None):
        self.modulus, self.n, self.day = modulus, int.from_bytes(modulus, "big"), day
        self.holder = holder or Ed("holder " + secrets.token_hex(8))
        self.header, self.payload = blind.token_parts(modulus, "dlo", day, FACT,
                                                      self.holder.public)
        self.text = signature_input(self.header, self.payload)
        self.encoded = blind.encode(self.text, secrets.token_bytes(48), 2048)
        self.inverse = secrets.randbelow(self.n - 1) + 1
        self.request = blind.blind(self.n, self.encoded, self.inverse).to_bytes(256, "big")

    def token(self, answer):
        """The token, which has to be an ordinary one."""
        number = blind.finalize(self.n, self.encoded, int.from_bytes(answer, "big"), self.inverse)
        signature = number.to_bytes(256, "big")
        must(ps384_verify(self.modulus, self.text, signature), "not a PS384 signature")
        return cbor.Tag(18, [self.header, {}, self.payload, signature])

    def entry(self, key_id):
        """What the log has to have of it."""
        return bytes([2, 1]) + FACT.to_bytes(2, "big") + key_id + self.day.to_bytes(4, "big") \
            + sha256(b"whit/blind/v1\0", self.request)


class Wallet:
    """An enrolment."""

    def __init__(self, office, person, at):
        letter = json.loads(office.issuer(at, "invite", person, "--json"))
        code = cbor.decode(base45.decode(letter["invitation"][4:].encode()))[2]
        self.office, self.key, self.seq = office, Ed("collection " + secrets.token_hex(8)), 0
        self.letter = {1: "dlo", 2: code, 3: letter["pin"], 4: self.key.public, 5: at}

    def enrol(self):
        """Uses the letter."""
        status, body = self.office.post("/v1/enrol", signed({1: -19, 16: 65014}, self.letter,
                                                            self.key))
        must(status == 200, f"enrol: {status}")
        self.letter = parse_enrolled(cbor.decode(body))[1]
        return self

    def body(self, rows):
        """A request for rows of (day, fact, numbers or messages)."""
        claims = {1: "dlo", 2: self.seq + 1,
                  4: [[day, vct, [getattr(one, "request", one) for one in ones]]
                      for day, vct, ones in rows]}
        return signed({1: -19, 4: self.letter, 16: 65013}, claims, self.key)

    def send(self, body):
        """(status, number of the error or rows of the answer)."""
        status, reply = self.office.post("/v1/collect", body)
        if status != 200:
            return status, ERROR(cbor.decode(reply))[1]
        found = COLLECTED(cbor.decode(reply))
        self.seq = found[2]
        return status, found.get(4, [])

    def collect(self, *rows):
        """The answer's rows, each as tokens; rows that were left out aren't there."""
        status, found = self.send(self.body(rows))
        must(status == 200, f"collect: {status}, {found}")
        asked = {(day, vct): ones for day, vct, ones in rows}
        return {(day, vct): [one.token(answer) for one, answer in
                             zip(asked[day, vct], answers, strict=True)]
                for day, vct, answers in found}

    def refused(self, status, error, *rows):
        """A request that is refused whole."""
        must(self.send(self.body(rows)) == (status, error), f"not {status} and {error}")
