# SPDX-License-Identifier: Apache-2.0
"""Where a fraud is played: an honest world that an auditor has seen, and what comes after."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../spec/reference"))

# pylint: disable=wrong-import-position
import build_log  # noqa: E402
from build import TODAY  # noqa: E402
from build_issuer import DAY, MORNING, Issuer, TokenKey  # noqa: E402
from build_log import cosign, log_line, vkey  # noqa: E402
from notes import WITNESS  # noqa: E402

FIRST = TODAY  # the day of header 0
SEEN = FIRST + 3  # the last day that is closed when the auditor looks first
NEXT = SEEN + 1  # the day on which a fraud happens
HOUR = 3600
FRAUDS = []


class Keys:
    """The token keys of every world."""

    def __init__(self):
        self.phone = TokenKey("phone of the log", 1, [65001, 65002], FIRST, FIRST + 40)
        self.later = TokenKey("later phone", 1, [65001, 65002], FIRST + 41, FIRST + 90)
        self.spare = TokenKey("spare phone", 1, [65001], FIRST + 41, FIRST + 90)
        self.paper = TokenKey("paper of the log", 7, [65001], FIRST, FIRST + 180)
        self.blind = TokenKey("blind of the log", 2, [65001], NEXT + 1, NEXT + 1)

    def listed(self):
        """Those of the first list."""
        return [self.phone, self.paper, self.blind]


def policy(witness_url=None):
    """Two of three witnesses."""
    lines = ""
    for name, key in build_log.WITNESSES.items():
        url = f" {witness_url}/{name}" if witness_url else ""
        lines += f"witness {name} {vkey(name + '.example', WITNESS, key)}{url}\n"
    return lines + "group g 2 w1 w2 w3\nquorum g\n"


def tokens_of(keys, day, phones=3, papers=1):
    """Entries of an ordinary day: phone tokens of the next day, and paper ones; on one day blind
    ones of the day after next, too."""
    return ([keys.phone.entry(f"{day} phone {i}", day + 1) for i in range(phones)]
            + [keys.paper.entry(f"{day} paper {i}", day + 90) for i in range(papers)]
            + [keys.blind.entry(f"{day} blind {i}", NEXT + 1) for i in range(2 * (day == SEEN))])


def honest(keys, days, witness_url=None, url="https://data.example/whit"):
    """A log without a fault, up to and with the epoch of some days after the first."""
    issuer = Issuer(FIRST, url=url, policy=policy(witness_url))
    issuer.control(FIRST, issuer.sign_keys(keys.listed()))
    issuer.sign(FIRST * DAY + 600)
    issuer.publish(FIRST * DAY + 660)
    for day in range(FIRST, FIRST + days + 1):
        issuer.night(day, tokens_of(keys, day) if day <= NEXT and day != FIRST + 2 else ())
    return issuer


class Stage:
    """One fraud's own copy of the honest world, and what it makes of it."""

    def __init__(self, world, keys):
        self.keys, self.world = keys, world
        self.issuer = world.copy()
        self.site = None  # who publishes, in the end
        self.change = lambda files: files
        self.seen, self.shown, self.tokens, self.token = [world.log.note], {}, [], None
        self.people = {}  # how many can hold a fact, as the auditor knows it
        self.first_look = False  # nothing was seen before
        self.at = None
        self.check, self.gossip, self.find = True, False, False  # what whit-audit is asked
        self.http = None  # headers by path, where the log is read from a web server

    def publish(self, issuer=None, change=None, at=None):
        """What stands on the web server in the end, and when the auditor looks."""
        self.site = issuer or self.issuer
        self.site.head = self.site.head or self.world.head
        self.change = change or self.change
        self.at = at or self.site.last_sign + HOUR

    def unseen(self):
        """Another auditor, who looks for the first time."""
        self.first_look, self.seen = True, []

    def restart(self):
        """The issuer begins at header 0 again, with the same keys."""
        return Issuer(FIRST, policy=self.world.policy)

    def night(self, entries=None, **changes):
        """The epoch of the next day, with something wrong in it, published."""
        entries = tokens_of(self.keys, NEXT) if entries is None else entries
        self.issuer.night(NEXT, entries, **changes)
        self.publish()

    def show(self, name, issuer, when=None, body=None):
        """A witness shows another checkpoint than the one published."""
        body = body or issuer.body()
        note = body + "\n" + log_line(body) + cosign(body, name, when or issuer.last_sign)
        self.shown[name] = note
        self.gossip = True


def fraud(finding, proof="proven", long=False, **options):
    """Registers a fraud: what it must be found as, and what its evidence is worth."""
    def add(play):
        FRAUDS.append((play, finding, proof, long, options))
        return play
    return add


__all__ = ["DAY", "FIRST", "FRAUDS", "HOUR", "MORNING", "NEXT", "SEEN", "Keys", "Stage", "fraud",
           "honest", "policy", "tokens_of", "TokenKey"]
