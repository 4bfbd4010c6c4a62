#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what an issuer publishes, day after day, into folders below the current one:

    day1 day2 day3     honest; day3 has a queue of a checker's hashes beside it
    other2 other3      another story from day 2 on, signed by the same key and witnesses
    day5               two days later, and
    twin.whit-head     another head of the version that was published after day 2, on the same log
    alone              day3's tree, cosigned by one witness
    unsorted           day 3 has two entries in the wrong order
    issuer.whit-trust  trust file; policy.txt the same as a policy with the log's key
    token.cbor         a token of day 2 that is logged; secret.cbor one that isn't
"""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.environ.get("WHIT_ROOT", str(ROOT)) + "/spec/reference")

import build_log  # noqa: E402  pylint: disable=wrong-import-position
from build_issuer import DAY, Issuer, MORNING  # noqa: E402  pylint: disable=wrong-import-position
from cases_whole import FIRST, some, test_keys  # noqa: E402  pylint: disable=wrong-import-position
from notes import LOG  # noqa: E402  pylint: disable=wrong-import-position
from primitives import leaf_hash  # noqa: E402  pylint: disable=wrong-import-position


def swapped(entries):
    """Two neighbours the wrong way round."""
    return entries[:5] + [entries[6], entries[5]] + entries[7:]


def main():
    """All folders."""
    log, keys = Issuer(FIRST), test_keys()
    log.control(FIRST, log.sign_keys(keys[:2]))
    log.sign(FIRST * DAY + 600)
    log.publish(FIRST * DAY + 660)
    log.night(FIRST, some(keys[0], FIRST, 100, FIRST + 3))
    log.write("day1")
    other, bad = log.copy(), None
    data, entry = keys[0].token(65001, FIRST + 3, "logged")
    secret, _ = keys[0].token(65001, FIRST + 3, "never logged")
    day2 = some(keys[0], FIRST + 1, 69, FIRST + 3) + [entry]
    log.close(FIRST + 1, day2)
    log.sign((FIRST + 2) * DAY + MORNING)
    twin = log.copy().publish((FIRST + 2) * DAY + MORNING + 90, named=False)
    log.publish((FIRST + 2) * DAY + MORNING + 60)
    log.write("day2")
    other.night(FIRST + 1, some(keys[0], FIRST + 1, 71, FIRST + 4))
    other.write("other2")
    other.night(FIRST + 2, some(keys[0], FIRST + 2, 71, FIRST + 4))
    other.write("other3")
    bad = log.copy()
    bad.night(FIRST + 2, some(keys[0], FIRST + 2, 70, FIRST + 5), layout=swapped)
    bad.write("unsorted")
    log.night(FIRST + 2, some(keys[0], FIRST + 2, 700, FIRST + 5))
    log.write("day3")
    later = log.copy()
    later.night(FIRST + 3)
    later.night(FIRST + 4)
    later.write("day5")
    log.sign((FIRST + 3) * DAY + MORNING, witnesses=("w1",))
    log.write("alone")
    vkey = build_log.vkey(build_log.ORIGIN + "1", LOG, build_log.LOG_KEY)
    queue = "# 2027-02-13\n" + "".join(f"{leaf_hash(one).hex()} {FIRST + 3}\n" for one in day2)
    files = {"twin.whit-head": twin, "issuer.whit-trust": log.trust, "token.cbor": data, "secret.cbor": secret,
             "policy.txt": f"log {vkey}\n{build_log.POLICY}".encode(), "vkey": vkey.encode(),
             "queue.txt": queue.encode(),
             "bad-queue.txt": (queue + "00" * 32 + f" {FIRST + 3}\n").encode()}
    for name, content in files.items():
        pathlib.Path(name).write_bytes(content)


if __name__ == "__main__":
    main()
