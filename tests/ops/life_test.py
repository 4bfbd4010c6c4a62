#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an operator lives with: withdrawals, backups, a lost disk, an orderly stop, and logs that
name nobody.

    life_test.py FOLDER-OF-PROGRAMS [TEST...]
"""
import datetime
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import threading
import time

import world
from world import expect, free_port, says

FACT, TAX = "work-permit-valid", "tax-current"


def day(ahead):
    """The time of day now, so many days ahead."""
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=ahead)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def begin(w, people=("P-0042",), more=()):
    port = free_port()
    w.make_office(f"http://127.0.0.1:{port}")
    w.listen = f"127.0.0.1:{port}"
    w.serve(w.listen, more=more)
    for who in people:
        w.enrol(who, who)
    w.verify("trust", "add", "trust.cbor", "--yes")
    w.update()


def withdrawals(w):
    """An ended fact is a no at every checker that has the next bundle, and nothing else is."""
    begin(w, ("P-0042", "P-0001"))
    says(w.check("P-0042", FACT, "gate"), "TRAINING yes")
    w.issuer("end", "P-0042", FACT, "--reason", "contract-ended")
    says(w.check("P-0042", FACT, "gate"), "TRAINING yes")
    said = w.issuer("publish", "site")
    expect("seeds withdrawn" in said, said)
    w.update()
    says(w.check("P-0042", FACT, "gate"), "TRAINING no: not valid now")
    says(w.check("P-0042", TAX, "tax"), "TRAINING yes")
    says(w.check("P-0001", FACT, "gate"), "TRAINING yes")
    # The folder for web servers holds what the service gives out, and never writes a segment twice.
    segments = w.home / "site/v1/bundle/segment"
    before = {path.name: path.stat().st_mtime_ns for path in segments.iterdir()}
    expect(len(before) == 1, f"{len(before)} segments")
    w.issuer("publish", "site")
    after = {path.name: path.stat().st_mtime_ns for path in segments.iterdir()}
    expect(before == after, "a segment was written again")
    for name in before:
        status, _ = w.get(f"{w.url}/v1/bundle/segment/{name}")
        expect(status == 200, f"segment over HTTP: {status}")
    # Given back, on a new chain: the next top-up brings good tokens, the old ones stay withdrawn.
    w.issuer("reinstate", "P-0042", FACT)
    w.stop()
    w.serve(w.listen, at=day(1))
    w.wallet("P-0042", "sync", at=day(1))
    w.update(at=day(1))
    says(w.check("P-0042", FACT, "gate", at=day(1)), "TRAINING yes")


def lost_phone(w):
    """A new enrolment withdraws all of the old wallet's tokens; the new wallet is good."""
    begin(w)
    shutil.copytree(w.home / "P-0042", w.home / "thief")
    said = w.issuer("lost-phone", "P-0042", "--pin-file", "new.pin")
    code = re.search(r"^WI1:.*", said, re.M)[0]
    w.wallet("second", "accept", code, "--trust", "trust.cbor", "--yes", pin="new.pin")
    w.issuer("publish")
    w.update()
    says(w.check("thief", FACT, "gate"), "TRAINING no: not valid now")
    says(w.check("thief", TAX, "tax"), "TRAINING no: not valid now")
    says(w.check("second", FACT, "gate"), "TRAINING yes")


