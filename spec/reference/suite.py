# SPDX-License-Identifier: Apache-2.0
"""Collects cases and worlds, and writes them."""

import json
import os

import base45
from build import ASKED, GATE, NONCE, NOW, SLUGS

VERDICTS = {
    0: ("malformed", "no"), 1: ("valid", "yes"), 2: ("unsupported", "?"),
    3: ("missing_fact", "no"), 4: ("unknown_key", "?"), 5: ("bad_signature", "no"),
    6: ("bad_holder_proof", "no"), 7: ("stale_proof", "?"), 8: ("replayed", "?"),
    9: ("wrong_audience", "no"), 10: ("not_yet_valid", "no"), 11: ("expired", "no"),
    12: ("withdrawn", "no"), 13: ("kind_refused", "?"), 14: ("mode_refused", "?"),
    15: ("no_bundle", "?"), 16: ("stale_bundle", "?"), 17: ("clock_doubtful", "?"),
    18: ("document_mismatch", "no"), 19: ("document_not_compared", "?"),
    20: ("key_withdrawn", "?"), 21: ("specimen", "grey")}


def report(number, facts, training):
    """The expected report; `facts` is {vct: number or (number, value)}."""
    name, colour = VERDICTS[number]
    rows = []
    for vct, found in sorted(facts.items()):
        own, value = found if isinstance(found, tuple) else (found, None)
        rows.append({"fact": SLUGS[vct], "vct": vct, "number": own, "value": value})
    return {"verdict": name, "number": number, "class": colour, "facts": rows,
            "training": training}


# Where a number is defined, if the case is about that
SECTIONS = {3: "verify 4.4", 4: "verify 5.1", 5: "verify 5.3", 6: "verify 6.4", 7: "verify 6.8",
            9: "verify 6.6", 10: "verify 5.4", 11: "verify 5.5", 14: "verify 6.10",
            13: "verify 6.9", 15: "verify 6.2", 16: "verify 6.3", 17: "verify 6.7",
            19: "verify 5.9", 20: "verify 5.2"}


class Suite:
    """All cases by name, and all files."""

    def __init__(self):
        self.cases, self.files = {}, {}

    def add(self, case, section, catches, kind, **fields):
        """One case."""
        if case in self.cases:
            raise ValueError(f"twice: {case}")
        self.cases[case] = {"case": case, "section": section, "catches": catches, "kind": kind,
                            **fields}

    def world(self, name, world):
        """Two files; the paths of both."""
        paths = f"worlds/{name}/trust.cbor", f"worlds/{name}/bundle.whit-bundle"
        self.files.update(zip(paths, (world.trust, world.bundle)))

    def verify(self, name, section, catches, shown, number, facts=None, training=None,
               world="plain", preset="gate", policy=None, at=NOW, floor=None, asker=GATE,
               nonce=NONCE, elapsed=7, until=None, form="text", document=True):
        """A showing. Without `facts`, each asked fact has the report's number."""
        if facts is None:
            asked = [vct for vct in ASKED.get(preset, []) if vct != 65009 or document]
            facts = {} if number in (0, 2, 15) else {vct: number for vct in asked}
        if section in ("verify 5", "verify 6"):
            section = SECTIONS.get(number, section)
        fields = {}
        if isinstance(shown, str):
            fields["showing"] = shown
        elif form == "text":
            paper = b"\x10\x18\x3d" in shown[:16]
            fields["showing"] = ("WP1:" if paper else "WH1:") + base45.encode(shown)
        else:
            fields["showing_hex"] = shown.hex()
        base = f"worlds/{world}/"
        fields.update(trust=world and base + "trust.cbor",
                      bundle=world and base + "bundle.whit-bundle", preset=preset)
        if policy is not None:
            fields["policy"] = {"preset": preset, **policy}
        if nonce is None:
            elapsed = None
        fields.update(at=at, floor=floor, name=asker, nonce=nonce and nonce.hex(),
                      elapsed=elapsed, until=until, expect=report(number, facts, training))
        self.add("verify/" + name, section, catches, "verify", **fields)

    def bundle(self, name, section, catches, world, expect="refused"):
        """A bundle that opens or doesn't, in files of its own."""
        known = [p for p, d in self.files.items() if d == world.trust and p.startswith("worlds/")]
        paths = known[0] if known else f"bundle/{name}.trust", f"bundle/{name}.whit-bundle"
        self.files.update(zip(paths, (world.trust, world.bundle)))
        self.add("bundle/" + name, section, catches, "bundle", trust=paths[0], bundle=paths[1],
                 expect=expect)

    def succession(self, name, section, catches, old, fresh, root, now):
        """One bundle in the place of another, under the trust file of the other; `root` is the one
        that is trusted from then on, none where the bundle is refused."""
        trust = f"succession/{name}.trust"
        paths = {"trust": trust, "bundle": f"succession/{name}.whit-bundle", "installed": None}
        if old:
            paths["installed"] = f"succession/{name}.installed.whit-bundle"
            self.share(paths, "installed", old.bundle)
        self.share(paths, "trust", (old or fresh).trust)
        self.share(paths, "bundle", fresh.bundle)
        self.add("succession/" + name, section, catches, "succession", **paths, at=now,
                 expect=root.public.hex() if root else "refused")

    def share(self, paths, key, data):
        """A file that may be at hand already, under another name."""
        known = [p for p, d in self.files.items() if d == data]
        paths[key] = known[0] if known else paths[key]
        self.files[paths[key]] = data

    def parse(self, name, section, catches, kind, data, expect="malformed"):
        """An object by its bytes or its text."""
        field = {"text": data} if isinstance(data, str) else {"hex": data.hex()}
        self.add(f"parse/{kind}/{name}", section, catches, "parse", object=kind, **field,
                 expect=expect)

    def policy(self, name, catches, preset, policy, expect, world="plain"):
        """A policy over a preset."""
        base = f"worlds/{world}/"
        self.add("policy/" + name, "trust 8", catches, "policy", trust=base + "trust.cbor",
                 bundle=base + "bundle.whit-bundle", preset=preset, policy=policy, expect=expect)

    def fixed(self, name, section, catches, what, expect, **given):
        """A value with one right answer."""
        self.add("fixed/" + name, section, catches, "fixed", what=what, expect=expect,
                 **{"from": given})

    def write(self, folder):
        """Writes all files; the folder should hold none of them."""
        for path, data in self.files.items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        for name, case in self.cases.items():
            path = os.path.join(folder, name + ".json")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(case, file, indent=1, ensure_ascii=True)
                file.write("\n")
