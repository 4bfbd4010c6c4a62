#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An issuer whose keys lie in SoftHSM2: from its set-up to a checker's yes, with everything that a
device does to the people who rely on it.

    hsm_test.py FOLDER-OF-PROGRAMS FAULTY-MODULE [TEST...]
"""
import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

import world
from world import expect, says

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
FAULTY = os.path.abspath(sys.argv.pop(2))
FACT, TAX = "work-permit-valid", "tax-current"
PIN = "4711-0815"
KEYS = ("keys-", "bundle-", "log-", "token-")


def later(days):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def add_token(w, label="whit office"):
    """A token in this world's own folder, and a module in front of it that can be made to fail."""
    w.tokens = w.home / "tokens"
    w.tokens.mkdir(exist_ok=True)
    (w.home / "softhsm.conf").write_text(f"directories.tokendir = {w.tokens}\n"
                                         "objectstore.backend = file\nlog.level = ERROR\n")
    (w.home / "pin").write_text(PIN + "\n")
    os.environ.update(SOFTHSM2_CONF=str(w.home / "softhsm.conf"), WHIT_TOKEN_MODULE=MODULE,
                      WHIT_TOKEN_FAULT=str(w.home / "fault"))
    subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN,
                    "--so-pin", "11112222"], check=True, stdout=subprocess.DEVNULL)


def issuer(w, *words, code=0, pin="pin", at=None):
    """whit-issuer with the passphrase at 3 and the HSM's PIN at 4."""
    command = [str(w.programs / "whit-issuer"), *map(str, words), "--passphrase-fd", "3"]
    command += ["--at", at] if at else []
    done = subprocess.run(["bash", "-c", f"exec \"$@\" 3<passphrase 4<{pin}", "bash", *command],
                          cwd=w.home, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300, check=False)
    expect(done.returncode == code, f"{words}: exit {done.returncode}, not {code}\n{done.stdout}")
    return done.stdout


def hsm(module=MODULE, token="whit office"):
    return "--hsm-module", module, "--hsm-token", token, "--hsm-pin-fd", "4"


def init(w, *more, code=0, pin="pin", url="http://127.0.0.1:1"):
    return issuer(w, "init", w.office, "--iss", "dlo", "--name", "Demo labour office", "--origin",
                  "demo.whit.example", "--url", url, "--specimen", *more, code=code, pin=pin)


def fill(w):
    w.issuer("catalogue", "apply", world.ROOT / "tests/support/catalogue.json", passphrase=False)
    w.issuer("import", world.ROOT / "demo/register.csv")
    w.issuer("trust", "-o", w.home / "trust.cbor", passphrase=False)


def begin(w, module=MODULE, people=("P-0042",)):
    port = world.free_port()
    w.listen = f"127.0.0.1:{port}"
    add_token(w)
    init(w, *hsm(module), url=f"http://{w.listen}")
    fill(w)
    w.serve(w.listen)
    for who in people:
        w.enrol(who, who)
    w.verify("trust", "add", "trust.cbor", "--yes")
    w.update()


def named(w, suffix):
    return sorted(path.stem for path in (w.office / "keys").glob("*" + suffix))


def in_token(w):
    """How many key pairs the token really holds: SoftHSM2 keeps each half in a file."""
    halves = len([it for it in w.tokens.glob("*/*.object") if it.name != "token.object"])
    expect(halves % 2 == 0, f"{halves} halves of keys")
    return halves // 2


def own_keys_in_files(w):
    return [name for name in named(w, ".box") if name.startswith(KEYS)]


def journey(w):
    """Every key of the issuer is in the token and none in its folder; a checker says yes."""
    begin(w)
    says(w.check("P-0042", FACT, "gate"), "TRAINING yes")
    expect(named(w, ".box") == ["hsm-pin", "register", "witness-training"], named(w, ".box"))
    markers = named(w, ".hsm")
    expect(len(markers) > 9 and all(name.startswith(KEYS) for name in markers), markers)
    for name in markers:
        text = (w.office / f"keys/{name}.hsm").read_text()
        expect(re.fullmatch("[0-9a-f]{64}\n", text), f"{name}: {text!r}")
    expect(in_token(w) == len(markers), f"{in_token(w)} in the token, {len(markers)} markers")
    says(issuer(w, "key", "store", "show", "--dir", w.office), f"{len(markers)} keys of this issuer, "
         "all in it")
    said = w.issuer("doctor", code=None, passphrase=False)
    says(said, f"token whit office answers, {len(markers)} keys in it")
    expect(PIN not in said + w.said(), "the PIN was written")
    # New service keys by way of the root, as in earnest.
    issuer(w, "key", "request", "-o", "requests/", "--dir", w.office)
    issuer(w, "root", "certify", "requests/", "--root", w.office / "specimen-root.key")
    issuer(w, "key", "install", "certs/", "--dir", w.office)
    issuer(w, "publish", "--dir", w.office)
    w.update()
    expect(not own_keys_in_files(w), own_keys_in_files(w))
    says(w.check("P-0042", TAX, "tax"), "TRAINING yes")