def backup_drill(w):
    """Everything is lost and put back: wallets go on, no handle twice, withdrawals still work."""
    begin(w, ("P-0042", "P-0001"), more=("--site", w.home / "site"))
    w.issuer("backup", "backups", passphrase=False)
    w.wallet("P-0042", "sync")
    w.enrol("P-0002", "P-0002")  # the backup doesn't know this one
    w.issuer("end", "P-0001", TAX)
    w.issuer("publish")
    w.stop()
    w.serve(w.listen, at=day(1), more=("--site", w.home / "site"))
    w.wallet("P-0042", "sync", at=day(1))
    register = sqlite3.connect(f"file:{w.office}/register.db?mode=ro", uri=True)
    before = {entry for (entry,) in register.execute("SELECT entry FROM leaf")}
    register.close()
    said = w.issuer("restore", "backups", "--check", at=day(1))
    expect("backup whole" in said and "tokens signed" in said, said)
    w.stop(signal.SIGKILL)
    shutil.rmtree(w.office)
    newest = w.home / "site/v1/bundle/whole"
    said = w.run("whit-issuer", "restore", "backups", "--to", w.office, "--bundle", newest, at=day(1))
    expect("put back" in said, said)
    w.serve(w.listen, at=day(1))
    w.update(at=day(1))
    # What was signed before the loss is still good, and what was ended after the backup still ended.
    says(w.check("P-0042", FACT, "gate", at=day(1)), "TRAINING yes")
    says(w.check("P-0001", TAX, "tax", at=day(1)), "TRAINING no: not valid now")
    w.stop()
    w.serve(w.listen, at=day(2))
    said = w.wallet("P-0042", "sync", at=day(2))
    w.update(at=day(2))
    says(w.check("P-0042", FACT, "gate", at=day(2)), "TRAINING yes")
    register = sqlite3.connect(f"file:{w.office}/register.db?mode=ro", uri=True)
    since = {entry for (entry,) in register.execute("SELECT entry FROM leaf")}
    register.close()
    expect(since - before, "nothing was signed since the restore")
    # A handle that was dealt before and again would end both here: the old chain's end must not.
    w.issuer("end", "P-0042", FACT, at=day(2))
    w.issuer("publish", at=day(2))
    w.update(at=day(2))
    says(w.check("P-0042", FACT, "gate", at=day(2)), "TRAINING no: not valid now")
    says(w.check("P-0001", FACT, "gate", at=day(2)), "TRAINING yes")


def damaged_backup(w):
    """restore --check finds a changed byte, another passphrase, and changes nothing."""
    begin(w, ())
    w.issuer("backup", "backups", passphrase=False)
    [backup] = [path for path in (w.home / "backups").iterdir()]
    before = {path: path.read_bytes() for path in backup.rglob("*") if path.is_file()}
    expect("backup whole" in w.issuer("restore", "backups", "--check"), "a whole backup")
    expect(before == {path: path.read_bytes() for path in backup.rglob("*") if path.is_file()},
           "the check changed the backup")
    w.issuer("restore", "backups", "--to", w.office, code=3)
    register = backup / "register.db"
    content = bytearray(register.read_bytes())
    content[len(content) // 2] ^= 1
    register.write_bytes(content)
    expect("SHA-256" in w.issuer("restore", "backups", "--check", code=3), "damage unseen")
    register.write_bytes(before[register])
    (w.home / "passphrase").write_text("another\n")
    expect("wrong passphrase" in w.issuer("restore", "backups", "--check", code=3), "passphrase")


def orderly_stop(w):
    """SIGTERM while requests are under way: they are answered, exit 0, and status says so."""
    begin(w, ())
    answers = []

    def ask():
        answers.append(w.get(w.url + "/v1/bundle/whole")[0])

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    while not answers:
        time.sleep(0.001)
    w.stop()
    for thread in threads:
        thread.join()
    expect(200 in answers, f"answers: {answers}")
    expect("stopped on" in w.issuer("status", passphrase=False), "status doesn't say stopped")
    expect("stopped" in w.said().splitlines()[-1], w.said()[-300:])


def listeners(w):
    """Metrics and staff pages are on the staff listener alone, and never in clear to others."""
    begin(w)
    expect(w.get(w.url + "/healthz")[0] == 200, "healthz")
    expect(w.get(w.staff_url + "/healthz")[0] == 200, "healthz of the staff listener")
    expect(w.get(w.url + "/metrics")[0] == 404, "metrics for everybody")
    expect(w.get(w.url + "/stop")[0] == 200, "the stop page")
    expect(w.get(w.staff_url + "/v1/bundle/head")[0] == 404, "the bundle on the staff listener")
    status, page = w.get(w.staff_url + "/metrics")
    expect(status == 200, f"metrics: {status}")
    for line in page.splitlines():
        expect(re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[^{}]*\})? [0-9.]+", line), line)
    for name in ("whit_http_requests_total{route=\"/v1/collect\",status=\"200\"}", "whit_people 240",
                 "whit_log_size ", "whit_log_cosigners 1",
                 "whit_job_last_success_seconds{job=\"publish\"}", "whit_days_left{of=\"bundle\"}"):
        expect(name in page, f"no {name} in\n{page}")
    said = w.issuer("serve", "--staff-listen", "0.0.0.0:0", "--listen", "127.0.0.1:0", code=3)
    expect("not without TLS" in said, said)
    said = w.issuer("status", passphrase=False)
    expect(re.search(r"^service   ok", said, re.M), said)
    told = json.loads(w.issuer("status", "--json", passphrase=False))
    expect(told["service"] == "ok" and told["people"] == 240, str(told))
    checks = json.loads(w.issuer("doctor", "--json", passphrase=False, code=None))["checks"]
    states = {check["name"]: check["state"] for check in checks}
    expect(states["service"] == states["jobs"] == states["journal"] == "ok", str(states))
    expect(states["specimen"] == "warning", str(states))


