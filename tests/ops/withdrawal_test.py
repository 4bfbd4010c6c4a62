#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Withdrawing as people live with it: a dismissal, a fact given back, a stop code, a lost phone, a
horizon day by day, and a catalogue that shrinks. Spec: spec/withdrawal.md.

    withdrawal_test.py FOLDER-OF-PROGRAMS [TEST...]
"""
import base64
import datetime
import hashlib
import hmac
import json
import re
import shutil
import socket
import sqlite3
import sys
import time

import world
from world import expect, says

sys.path.insert(0, str(world.ROOT / "spec/reference"))
import base45  # noqa: E402
import cbor  # noqa: E402

DAY = 86400
HORIZON = 3
PERMIT, EMPLOYER = 65001, 65006
WEEK = 7 * DAY
NAME, NONCE = "Gate 7", bytes(range(16))
# Noon of tomorrow, from one reading of the clock; everything happens then or on days after it.
NOON = (int(time.time()) // DAY + 1) * DAY + DAY // 2


def at(days=0, seconds=0):
    """A moment as --at takes it."""
    moment = datetime.datetime.fromtimestamp(NOON + days * DAY + seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def fact(vct, slug, horizon, per_day, **more):
    return {"vct": vct, "slug": slug, "kinds": ["revocable"], "horizon": horizon, "per_day": per_day,
            "modes": ["one-way", "posted", "challenge"], "labels": {"en": slug}, **more}


def catalogue(horizon=HORIZON, per_day=1, employer=True):
    """A catalogue file; a preset for each fact, whose answers are good for a week."""
    facts = [fact(PERMIT, "work-permit-valid", horizon, per_day)]
    if employer:
        facts.append(fact(EMPLOYER, "employed-by", horizon, per_day, values=["ALDER BUILD"]))
    presets = [{"slug": slug, "facts": [one["slug"]], "kinds": ["revocable"], "binding": "none",
                "modes": ["one-way", "posted", "challenge"], "max_age": 14 * DAY,
                "answer_time": WEEK, "receipts": False, "labels": {"en": slug}}
               for slug, one in zip(("gate", "staff"), facts)]
    return json.dumps({"facts": facts, "presets": presets})


def begin(w, people=("P-1", "P-2"), **numbers):
    """An office with a permit and an employer for each of the people, and their wallets."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        w.listen = f"127.0.0.1:{it.getsockname()[1]}"
    (w.home / "catalogue.json").write_text(catalogue(**numbers))
    (w.home / "register.csv").write_text("subject,fact,value,from,until\n" + "".join(
        f"{who},work-permit-valid,,,\n{who},employed-by,ALDER BUILD,,\n" for who in people))
    w.run("whit-issuer", "init", w.office, "--iss", "dlo", "--name", "Demo labour office",
          "--origin", "demo.whit.example", "--url", f"http://{w.listen}", "--specimen")
    w.issuer("catalogue", "apply", "catalogue.json", passphrase=False, at=at())
    w.issuer("import", "register.csv", at=at())
    w.issuer("trust", "-o", w.home / "trust.cbor", passphrase=False)
    w.serve(w.listen, at=at())
    w.letters = {who: enrol(w, who, who) for who in people}


def enrol(w, who, name, days=0):
    """Invites a person; the wallet `name` accepts. Gives the stop code on the letter."""
    said = w.issuer("invite", who, "--pin-file", f"{name}.pin", at=at(days))
    accept(w, said, name, days)
    return re.search(r"stop code ([0-9A-Z-]+)", said)[1]


def accept(w, said, name, days=0):
    code = re.search(r"^WI1:.*", said, re.M)[0]
    w.wallet(name, "accept", code, "--trust", "trust.cbor", "--yes", pin=f"{name}.pin", at=at(days))


def restart(w, days):
    """The service, some days later."""
    w.stop()
    w.serve(w.listen, at=at(days))


def answer(w, name, facts=(PERMIT,), days=0):
    """What the wallet answers to a question that may be answered for a week."""
    asked = {1: "dlo", 3: NAME, 4: NOON + days * DAY + WEEK, 11: list(facts), 39: NONCE}
    question = "WR1:" + base45.encode(cbor.encode(asked))
    said = w.wallet(name, "answer", question, "--yes", "--text", at=at(days))
    return [line for line in said.splitlines() if line.startswith("WH1:")][-1]


def judged(w, shown, preset="gate", days=0, asked=0):
    """The number that a checker with the newest bundle gives, some days after the question."""
    line = json.dumps({
        "showing": shown, "trust": str(w.home / "trust.cbor"), "bundle": str(w.office / "whit-bundle"),
        "preset": preset, "at": NOON + days * DAY + 7200, "floor": None, "name": NAME,
        "nonce": NONCE.hex(), "elapsed": (days - asked) * DAY + 7200, "until": NOON + asked * DAY + WEEK})
    (w.home / "batch").write_text(line + "\n")
    report = json.loads(w.verify("check", "--batch", "batch", code=None))
    expect(report["number"] == 21, f"not a specimen: {report}")
    return report["training"]


