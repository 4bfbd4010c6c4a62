#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A real issuer of blind tokens, wallets that share no code with it, and a real auditor.

    blind_office.py --bin FOLDER

The wallets are the reference's: RFC 9474 in plain integers, from the specification alone. What they
collect over HTTP has to be what specification and log say, to the entry; what they aren't to have they
don't get; and an auditor finds nothing. Exit code: 0 all is so, 1 something isn't.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True

# pylint: disable=wrong-import-position
from blind_people import FACT, LEAD, Message, Office, Wallet, Wrong, iso, must, signed  # noqa: E402
import base45  # noqa: E402
from audit import Audit  # noqa: E402
from audit_tree import Folder  # noqa: E402
from bundle import read_keys  # noqa: E402

DAY, HOUR = 86400, 3600
FIRST = 20880  # 2027-03-03
MALFORMED, KEY_REUSED = 1, 6


class Play:
    """Three days of an office."""

    def __init__(self, office):
        self.office, self.keys, self.signed = office, {}, []

    def open(self):
        """The office is made on the day before, so that there are keys for the day after."""
        at = (FIRST - 1) * DAY + 6 * HOUR
        office = self.office
        office.issuer(at, "init", "--iss", "dlo", "--name", "Labour office", "--origin",
                      "log.labour.example/", "--url", f"http://127.0.0.1:{office.port}",
                      "--specimen")
        office.issuer(at, "catalogue", "apply", "catalogue.json")
        office.issuer(at, "import", "register.csv")
        self.wallets = [Wallet(office, f"P-{i}", at) for i in (1, 2, 3)]
        self.again = None
        office.issuer(at, "publish", "site")
        office.issuer(at, "trust", "-o", "trust")
        office.issuer(FIRST * DAY + 600, "publish", "site")
        shutil.copy(office.path("lib/whit-bundle"), office.path("bundle"))

    def read_keys(self):
        """The blind keys that everybody is shown."""
        rows = read_keys(self.office.bundle()[2].payload)
        for (_, key_id), key in rows.items():
            if key.kind == 2:
                must(self.keys.setdefault(key.first, (key.key, key_id)) == (key.key, key_id),
                     "a second blind key")

    def message(self, day):
        """A fresh one."""
        return Message(self.keys[day][0], day)

    def first_day(self):
        """In the window of two expiry days."""
        tomorrow, after = FIRST + 1, FIRST + 2
        for wallet in self.wallets:
            wallet.enrol()
        self.read_keys()
        must(after + 1 in self.keys and FIRST + 4 in self.keys, "no keys for the days ahead")
        one, two, three = self.wallets
        mine, other = [self.message(after) for _ in range(2)], self.message(tomorrow)
        rows = ((after, FACT, mine), (tomorrow, FACT, [other]),
                (after + 1, FACT, [self.message(after + 1)]),
                (FIRST, FACT, [Message(self.keys[after][0], FIRST)]),
                (after, FACT + 1, [self.message(after)]))
        body = one.body(rows)
        found = one.send(body)
        must(found[0] == 200 and [row[:2] for row in found[1]] == [[after, FACT],
                                                                  [tomorrow, FACT]],
             "rows that can't be had aren't left out, or others are")
        self.shown = mine[0], [m.token(a) for m, a in zip(mine, found[1][0][2])][0]
        other.token(found[1][1][2][0])
        self.signed += mine + [other]
        must(one.send(body) == found, "the same request has another answer")
        must(one.collect((after, FACT, [self.message(after)])) == {}, "more than per_day")
        self.refuse(two, mine, after, tomorrow)
        self.signed += (bought := [self.message(after) for _ in range(2)])
        must(len(two.collect((after, FACT, bought))[after, FACT]) == 2, "the second person")
        self.again = three

    def refuse(self, wallet, used, after, tomorrow):
        """What is refused whole, and counts for nothing."""
        n = int.from_bytes(self.keys[after][0], "big")
        twice = self.message(after)
        wallet.refused(400, KEY_REUSED, (after, FACT, [twice, twice]))
        wallet.refused(400, KEY_REUSED, (after, FACT, [twice]), (tomorrow, FACT, [twice]))
        wallet.refused(400, KEY_REUSED, (after, FACT, [used[0]]))
        wallet.refused(400, KEY_REUSED, (after, FACT, [self.message(after), used[1]]))
        for number in (0, 1, n - 1, n, 2**2048 - 1):
            wallet.refused(400, MALFORMED,
                           (after, FACT, [self.message(after), number.to_bytes(256, "big")]))

    def second_day(self, at):
        """The second epoch of a key; and a new letter, which is no second helping."""
        after = FIRST + 2
        letter = Wallet(self.office, "P-1", at)
        self.office.serve(at)
        again = letter.enrol()
        must(again.collect((after, FACT, [self.message(after)])) == {}, "a second helping")
        self.signed += (late := [self.message(after) for _ in range(2)])
        found = self.again.collect((after, FACT, late), (FIRST + 1, FACT, [self.message(FIRST + 1)]))
        must(list(found) == [(after, FACT)], "a key signs behind its window, or not within it")
        self.read_keys()

    def third_day(self):
        """A key is taken back in its window: it signs nothing more, and none takes its place."""
        dead, next_one = FIRST + 4, FIRST + 3
        at = (FIRST + 2) * DAY + 13 * HOUR
        self.office.serve(at)
        two = self.wallets[1]
        first = self.message(dead)
        must(list(two.collect((dead, FACT, [first]))) == [(dead, FACT)], "nothing before the end")
        self.office.issuer(at + 60, "key", "withdraw",
                           f"blind/work-permit-valid/{iso(dead * DAY)[:10]}")
        rest = self.message(next_one)
        found = two.collect((dead, FACT, [self.message(dead)]), (next_one, FACT, [rest]))
        must(list(found) == [(next_one, FACT)], "a key that was taken back signs, or others don't")
        self.signed += [first, rest]
        self.read_keys()
        self.office.stop()

    def restored(self, at):
        """The office is lost, and put back from the morning of the second day: no day gets another
        key than the one that everybody saw."""
        office = self.office
        os.rename(office.path("lib"), office.path("lost"))
        office.issuer(at, "restore", "backups", "--to", "lib", "--bundle", "lost/whit-bundle")
        office.issuer(at, "log", "next")
        office.issuer(at, "publish", "site")
        office.serve(at + HOUR)
        self.read_keys()
        office.stop()

    def show(self):
        """A checker takes the token when its lead has begun, and not before."""
        message, token = self.shown
        opens = (FIRST + 1) * DAY - LEAD
        for at, verdict in ((opens - 1, 10), (opens, 1), ((FIRST + 2) * DAY - 1, 1),
                            ((FIRST + 2) * DAY, 11)):
            header = {1: -19, 13: token, 16: 294}
            shown = signed(header, {3: "*", 6: at - at % 15}, message.holder)
            self.office.write("shown", "WH1:" + base45.encode(shown))
            said = self.office.run("whit-verify", "check", "shown", "--json", "--training", "--at",
                                   str(at), "--trust", "trust", "--bundle", "bundle",
                                   good=(0, 1, 2))
            must(json.loads(said)["training"] == verdict, f"not {verdict} at {iso(at)}: {said}")

    def check_log(self, at):
        """An auditor finds nothing; and the log has an entry of each signature, and no other."""
        office = self.office
        audit = ("--dir", "mine", "--at", iso(at))
        office.run("whit-audit", *audit, "init", "--trust", "trust", "site")
        office.run("whit-audit", *audit, "sync")
        people = ("--people", "work-permit-valid=3")
        done = json.loads(office.run("whit-audit", *audit, "--json", "check", *people))
        must(done["findings"] == [], f"findings: {done['findings']}")
        with open(office.path("trust"), "rb") as file:
            own = Audit(Folder(office.path("site")), at, trust=file.read(), people={FACT: 3})
        must(own.run().names() == [], f"the reference finds {own.found.rows}")
        there = [entry for epoch in own.epochs for entry in epoch.entries if entry[0] == 2]
        for message in self.signed:
            must(there.count(message.entry(self.keys[message.day][1])) == 1,
                 "a signature without its entry")
        must(len(there) == 3 * 64, f"{len(there)} entries, not three groups")
        report = json.loads(office.run("whit-audit", *audit, "--json", "report"))["blind"]
        must([(row["tokens_at_least"], row["tokens_at_most"], row["people_at_least"])
              for row in report] == [(1, 64, 1), (2, 128, 1)], f"report: {report}")

    def check_again(self, at, after=None):
        """The same auditor. After a restore what was lost is found, and nothing about keys."""
        audit = ("--dir", "mine", "--at", iso(at), "--json")
        self.office.run("whit-audit", *audit, "sync")
        done = json.loads(self.office.run("whit-audit", *audit, "check", good=(0, 6)))
        names = {row["finding"] for row in done["findings"]}
        lost = {"header-gap", "broken-chain", "day-back"} if after else set()
        must(names <= lost, f"findings: {done['findings']}")

    def run(self):
        """All of it."""
        self.open()
        self.office.serve(FIRST * DAY + 13 * HOUR)
        self.first_day()
        self.office.stop()
        self.office.issuer((FIRST + 1) * DAY + 600, "publish", "site")
        self.office.issuer((FIRST + 1) * DAY + 700, "backup", "backups")
        self.second_day((FIRST + 1) * DAY + 9 * HOUR)
        self.show()
        self.office.stop()
        self.office.issuer((FIRST + 2) * DAY + 600, "publish", "site")
        self.check_log((FIRST + 2) * DAY + 2 * HOUR)
        self.third_day()
        self.office.issuer((FIRST + 3) * DAY + 600, "publish", "site")
        self.check_again((FIRST + 3) * DAY + 2 * HOUR)
        self.restored((FIRST + 4) * DAY + 6 * HOUR)
        self.check_again((FIRST + 4) * DAY + 8 * HOUR, after="restore")


def main(arguments):
    """One play."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="folder of the programs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="whit blind office ") as folder:
        office = Office(os.path.abspath(options.bin), folder)
        play = Play(office)
        try:
            play.run()
        except Wrong as why:
            print(f"wrong: {why}")
            return 1
        finally:
            office.stop()
    print(f"{len(play.signed)} blind tokens signed, each logged once, and nothing else")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