def broken_job(w):
    """A job that fails ends nothing; status, doctor and metrics tell, and it goes on by itself."""
    begin(w)
    catalogue = w.office / "catalogue.json"
    whole = catalogue.read_bytes()
    catalogue.write_text("{}")
    w.stop()
    w.serve(w.listen, at=day(1))  # publishing is due at once
    expect(w.get(w.url + "/healthz")[0] == 200, "healthz")
    page = w.get(w.staff_url + "/metrics")[1]
    expect("whit_job_failures_total{job=\"publish\"} 1" in page, page)
    expect('"event":"error","job":"publish"' in w.said(), w.said())
    w.wallet("P-0042", "sync", at=day(1))
    catalogue.write_bytes(whole)
    w.stop()
    w.serve(w.listen, at=day(1))
    expect("whit_job_failures_total{job=\"publish\"} 0" in w.get(w.staff_url + "/metrics")[1], "again")


def nobody_in_the_log(w):
    """A full day's life, and hostile paths: nothing that the service writes leads to a person."""
    begin(w)
    secrets = [w.enrol("P-0003", "P-0003")]
    w.wallet("P-0042", "notice", "arrival-notified", "--text", "room 4 of 7 Severny lane", code=None)
    w.wallet("P-0042", "sync", code=None)
    w.issuer("end", "P-0042", FACT)
    w.get(w.url + "/v1/P-0042/AB1234567?pin=123456")
    w.get(w.staff_url + "/people/P-0042?login=anna")
    w.get(w.staff_url + "/api/people/P-0042")
    w.get(w.url + "/stop?code=ABCD-EFGH")
    with socket.create_connection(tuple(w.url[7:].split(":"))) as raw:
        raw.sendall(b"GET /P-0042 HTTP/1.1\r\nHost: P-0042\r\nX-Pin: 123456\r\nBad Header\r\n\r\n")
        raw.recv(1000)
    w.issuer("publish")
    w.stop()
    secrets += [(w.home / f"{name}.pin").read_text().strip() for name in ("P-0042", "P-0003")]
    secrets += ["P-0042", "P-0003", "AB1234567", "ABCD-EFGH", "anna", "Severny", "severstroy",
                "203511", "127.0.0.1", world.PASSPHRASE, "WI1:", "W1"]
    for line in w.said().splitlines():
        if not line.startswith("{"):
            continue
        json.loads(line)
        for secret in secrets:
            expect(secret not in line, f"{secret} in the log: {line}")
    expect(w.said().count('"event":"request"') > 10, "no requests in the log")
    page_and_file = (w.office / "service.json").read_text()
    for secret in secrets:
        expect(secret == "127.0.0.1" or secret not in page_and_file, f"{secret} in service.json")


