# SPDX-License-Identifier: Apache-2.0
"""An issuer in earnest work for the tests in this folder: the real programs, a real port, a folder
that goes when the test ends."""
import datetime
import ipaddress
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSPHRASE = "a passphrase of this test"


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Wrong(Exception):
    """Something isn't as it should be."""


def expect(condition, what):
    if not condition:
        raise Wrong(what)


class World:
    def __init__(self, programs):
        self.programs = pathlib.Path(programs)
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="whit-ops-"))
        self.office = self.home / "office"
        self.server = None
        self.url = self.staff_url = ""
        self.printed = []  # all that the service ever wrote
        (self.home / "passphrase").write_text(PASSPHRASE + "\n")

    def close(self):
        if self.server and self.server.poll() is None:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, program, *words, code=0, pin=None, at=None, passphrase=True, password=None):
        """Runs one of our programs; gives what it wrote to both. Descriptor 3 has the passphrase,
        4 the PIN, 5 an account's password and digits."""
        command = [str(self.programs / program), *map(str, words)]
        if at:
            command += ["--at", str(at)]
        shell = "exec \"$@\""
        if passphrase:
            command += ["--passphrase-fd", "3"]
            shell += " 3<passphrase"
        if pin:
            command += ["--pin-fd", "4"]
            shell += f" 4<{pin}"
        if password:
            command += ["--password-fd", "5"]
            shell += f" 5<{password}"
        done = subprocess.run(["bash", "-c", shell, "bash", *command], cwd=self.home, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=300, check=False)
        expect(code is None or done.returncode == code,
               f"{program} {' '.join(map(str, words))}: exit {done.returncode}, expected {code}\n"
               f"{done.stdout}")
        return done.stdout

    def issuer(self, *words, **more):
        return self.run("whit-issuer", *words, "--dir", more.pop("dir", self.office), **more)

    def wallet(self, name, *words, **more):
        return self.run("whit-wallet", "--dir", self.home / name, *words, **more)

    def verify(self, *words, **more):
        more.setdefault("passphrase", False)
        return self.run("whit-verify", *words, "--dir", self.home / "checker", **more)

    def make_office(self, url, register=None):
        self.run("whit-issuer", "init", self.office, "--iss", "dlo", "--name", "Demo labour office",
                 "--origin", "demo.whit.example", "--url", url, "--specimen")
        self.issuer("catalogue", "apply", ROOT / "tests/support/catalogue.json", passphrase=False)
        self.issuer("import", register or ROOT / "demo/register.csv")
        self.issuer("trust", "-o", self.home / "trust.cbor", passphrase=False)

    def serve(self, listen="127.0.0.1:0", staff="127.0.0.1:0", at=None, more=()):
        """Starts the service and waits until it answers."""
        command = [str(self.programs / "whit-issuer"), "serve", "--dir", str(self.office), "--listen",
                   listen, "--staff-listen", staff, "--passphrase-fd", "3", *map(str, more)]
        if at:
            command += ["--at", str(at)]
        out, err = open(self.home / "serve.out", "wb"), open(self.home / "serve.err", "ab")
        self.server = subprocess.Popen(["bash", "-c", "exec \"$@\" 3<passphrase", "bash", *command],
                                       cwd=self.home, stdout=out, stderr=err,
                                       stdin=subprocess.DEVNULL)
        for _ in range(1200):
            said = (self.home / "serve.out").read_text()
            if "staff on" in said:
                break
            expect(self.server.poll() is None, "serve ended: " + self.said())
            time.sleep(0.05)
        else:
            raise Wrong("serve doesn't answer")
        self.url = re.search(r"listening on (\S+)", said)[1]
        self.staff_url = re.search(r"staff on (\S+)", said)[1]

    def said(self):
        """All that the service wrote to standard error so far."""
        return (self.home / "serve.err").read_text()

    def stop(self, how=signal.SIGTERM):
        self.server.send_signal(how)
        code = self.server.wait(60)
        expect(code == (0 if how == signal.SIGTERM else -how), f"serve ended with {code}")

    def get(self, url):
        """(status, text) of a page; a refusal is an answer too."""
        try:
            with urllib.request.urlopen(url, timeout=20) as reply:
                return reply.status, reply.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def enrol(self, who, name, at=None):
        """Invites a person; the wallet `name` accepts and collects."""
        (self.home / f"{name}.pin").unlink(missing_ok=True)
        said = self.issuer("invite", who, "--pin-file", f"{name}.pin", at=at)
        code = re.search(r"^WI1:.*", said, re.M)[0]
        self.wallet(name, "accept", code, "--trust", "trust.cbor", "--yes", pin=f"{name}.pin", at=at)
        return code

    def make_certificate(self):
        """A certificate of our own for 127.0.0.1, whit.crt and whit.key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "whit test")])
        now = datetime.datetime.utcnow()
        made = (x509.CertificateBuilder().subject_name(name).issuer_name(name)
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now - datetime.timedelta(days=1))
                .not_valid_after(now + datetime.timedelta(days=30))
                .add_extension(x509.SubjectAlternativeName(
                    [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
                .add_extension(x509.BasicConstraints(True, None), True)
                .sign(key, hashes.SHA256()))
        (self.home / "whit.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (self.home / "whit.key").write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()))

    def check(self, name, fact, preset, at=None):
        """What a checker says about what the wallet shows now."""
        shown = self.wallet(name, "show", fact, "--text", at=at)
        code = [line for line in shown.splitlines() if line.startswith("W")][-1]
        (self.home / "shown.txt").write_text(code + "\n")
        words = ("check", "--training", "--preset", preset, "shown.txt")
        return self.verify(*words, code=None, at=at).splitlines()[0]

    def update(self, at=None):
        """The checker fetches the newest bundle, once the service has seen that there is one."""
        for _ in range(200):
            with urllib.request.urlopen(self.url + "/v1/bundle/whole", timeout=20) as reply:
                if reply.read() == (self.office / "whit-bundle").read_bytes():
                    break
            time.sleep(0.05)
        self.verify("bundle", "update", at=at)


def says(answer, wanted):
    """Fails with what was answered, unless `wanted` stands in it."""
    expect(wanted in answer, f"{answer!r} is not {wanted!r}")


def main(tests):
    """Runs every test in a world of its own; exit code 1 if one fails."""
    failed = 0
    names = sys.argv[2:]
    for test in tests:
        if names and test.__name__ not in names:
            continue
        world = World(os.path.abspath(sys.argv[1]))
        begin = time.monotonic()
        try:
            test(world)
            print(f"ok      {test.__name__}  {time.monotonic() - begin:.1f} s", flush=True)
        except (Wrong, subprocess.TimeoutExpired, TypeError, AttributeError) as wrong:
            failed += 1
            print(f"FAILED  {test.__name__}: {wrong}\n{world.said() if world.server else ''}"[-6000:],
                  flush=True)
        finally:
            world.close()
    sys.exit(1 if failed else 0)
