# SPDX-License-Identifier: Apache-2.0
"""How a single object is broken in all ways of defects.py."""

import base45
import defects
from build import Raw, ed_header, enc, sign1

PREFIX = {"presentation": "WH1:", "paper": "WP1:", "request": "WR1:", "invitation": "WI1:",
          "setup": "WS1:"}


class Object:
    """One kind of object, its section and how to wrap what is broken in it."""

    def __init__(self, suite, section, kind):
        self.suite, self.section, self.kind = suite, section, kind

    def ok(self, name, data):
        """A whole one."""
        self.suite.parse(name, self.section, "refuses what is right", self.kind, data, "ok")
        if self.kind in PREFIX:
            self.suite.parse(f"{name}-text", self.section, "refuses what is right", self.kind,
                             PREFIX[self.kind] + base45.encode(data), "ok")

    def bad(self, cases, wrap=lambda data: data, before=""):
        """Broken ones."""
        for name, catches, data in cases:
            self.suite.parse(before + name, self.section, f"{catches} ({self.kind})", self.kind,
                             wrap(data))

    def one(self, name, catches, data):
        """One broken one."""
        self.suite.parse(name, self.section, catches, self.kind, data)

    def signed(self, claims, key, typ, wrong, names, optional=()):
        """An object signed<T, typ>: whole, frame, header, claims."""
        cose = sign1(ed_header(key, typ), claims, key)
        self.ok("good", enc(cose))
        self.bad(defects.cose_defects(cose))
        self.bad(defects.header_defects(ed_header(key, typ)),
                 lambda data: enc(sign1(Raw(data), claims, key)), "header-")
        self.claims(claims, lambda data: enc(sign1(ed_header(key, typ), Raw(data), key)), wrong,
                    names, optional)

    def claims(self, claims, wrap, wrong, names, optional=()):
        """The claims inside."""
        self.bad(defects.map_defects(claims, wrong, names, optional), wrap, "claims-")