def clock_leaps(w):
    """A clock far ahead starts nothing without a word from a person; one behind signs nothing."""
    begin(w, ("P-0042", "P-0001"))
    w.stop()
    said = w.issuer("serve", "--listen", w.listen, at=day(9), code=3)
    expect("--clock-is-right" in said, said)
    said = w.issuer("publish", at=day(9), code=3)
    expect("--clock-is-right" in said, said)
    w.serve(w.listen, at=day(9), more=("--clock-is-right",))
    w.wallet("P-0042", "sync", at=day(9))
    w.stop()
    said = w.issuer("publish", at=day(8), code=3)
    expect("behind" in said, said)
    w.serve(w.listen, at=day(8))
    said = w.wallet("P-0001", "sync", at=day(8), code=None)
    status, _ = w.get(w.url + "/healthz")
    expect(status == 200, "the service is up")
    page = w.get(w.staff_url + "/metrics")[1]
    expect("whit_http_requests_total{route=\"/v1/collect\",status=\"503\"}" in page, said + page)


def radar(w):
    """What ends soon is in the log, in doctor and in the metrics, long before."""
    begin(w, ())
    w.stop()
    w.serve(w.listen, at=day(300), more=("--clock-is-right",))
    expect('"event":"expiry","text":"the key for bundle ends in ' in w.said(), w.said())
    said = w.issuer("doctor", passphrase=False, code=None, at=day(300))
    expect(re.search(r"^warning  key bundle +the key for bundle ends in", said, re.M), said)
    said = w.issuer("doctor", passphrase=False, code=1, at=day(340))
    expect(re.search(r"^red      key bundle +the key for bundle ends in", said, re.M), said)
    page = w.get(w.staff_url + "/metrics")[1]
    [left] = re.findall(r'^whit_days_left\{of="bundle"\} (\d+)$', page, re.M)
    expect(0 < int(left) < 90, left)


def own_tls(w):
    """TLS without a proxy: served, and its certificate's end is watched."""
    begin(w, ())
    w.stop()
    w.make_certificate()
    os.chmod(w.home / "whit.key", 0o644)
    more = ("--tls-cert", w.home / "whit.crt", "--tls-key", w.home / "whit.key")
    said = w.issuer("serve", *more, code=3)
    expect("mode 0644, want 0600" in said, said)
    os.chmod(w.home / "whit.key", 0o600)
    w.serve(w.listen, "0.0.0.0:0", more=more)
    expect(w.url.startswith("https:") and w.staff_url.startswith("https:"), w.url)
    said = w.issuer("doctor", passphrase=False, code=None)
    expect(re.search(r"^warning  tls +the TLS certificate ends in 30 days", said, re.M), said)
    expect(re.search(r"^ok       service +something answers", said, re.M), said)


def credential(w):
    """The passphrase comes from a systemd credential, or not at all."""
    begin(w, ())
    w.stop()
    folder = w.home / "credentials"
    folder.mkdir()
    (folder / "passphrase").write_text(world.PASSPHRASE)
    os.environ["CREDENTIALS_DIRECTORY"] = str(folder)
    try:
        w.issuer("publish", "--passphrase-credential", "passphrase", passphrase=False)
        said = w.issuer("publish", "--passphrase-credential", "other", passphrase=False, code=3)
        expect("no credential" in said, said)
    finally:
        del os.environ["CREDENTIALS_DIRECTORY"]


if __name__ == "__main__":
    world.main([withdrawals, lost_phone, backup_drill, damaged_backup, orderly_stop, listeners,
                broken_job, nobody_in_the_log, clock_leaps, radar, own_tls, credential])