def set_up_refused(w):
    """What can't work is said before anything is written."""
    add_token(w)
    (w.home / "wrong").write_text("0000-0000\n")
    for more, pin, wanted in (
            (hsm("/no/such/module.so"), "pin", "the PKCS#11 module can't be loaded, /no/such"),
            (hsm("module.so"), "pin", "wants the whole path"),
            (hsm(token="another"), "pin", "the HSM has no token of this label, or two"),
            (hsm(), "wrong", "the HSM refused the PIN"),
            (hsm()[:2] + hsm()[4:], "pin", "which HSM?")):
        said = init(w, *more, code=3, pin=pin)
        says(said, wanted)
        says(said, "hint: ")
        expect(not w.office.exists(), f"a folder was made: {said}")
    for fault, wanted in (("pin-locked", "the HSM has locked its PIN"),
                          ("last-try", "one try of the HSM's PIN is left"),
                          ("no-eddsa", "the HSM can't make or use Ed25519 keys")):
        (w.home / "fault").write_text(fault)
        says(init(w, *hsm(FAULTY), code=3), wanted)
        expect(not w.office.exists(), "a folder was made")


def gone_and_back(w):
    """A device that is away: nothing is dealt, nothing is lost, and it goes on by itself."""
    begin(w, FAULTY)
    before = named(w, ".hsm")
    for fault, wanted in (("gone", "the HSM is gone or doesn't answer"),
                          ("bad-signature", "the HSM gave a wrong signature"),
                          ("pin-locked", "the HSM has locked its PIN")):
        (w.home / "fault").write_text(fault)
        said = issuer(w, "publish", "--dir", w.office, code=3)
        says(said, wanted)
        says(said, "hint: ")
        expect(PIN not in said, said)
    (w.home / "fault").write_text("gone")
    (w.home / "new.pin").unlink(missing_ok=True)
    said = w.issuer("invite", "P-0001", "--pin-file", "new.pin")
    code = re.search(r"^WI1:.*", said, re.M)[0]
    said = w.wallet("new", "accept", code, "--trust", "trust.cbor", "--yes", pin="new.pin",
                    code=None)
    status, _ = w.get(w.url + "/v1/bundle/whole")
    expect(status == 200, f"the bundle at hand isn't given out: {status}")
    says(w.check("P-0042", FACT, "gate"), "TRAINING yes")  # tokens that were dealt before
    says(w.issuer("doctor", code=1, passphrase=False),
         "the HSM is gone or doesn't answer (CKR 0x00000032)")
    (w.home / "fault").write_text("")
    time.sleep(2.5)
    w.wallet("new", "sync")
    says(w.check("new", FACT, "gate"), "TRAINING yes")
    says(issuer(w, "publish", "--dir", w.office), "v")
    expect(named(w, ".hsm") == before and in_token(w) == len(before), "keys were lost or made")


def token_taken_away(w):
    """The token of SoftHSM2 itself is moved away under a running service, and put back."""
    begin(w)
    aside = w.home / "aside"
    w.tokens.rename(aside)
    w.tokens.mkdir()
    said = issuer(w, "publish", "--dir", w.office, code=3)
    says(said, "no token of this label")
    says(w.issuer("doctor", code=1, passphrase=False), "no token of this label")
    # A start without the device goes on with the bundle at hand.
    w.stop()
    w.serve(w.listen)
    status, _ = w.get(w.url + "/v1/bundle/whole")
    expect(status == 200, f"bundle: {status}")
    shutil.rmtree(w.tokens)
    aside.rename(w.tokens)
    time.sleep(2.5)
    w.enrol("P-0001", "P-0001")
    says(w.check("P-0001", FACT, "gate"), "TRAINING yes")


