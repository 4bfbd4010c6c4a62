#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes all vectors into an empty folder. The same bytes each time.

    make_vectors.py FOLDER
"""

import sys

import cases_audit
import cases_audit_blind
import cases_blind
import cases_bundle
import cases_keys
import cases_log
import cases_log_text
import cases_parse
import cases_policy
import cases_shown
import cases_status
import cases_stop
import cases_time
import cases_succession
import cases_trusted
import cases_verify
import cases_whole
import cases_withdrawn
from suite import Suite


def main(arguments):
    """Builds and writes the suite."""
    if len(arguments) != 1:
        sys.stderr.write(__doc__)
        return 3
    suite = Suite()
    for part in (cases_verify, cases_time, cases_status, cases_shown, cases_parse, cases_trusted,
                 cases_bundle, cases_succession, cases_policy, cases_keys, cases_log,
                 cases_log_text, cases_stop, cases_whole, cases_withdrawn,
                 cases_blind,
                 cases_audit, cases_audit_blind):
        part.add(suite)
    suite.write(arguments[0])
    print(f"{len(suite.cases)} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
