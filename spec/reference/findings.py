# SPDX-License-Identifier: Apache-2.0
"""What can be found in a log: names, and the exit code of each one's class (audit.md)."""

NAMES = {
    0: ["none"], 2: ["unreachable"], 3: ["stale", "shrunk"],
    4: ["wrong-origin", "bad-log-signature", "bad-cosignature", "no-quorum"],
    5: ["fork", "split-view"],
    7: ["corrupt-tile", "corrupt-entries", "missing-tile", "missing-header", "bad-header",
        "missing-key-list", "bad-key-list", "missing-head", "bad-head"],
    6: ["wrong-size", "wrong-header", "bad-entry", "unsorted", "not-padded", "wrong-counts",
        "bad-nulls", "header-gap", "broken-chain", "wrong-index", "day-back", "missing-day",
        "two-epochs", "late-epoch", "future-epoch", "unknown-key", "late-key", "wrong-key-kind",
        "key-out-of-days", "withdrawn-key", "expired-entry", "repeated-entry", "second-live-key",
        "second-blind-key", "unsound-key",
        "changed-key", "revived-key", "old-key-list", "head-gap", "two-heads",
        "broken-head-chain", "uncommitted-keys", "unlogged-head", "bad-pad-key", "late-pad-key",
        "other-root", "over-quota"],
    8: ["unlogged"]}
CODES = {name: code for code, names in NAMES.items() for name in names}


class Stop(Exception):
    """Nothing more can be said; the finding that says why is the argument."""


class Findings:
    """What was found, in order; each name and place once."""

    def __init__(self):
        self.rows = []

    def add(self, name, where=""):
        """One more."""
        assert name in CODES, name
        if (name, where) not in self.rows:
            self.rows.append((name, where))

    def unless(self, condition, name, where=""):
        """One more where a condition doesn't hold; tells whether it holds."""
        if not condition:
            self.add(name, where)
        return bool(condition)

    def stop(self, name, where=""):
        """One more, and the end."""
        self.add(name, where)
        raise Stop(name)

    def names(self):
        """Names, each once, in order."""
        return list(dict.fromkeys(name for name, _ in self.rows))

    def code(self):
        """What a program exits with."""
        return max([CODES[name] for name, _ in self.rows], default=0)
