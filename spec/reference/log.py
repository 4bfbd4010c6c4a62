#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes and checks what an issuer publishes of its log.

    log.py make DIR                       a small log of several days, signed by keys of the vectors
    log.py check DIR [--trust FILE] [--policy FILE] [--at SECONDS] [--seen NOTE]... [--shown NOTE]...

DIR has `log/1`, `log/2` and so on, and `v1/bundle/head`; `make` puts `demo.whit-trust` beside them,
which `check` takes unless it is told another. A policy alone will do where it has the line of the
log's key. --seen is a checkpoint from before, --shown one that a witness gives. Without --at the
clock tells. Exit codes are those of audit.md: 0 if nothing is found.
"""

import argparse
import os
import sys
import time

TRUST = "demo.whit-trust"


def read(path):
    """A file's bytes; None for no path."""
    if path is None:
        return None
    with open(path, "rb") as file:
        return file.read()


def make(folder):
    """A sample, with the moment at which it is right."""
    from cases_whole import several_days  # takes its time: keys are made
    log = several_days()
    log.write(folder)
    with open(os.path.join(folder, TRUST), "wb") as file:
        file.write(log.trust)
    print(f"{len(log.headers)} epochs in {len(log.logs)} logs; check it with --at {log.last_sign}")
    return 0


def check(options):
    """Prints one line a finding."""
    from audit import Audit
    from audit_tree import Folder
    trust = options.trust
    beside = os.path.join(options.folder, TRUST)
    if trust is None and options.policy is None and os.path.exists(beside):
        trust = beside
    if trust is None and options.policy is None:
        sys.stderr.write("log.py: neither a trust file nor a policy\n")
        return 3
    policy = options.policy and read(options.policy).decode()
    audit = Audit(Folder(options.folder), options.at or int(time.time()), trust=read(trust), policy=policy,
                  seen=[read(path).decode() for path in options.seen],
                  shown=[read(path).decode() for path in options.shown])
    found = audit.run()
    for name, where in found.rows:
        print(f"{name}: {where}")
    trees = ", ".join(f"log {n}: {reader.size}" for n, reader in audit.trees.items())
    print(f"{len(audit.epochs)} epochs; leaves in {trees or 'no log'}; "
          f"{len(audit.heads.chain)} heads; {len(found.rows)} findings")
    return found.code()


def main(arguments):
    """Make or check."""
    if arguments[:1] == ["make"] and len(arguments) == 2:
        return make(arguments[1])
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("command", choices=["check"])
    parser.add_argument("folder")
    parser.add_argument("--trust")
    parser.add_argument("--policy")
    parser.add_argument("--at", type=int)
    parser.add_argument("--seen", action="append", default=[])
    parser.add_argument("--shown", action="append", default=[])
    return check(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
