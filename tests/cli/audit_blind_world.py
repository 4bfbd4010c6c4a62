#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what an issuer of blind tokens publishes into folders below the current one:

    honest             two days, with blind tokens of one day in both epochs, and few of another
    second             the same, and then a list with another blind key for a day
    issuer.whit-trust  trust file; vkey the log's key
"""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.environ.get("WHIT_ROOT", str(ROOT)) + "/spec/reference")

# pylint: disable=wrong-import-position
from build_issuer import DAY, Issuer, TokenKey  # noqa: E402
from build_log import ORIGIN, vkey  # noqa: E402
from build import LOG_KEY, TODAY  # noqa: E402
from notes import LOG  # noqa: E402


def blind_key(name, day):
    """A key of one day."""
    return TokenKey(name, 2, [65001], day, day)


def main():
    """All folders."""
    log = Issuer(TODAY)
    phone = TokenKey("phone of the log", 1, [65001, 65002], TODAY, TODAY + 40)
    keys = [phone] + [blind_key(f"blind {day}", day) for day in range(TODAY + 1, TODAY + 4)]
    log.control(TODAY, log.sign_keys(keys))
    log.sign(TODAY * DAY + 600)
    log.publish(TODAY * DAY + 660)
    blind = keys[2]
    log.night(TODAY, [phone.entry("one", TODAY + 1)]
              + [blind.entry(f"evening {i}", TODAY + 2) for i in range(1600)])
    log.night(TODAY + 1, [blind.entry(f"morning {i}", TODAY + 2) for i in range(100)]
              + [keys[3].entry(f"few {i}", TODAY + 3) for i in range(3)])
    log.write("honest")
    log.night(TODAY + 2, keys=log.sign_keys(keys[:3] + [blind_key("another", TODAY + 3)]))
    log.write("second")
    with open("issuer.whit-trust", "wb") as file:
        file.write(log.trust)
    with open("vkey", "w", encoding="utf-8") as file:
        file.write(vkey(ORIGIN + "1", LOG, LOG_KEY) + "\n")


if __name__ == "__main__":
    main()