def dead_keys_end(w):
    """A key whose last day is over is gone from the token."""
    begin(w)
    w.stop()
    first = named(w, ".hsm")
    issuer(w, "publish", "--dir", w.office, "--clock-is-right", at=later(10))
    issuer(w, "publish", "--dir", w.office, "--clock-is-right", at=later(20))
    now = named(w, ".hsm")
    ended = set(first) - set(now)
    expect(ended and all(name.startswith("token-") for name in ended), f"ended: {ended}")
    expect(in_token(w) == len(now), f"{in_token(w)} in the token, {len(now)} markers")


def two_at_once(w):
    """The service signs for wallets while another process publishes, over and over."""
    begin(w)
    wrong = []

    def publish():
        for _ in range(4):
            try:
                issuer(w, "publish", "--dir", w.office)
            except world.Wrong as failure:
                wrong.append(str(failure))

    thread = threading.Thread(target=publish)
    thread.start()
    for who in ("P-0001", "P-0002", "P-0003"):
        w.enrol(who, who)
    thread.join()
    expect(not wrong, wrong)
    w.update()
    for who in ("P-0001", "P-0002", "P-0003"):
        expect("TRAINING yes" in w.check(who, TAX, "tax") or
               "TRAINING yes" in w.check(who, FACT, "gate"), who)


def moving_over(w):
    """An issuer with keys in files goes over to an HSM and back; a backup says what isn't in it."""
    add_token(w)
    init(w)
    fill(w)
    issuer(w, "publish", "--dir", w.office)
    files = own_keys_in_files(w)
    says(issuer(w, "key", "store", "show", "--dir", w.office), "there is no HSM")
    says(issuer(w, "key", "store", "pin", "--hsm-pin-fd", "4", "--dir", w.office, code=3),
         "this issuer has no HSM")
    says(issuer(w, "key", "store", "hsm", *hsm(), "--dir", w.office), "new keys are made in token")
    issuer(w, "key", "request", "-o", "requests/", "--dir", w.office)
    issuer(w, "root", "certify", "requests/", "--root", w.office / "specimen-root.key")
    issuer(w, "key", "install", "certs/", "--dir", w.office)
    issuer(w, "publish", "--dir", w.office)
    markers = named(w, ".hsm")
    expect(len(markers) >= 9 and own_keys_in_files(w) == files, f"{markers} {own_keys_in_files(w)}")
    says(issuer(w, "backup", w.home / "backups", "--dir", w.office),
         f"not in it: {len(markers)} keys in the HSM")
    (w.home / "wrong").write_text("0000-0000\n")
    says(issuer(w, "key", "store", "pin", "--hsm-pin-fd", "4", "--dir", w.office, code=3,
                pin="wrong"), "the HSM refused the PIN")
    says(issuer(w, "key", "store", "pin", "--hsm-pin-fd", "4", "--dir", w.office), "takes this PIN")
    text = (w.office / "hsm.json").read_text()
    (w.office / "hsm.json").write_text(text.replace(MODULE, FAULTY))
    says(issuer(w, "publish", "--dir", w.office, code=3), "hsm.json isn't as whit-issuer wrote it")
    (w.office / "hsm.json").write_text(text)
    issuer(w, "publish", "--dir", w.office)
    # Put back beside another token of the same label: what the keys were is said, and given up.
    shutil.rmtree(w.tokens)
    add_token(w)
    issuer(w, "restore", w.home / "backups", "--to", w.home / "again", "--dir", w.office)
    again = w.home / "again"
    said = w.issuer("doctor", dir=again, code=1, passphrase=False)
    says(said, f"token whit office lacks {len(markers)} keys of {len(markers)}")
    said = issuer(w, "publish", "--dir", again, code=3)
    says(said, "the HSM doesn't have this key")
    said = issuer(w, "key", "store", "hsm", *hsm(), "--dir", again, code=3)
    says(said, "nothing changed")
    says(issuer(w, "key", "store", "hsm", *hsm(), "--give-up-keys", "--dir", again),
         f"given up: {len(markers)} keys")
    issuer(w, "key", "store", "file", "--dir", again)
    said = issuer(w, "key", "store", "show", "--dir", again)
    says(said, "new keys are files in keys/")
    expect(not list((again / "keys").glob("*.hsm")), "markers are left")


if __name__ == "__main__":
    if not pathlib.Path(MODULE).exists() or shutil.which("softhsm2-util") is None:
        print("not tried: softhsm2 is not installed")
        sys.exit(77)
    world.main([journey, set_up_refused, gone_and_back, token_taken_away, dead_keys_end,
                two_at_once, moving_over])