def is_judged(w, number, shown, *words, **more):
    found = judged(w, shown, *words, **more)
    expect(found == number, f"{found} where {number} was expected")


def head(w):
    """The content of the newest head."""
    file = cbor.decode((w.office / "whit-bundle").read_bytes())
    return cbor.decode(file[0].value[2])


def ended(w):
    """The facts that the segments of the newest bundle name."""
    file = cbor.decode((w.office / "whit-bundle").read_bytes())
    return sorted(row[0] for segment in file[1] for row in cbor.decode(segment))


def employer(w):
    """An account of the employer; gives what types its password and digits for one command."""
    login = "alder-build:np"
    (w.home / "password").write_text("alder has a password\n")
    said = w.issuer("staff", "add", login, "--employer", "ALDER BUILD", password="password", at=at())
    secret = base64.b32decode(re.search("secret=([A-Z2-7]+)", said)[1])
    steps = iter(range(60, 3600, 60))  # no six digits count twice

    def act(*words, **more):
        seconds = next(steps)
        moment = (NOON + seconds) // 30
        mac = hmac.new(secret, moment.to_bytes(8, "big"), hashlib.sha1).digest()
        digits = (int.from_bytes(mac[mac[-1] & 15:][:4], "big") & 0x7fffffff) % 10**6
        (w.home / "password").write_text(f"alder has a password\n{digits:06d}\n")
        return w.issuer(*words, "--as", login, password="password", at=at(0, seconds), **more)
    return act


def dismissal(w):
    """The employer's account ends `employed-by` of one person, and nothing else of anybody."""
    begin(w)
    act = employer(w)
    both = (PERMIT, EMPLOYER)
    shown = {who: answer(w, who, both) for who in ("P-1", "P-2")}
    for who, code in shown.items():
        is_judged(w, 1, code, "staff")
    act("end", "P-1", "work-permit-valid", code=3)
    said = act("end", "P-1", "employed-by", "--reason", "contract-ended")
    says(said, "ended: employed-by of P-1 from today. Others unchanged.")
    is_judged(w, 1, shown["P-1"], "staff")  # until checkers have the next bundle
    w.issuer("publish", at=at(0, 3600))
    is_judged(w, 12, shown["P-1"], "staff")
    is_judged(w, 1, shown["P-1"], "gate")  # of the same set, and of a set without the other
    is_judged(w, 1, answer(w, "P-1"), "gate")
    is_judged(w, 1, shown["P-2"], "staff")
    w.wallet("P-1", "sync", at=at(0, 3600))
    is_judged(w, 1, answer(w, "P-1"), "gate")


def given_back(w):
    """A fact that is given back has new tokens on a new chain; the old ones stay withdrawn."""
    begin(w, ("P-1",))
    shutil.copytree(w.home / "P-1", w.home / "old")
    w.issuer("end", "P-1", "work-permit-valid", at=at())
    w.issuer("publish", at=at(0, 3600))
    w.issuer("reinstate", "P-1", "work-permit-valid", at=at(0, 3660))
    restart(w, 1)
    w.wallet("P-1", "sync", at=at(1))
    w.issuer("publish", at=at(1, 3600))
    # The same day and bundle; the copy has the tokens of the first chain.
    is_judged(w, 1, answer(w, "P-1", days=1), days=1, asked=1)
    is_judged(w, 12, answer(w, "old", days=1), days=1, asked=1)
    w.issuer("publish", at=at(2))
    is_judged(w, 12, answer(w, "old", days=2), days=2, asked=2)


def one_enrolment(w, end):
    """`end` ends P-1's first wallet and makes the letter for the second, `second.pin`."""
    begin(w)
    stolen, other = answer(w, "P-1"), answer(w, "P-2")
    end()
    w.issuer("publish", at=at(0, 3600))
    for preset, facts in (("gate", (PERMIT,)), ("staff", (EMPLOYER,))):
        is_judged(w, 12, answer(w, "P-1", facts), preset)
        is_judged(w, 1, answer(w, "P-2", facts), preset)
        is_judged(w, 1, answer(w, "second", facts), preset)
    is_judged(w, 12, stolen)
    is_judged(w, 1, other)


def stop_code(w):
    """A stop code ends the one wallet of its letter, however often it is entered."""
    def end():
        for _ in range(2):
            says(w.wallet("none", "stop", w.letters["P-1"], "--trust", "trust.cbor",
                          passphrase=False), "stopped")
        enrol(w, "P-1", "second")
        says(w.wallet("none", "stop", w.letters["P-1"], "--trust", "trust.cbor", passphrase=False),
             "stopped")
    one_enrolment(w, end)


def lost_phone(w):
    """A lost phone ends that person's wallet; the new one is another enrolment."""
    def end():
        accept(w, w.issuer("lost-phone", "P-1", "--pin-file", "second.pin", at=at(0, 60)), "second")
    one_enrolment(w, end)


