# SPDX-License-Identifier: Apache-2.0
"""Cases of whole logs: what went in, and every byte that has to come out."""

import build_log
from build import TODAY
from build_issuer import DAY, MORNING, Issuer, TokenKey
from build_keys import seed
from primitives import sha256
from tree import files_of

FIRST = TODAY


class Recorder(Issuer):
    """Writes down what it does."""

    def __init__(self):
        super().__init__(FIRST)
        self.steps, self.answers, self.told = [], [], set()

    def record(self, what, given, answer):
        """One step."""
        self.steps.append({what: given})
        self.answers.append(answer)

    def close(self, day, entries=(), keys=None, **changes):
        due, heads, number = [], list(self.pending), len(self.headers)
        encoded = super().close(day, entries, keys, reveal=lambda rows: due.extend(rows) or rows,
                                **changes)
        self.record("epoch", {
            "day": day, "key_list": sha256(self.key_list).hex(), "heads": [h.hex() for h in heads],
            "pad_keys": [[of, key.hex()] for of, key in due],
            "pad_key": seed(f"pad key {number}").hex(), "entries": [e.hex() for e in entries]},
            {"header": encoded.hex(), "size": self.log.tree.size,
             "root": self.log.tree.root().hex()})
        return encoded

    def sign(self, when, witnesses=("w1", "w2", "w3"), **changes):
        note = super().sign(when, witnesses, **changes)
        files = {path: sha256(data).hex() for path, data in
                 files_of(self.log.tree, self.log.entries).items() if path not in self.told}
        self.told |= set(files)
        self.record("checkpoint", {"at": when, "witnesses": list(witnesses)},
                    {"note": note, "proof": self.proof(), "tiles": files})
        return note

    def next_log(self):
        super().next_log()
        self.told = set()
        self.record("next", True, None)

    def add(self, suite, name, catches):
        """The case."""
        suite.add("log/" + name, "log 15", catches, "log", origin=self.origin,
                  log_key=seed("log key").hex(), steps=self.steps, expect=self.answers,
                  witnesses=[{"name": name, "key_name": name + ".example",
                              "secret": seed(f"witness {name[1]}").hex()}
                             for name in build_log.WITNESSES])


def test_keys():
    """Keys of all three kinds."""
    return [TokenKey("log phone", 1, [65001, 65002], FIRST, FIRST + 90),
            TokenKey("log paper", 7, [65001], FIRST, FIRST + 120),
            TokenKey("log blind", 2, [65001], FIRST + 6, FIRST + 6)]


def some(key, day, count, expires, vct=None):
    """Entries of a day."""
    return [key.entry(f"{day} {expires} {vct} {i}", expires, vct) for i in range(count)]


def several_days():
    """A control epoch, a day of three kinds, an empty day, a new key list, a day of more than one
    tile, a group that needs no pad, and the next log."""
    log, keys = Recorder(), test_keys()
    phone, paper, blind = keys
    log.control(FIRST, log.sign_keys(keys[:2]))
    log.sign(FIRST * DAY + 600)
    log.publish(FIRST * DAY + 660)
    log.night(FIRST, some(phone, FIRST, 70, FIRST + 1) + some(phone, FIRST, 3, FIRST + 2)
              + some(paper, FIRST, 1, FIRST + 90))
    log.night(FIRST + 1)
    log.control(FIRST + 2, log.sign_keys(keys))
    log.sign((FIRST + 2) * DAY + 36000, ("w3", "w1"))
    log.publish((FIRST + 2) * DAY + 36100)
    log.night(FIRST + 2, [entry for e in range(5) for vct in (65001, 65002)
                          for entry in some(phone, FIRST + 2, 33, FIRST + 3 + e, vct)])
    log.night(FIRST + 3, some(phone, FIRST + 3, 64, FIRST + 4))
    log.next_log()
    log.night(FIRST + 4, some(phone, FIRST + 4, 1, FIRST + 5))
    log.night(FIRST + 5, some(blind, FIRST + 5, 2, FIRST + 6))
    return log


def sixty_days():
    """Pad keys come out when they are due: of an epoch with pads, and zeros of one without."""
    log, (phone, _, _) = Recorder(), test_keys()
    log.control(FIRST, log.sign_keys([phone]))
    log.close(FIRST, some(phone, FIRST, 5, FIRST + 1))
    log.close(FIRST + 1, some(phone, FIRST + 1, 64, FIRST + 2))
    log.close(FIRST + 2, some(phone, FIRST + 2, 2, FIRST + 4) + some(phone, FIRST, 1, FIRST + 3))
    for day in range(FIRST + 3, FIRST + 63):
        log.close(day)
    log.sign((FIRST + 63) * DAY + MORNING)
    return log


def add(suite):
    """All of them."""
    several_days().add(suite, "several-days", "builds another log than the specification's")
    sixty_days().add(suite, "sixty-days", "reveals pad keys on other days, or in another order")
