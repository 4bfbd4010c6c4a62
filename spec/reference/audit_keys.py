# SPDX-License-Identifier: Apache-2.0
"""Key lists that headers commit to, and the keys under which tokens were signed."""

import cbor
from audit_tree import OTHER, Missing
from bundle import Refused, check_service, read_keys, USE_KEYS
from cbor import Malformed
from primitives import rsa_sound, sha256
from trusted import KEY_LIST

LIVE_TWICE = "key list: two live keys for one day"
ALGORITHMS = {1: "ed25519", 7: "ed25519", 2: "rsa"}
LONGEST = {1: 60, 7: 366, 2: 1}  # days ahead, where no catalogue says less


def days_ahead(facts, kind, vct, otherwise):
    """For how many days tokens are signed ahead, by the catalogue."""
    label = {1: 5, 7: 7}.get(kind)
    return facts.get(vct, {}).get(label) or otherwise


def read_object(found, source, kind, digest, missing):
    """An object by its hash; None if it isn't there."""
    try:
        return source.get(f"{kind}/{digest.hex()}", OTHER) or b""
    except Missing:
        found.add(missing, f"{kind}/{digest.hex()}")
        return None


class KeyHistory:
    """All keys that were ever listed, in the order of the headers."""

    def __init__(self, found, manifest_for):
        self.found, self.manifest_for = found, manifest_for
        self.lists = {}  # parsed, by hash: (sequence, keys)
        self.ever = {}  # the first row of each key
        self.blind = {}  # the first blind key of each fact and day
        self.withdrawn, self.in_force, self.sequence, self.digest = set(), [], 0, None

    def read(self, source, digest, day):
        """(sequence, keys) of a list; None where it isn't one."""
        if digest in self.lists:
            return self.lists[digest]
        data = read_object(self.found, source, "key-list", digest, "missing-key-list")
        if data is None:
            return None
        where = f"key-list/{digest.hex()}"
        if sha256(data) != digest:
            return self.found.add("bad-key-list", where)
        try:
            cose = KEY_LIST(cbor.decode(data))
            manifest = self.manifest_for(day)
            if manifest:
                check_service(cose, manifest, USE_KEYS, day, where)
            keys = read_keys(cose.payload)
        except (Malformed, Refused) as why:
            name = "second-live-key" if str(why) == LIVE_TWICE else "bad-key-list"
            return self.found.add(name, where)
        self.lists[digest] = cose.payload[2], keys
        return self.lists[digest]

    def replaced(self, key, listed, day, facts):
        """Whether a new live key stands in the place of one that was dropped, not withdrawn."""
        for name, old in self.ever.items():
            if name in listed or name in self.withdrawn or old.kind != key.kind or key.kind == 2:
                continue
            ahead = max(days_ahead(facts, old.kind, vct, 0) for vct in old.vcts)
            first, last = max(old.first, key.first), min(old.last, key.last)
            if set(old.vcts) & set(key.vcts) and max(first, day + 1) <= last \
                    and old.first <= day + ahead:
                return True
        return False

    def commit(self, source, digest, header, facts, where):
        """The list of a header comes into force."""
        day = header[2]
        found = self.read(source, digest, day)
        if found is None or digest == self.digest:
            return
        sequence, keys = found
        self.found.unless(sequence > self.sequence, "old-key-list", where)
        self.sequence, self.digest = max(sequence, self.sequence), digest
        self.judge_blind(keys, where)
        fresh = {name: key for name, key in keys.items() if name not in self.ever}
        for key in fresh.values():
            self.found.unless(key.withdrawn or not self.replaced(key, keys, day, facts),
                              "second-live-key", where)
        for name, key in keys.items():
            first = self.ever.setdefault(name, key)
            same = (first.kind, sorted(first.vcts), first.first, first.last, first.key)
            now = (key.kind, sorted(key.vcts), key.first, key.last, key.key)
            self.found.unless(same == now, "changed-key", where)
            if key.withdrawn:
                self.withdrawn.add(name)
            else:
                self.found.unless(name not in self.withdrawn, "revived-key", where)
        self.in_force.append((day, keys))

    def judge_blind(self, keys, where):
        """A fact and day has one blind key for ever, and that is a sound one."""
        for name, key in keys.items():
            if key.kind != 2 or name in self.ever:
                continue
            first = self.blind.setdefault((key.vcts[0], key.first), name)
            self.found.unless(first == name, "second-blind-key", where)
            self.found.unless(rsa_sound(key.key), "unsound-key", where)

    def of_day(self, day):
        """The lists in force on a day: the last one of an earlier day, and those since."""
        before = [i for i, (since, _) in enumerate(self.in_force) if since < day]
        return [keys for _, keys in self.in_force[before[-1] if before else 0:]]

    def judge_days(self, header, facts, where):
        """Nothing is signed that is over, or further ahead than the catalogue has it."""
        for kind, vct, _, expires, _ in header[9]:
            last = header[2] + 1 + days_ahead(facts, kind, vct, LONGEST[kind])
            first = header[2] + (1 if kind == 2 else 0)
            self.found.unless(first <= expires <= last, "expired-entry", where)

    def judge(self, header, own, where):
        """The rows of a header, before its own list (`own`) comes into force."""
        lists = self.of_day(header[2])
        for kind, vct, key_id, expires, _ in header[9]:
            name = ALGORITHMS[kind], key_id
            key = self.ever.get(name)
            if key is None:
                late = own and name in own[1]
                self.found.add("late-key" if late else "unknown-key", where)
            elif key.kind != kind or vct not in key.vcts:
                self.found.add("wrong-key-kind", where)
            elif not key.first <= expires <= key.last:
                self.found.add("key-out-of-days", where)
            elif not any(name in keys and not keys[name].withdrawn for keys in lists):
                gone = name in self.withdrawn
                self.found.add("withdrawn-key" if gone else "unknown-key", where)