def day_by_day(w):
    """What was withdrawn on a day stays so, day by day, until it is dead; it never rises again."""
    begin(w, ("P-1",))
    shown = {}  # by expiry day, counted from today
    thief = w.home / "P-1"
    for days in range(HORIZON):
        shutil.copytree(thief, w.home / f"copy-{days}")
        shown[days + 1] = answer(w, f"copy-{days}", days=days), days
    w.issuer("end", "P-1", "work-permit-valid", at=at())
    w.stop()
    withdrawn = NOON // DAY + 1  # D
    for days in range(HORIZON + 4):
        w.issuer("publish", at=at(days, 3600))
        listed = [row for row in head(w)[12] if row[1] == withdrawn]
        # D = today + 1 is listed while the head's day is at most D + H.
        expect(len(listed) == (1 if days <= 1 + HORIZON else 0), f"day {days}: {len(listed)} listed")
        for expiry, (code, asked) in shown.items():
            if asked <= days:
                is_judged(w, 12 if days < expiry else 11, code, days=days, asked=asked)


def expiry_days(w):
    """How many tokens the register's log has for each fact and expiry day, counted from today."""
    register = sqlite3.connect(f"file:{w.office}/register.db?mode=ro", uri=True)
    out = {}
    for (entry,) in register.execute("SELECT entry FROM leaf"):
        if entry[0] == 1:
            key = int.from_bytes(entry[2:4], "big"), int.from_bytes(entry[8:12], "big") - NOON // DAY
            out[key] = out.get(key, 0) + 1
    register.close()
    return out


def smaller_catalogue(w):
    """A smaller catalogue deals less at once, and shows it when the last larger token is dead."""
    begin(w, per_day=2)
    before, version = expiry_days(w), head(w)[2]
    expect(before == {(vct, days): 4 for vct in (PERMIT, EMPLOYER) for days in (1, 2, 3)}, str(before))
    (w.home / "smaller.json").write_text(catalogue(horizon=1, per_day=1))
    said = w.issuer("catalogue", "apply", "smaller.json", passphrase=False, at=at())
    last = at(1 + HORIZON)[:10]
    words = datetime.date.fromisoformat(last).strftime("%d %b %Y").lstrip("0")
    for what in ("horizon 3", "per_day 2"):
        says(said, f"work-permit-valid: {what} is dealt no more, and shown until {words}")
    for _ in range(400):  # the service hears of it by itself
        if head(w)[2] > version:
            break
        time.sleep(0.05)
    expect(head(w)[15] == [[PERMIT, 1, 1], [EMPLOYER, 1, 1]], str(head(w)[15]))
    (w.home / "smaller.json").write_text(catalogue(horizon=1, per_day=1, employer=False))
    said = w.issuer("catalogue", "apply", "smaller.json", passphrase=False, at=at())
    says(said, f"employed-by: the fact is dealt no more, and shown until {words}")
    says(said, "publish --drop-preset staff")
    w.issuer("publish", "--drop-preset", "staff", at=at(0, 900))
    found = head(w)
    expect(found[15] == [[PERMIT, 1, 1], [EMPLOYER, 0, 0]], str(found[15]))
    w.wallet("P-1", "sync", at=at())
    (w.home / "more.csv").write_text("subject,fact,value,from,until\nP-3,work-permit-valid,,,\n")
    w.issuer("import", "more.csv", at=at(0, 60))
    enrol(w, "P-3", "P-3")
    after = expiry_days(w)
    expect(after == {**before, (PERMIT, 1): 5}, f"{before} became {after}")
    says(w.issuer("catalogue", "show", passphrase=False, at=at()), f"shown until {words}")
    told = json.loads(w.issuer("status", "--json", passphrase=False, at=at()))["still_shown"]
    expect({"fact": "work-permit-valid", "what": "horizon 3", "until": last} in told, str(told))
    w.issuer("backup", "backups", passphrase=False, at=at(0, 120))
    expect(list((w.home / "backups").glob("*/catalogue-shown")), "the backup lacks what is shown")
    # The fact that was taken out can still end, and so can a token of the second of two a day.
    w.issuer("end", "P-1", "employed-by", at=at(0, 180))
    w.issuer("end", "P-2", "work-permit-valid", at=at(0, 180))
    w.stop()
    shown = []
    for days in range(HORIZON + 4):
        w.issuer("publish", at=at(days, 3600))
        found = head(w)
        facts = {row[1]: (row[5], row[6]) for row in found[10]}
        larger = days <= 1 + HORIZON
        expect(facts == ({PERMIT: (3, 2), EMPLOYER: (3, 2)} if larger else {PERMIT: (1, 1)}),
               f"day {days}: {facts}")
        expect((15 in found) == larger, f"day {days}: field 15")
        expect(ended(w) == ([PERMIT, EMPLOYER] if larger else []), f"day {days}: {ended(w)}")
        if days < HORIZON:
            shown += [(answer(w, "P-2", days=days), days) for _ in range(2)]
        for code, asked in shown:
            is_judged(w, 12 if days <= asked else 11, code, days=days, asked=asked)


if __name__ == "__main__":
    world.main([dismissal, given_back, stop_code, lost_phone, day_by_day, smaller_catalogue])
