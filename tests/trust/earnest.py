# SPDX-License-Identifier: Apache-2.0
"""An issuer in earnest: a root that was made apart, two witnesses of two, a service, wallets and
checkers. Nothing in it is a specimen, so a good code is a yes."""
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ops"))
import world  # noqa: E402
from world import ROOT, World, expect  # noqa: E402

def free_ports(count):
    """Ports that nobody listens on now."""
    found = [socket.socket() for _ in range(count)]
    for one in found:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in found]
    for one in found:
        one.close()
    return ports


class Earnest(World):
    """The office of an incident: root in `safe/`, service in `office/`."""

    def __init__(self, programs):
        super().__init__(programs)
        self.port, *self.witness_ports = free_ports(3)
        self.witnesses = {}

    def close(self):
        for one in self.witnesses.values():
            one.kill()
            one.wait()
        super().close()

    def found(self):
        """The ceremony, and a service that runs."""
        (self.home / "safe").mkdir()
        self.run("whit-issuer", "root", "new", "-o", "safe/root.key", "--iss", "dlo")
        policy = ""
        for name, port in zip(("w1", "w2"), self.witness_ports):
            said = self.run("whit-audit", "witness", "new", "-o", f"{name}.key", "--name",
                            f"{name}.example")
            policy += f"witness {name} {said.splitlines()[0]} http://127.0.0.1:{port}/\n"
        (self.home / "policy").write_text(policy + "group both 2 w1 w2\nquorum both\n")
        self.run("whit-issuer", "init", self.office, "--iss", "dlo", "--name", "Labour office",
                 "--origin", "log.labour.example/", "--url", f"http://127.0.0.1:{self.port}",
                 "--witnesses", "policy")
        self.ceremony()
        self.issuer("catalogue", "apply", ROOT / "tests/support/catalogue.json", passphrase=False)
        self.issuer("import", ROOT / "demo/register.csv")
        self.issuer("trust", "-o", self.home / "trust.cbor", passphrase=False)
        self.meet()
        self.start()

    def ceremony(self, root="safe/root.key"):
        """The issuer asks for keys, the root signs on its own machine, the answer is installed."""
        self.issuer("key", "request", "-o", "asked.whit-request")
        self.run("whit-issuer", "root", "certify", "asked.whit-request", "-k", root, "-o", "certs")
        self.issuer("key", "install", "certs/dlo.whit-certificate")

    def log_keys(self):
        """Keys of the log, as a witness is told them."""
        said = json.loads(self.issuer("log", "status", "--json", passphrase=False))
        return sorted(set(re.findall(r"log\.labour\.example/[0-9]+\+[^\"]+", json.dumps(said))))

    def meet(self):
        """Both witnesses begin anew, with the log's keys of now beside those that they know."""
        for name, port in zip(("w1", "w2"), self.witness_ports):
            if name in self.witnesses:
                self.witnesses[name].terminate()
                self.witnesses[name].wait(30)
            words = ["whit-audit", "witness", "serve", "-k", f"{name}.key", "--state",
                     f"{name}.state", "--listen", f"127.0.0.1:{port}", "--passphrase-fd", "3"]
            for key in self.log_keys():
                words += ["--log", key]
            words[0] = str(self.programs / words[0])
            out = open(self.home / f"{name}.out", "wb")
            self.witnesses[name] = subprocess.Popen(
                ["bash", "-c", "exec \"$@\" 3<passphrase", "bash", *words], cwd=self.home,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        for name in self.witnesses:
            for _ in range(400):
                if b"listening" in (self.home / f"{name}.out").read_bytes():
                    break
                time.sleep(0.05)
            else:
                raise world.Wrong(f"witness {name} doesn't answer")

    def start(self, at=None):
        self.serve(f"127.0.0.1:{self.port}", at=at)

    def again(self, at=None):
        """The service stops and starts, which publishes what is due."""
        self.stop(signal.SIGTERM)
        self.start(at=at)

    def checker(self, name):
        """A new checker that trusts the office and has its newest data."""
        self.verify("trust", "add", "trust.cbor", "--yes", folder=name)
        self.fetch(name)

    def verify(self, *words, **more):
        """whit-verify with a data folder of its own."""
        more.setdefault("passphrase", False)
        folder = self.home / more.pop("folder", "checker")
        return self.run("whit-verify", *words, "--dir", folder, **more)

    def fetch(self, name, code=0, at=None):
        """The checker fetches what the office gives out once the service has the newest."""
        newest = (self.office / "whit-bundle").read_bytes()
        for _ in range(200):
            with world.urllib.request.urlopen(self.url + "/v1/bundle/whole", timeout=20) as reply:
                if reply.read() == newest:
                    break
            time.sleep(0.05)
        return self.verify("bundle", "update", folder=name, code=code, at=at)

    def show(self, wallet, fact, at=None):
        """A code that this wallet shows now, one that it showed before if it has no other."""
        said = self.wallet(wallet, "show", fact, "--text", at=at, code=None)
        if not re.search("^WH1:", said, re.M):
            said = self.wallet(wallet, "show", fact, "--text", "--again", at=at)
        return [line for line in said.splitlines() if line.startswith("W")][-1]

    def answer(self, checker, code, preset="gate", at=None):
        """What the checker makes of a code: its verdict."""
        (self.home / "shown.txt").write_text(code + "\n")
        said = self.verify("check", "--json", "--preset", preset, "shown.txt", folder=checker,
                           code=None, at=at)
        return json.loads(said[said.index("{"):])["verdict"]

    def copy(self, folder, name):
        """What a thief takes along."""
        shutil.copytree(self.home / folder, self.home / name)


def must_be(answer, wanted, who):
    """Fails with who said what."""
    expect(answer == wanted, f"{who}: {answer}, expected {wanted}")
