# SPDX-License-Identifier: Apache-2.0
"""Codes for a gate, each by a wallet of its own, with the fixed keys of the vectors' plain world.

Everything is signed here; spec/reference is where the bytes' rules come from."""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "spec" / "reference"))
import base45  # noqa: E402
import cbor  # noqa: E402
from build_keys import Ed  # noqa: E402
from cbor import Tag  # noqa: E402
from primitives import signature_input  # noqa: E402

DAY = 86400
TODAY = 20861  # Friday 12 February 2027
NOW = TODAY * DAY + 6 * 3600 + 41 * 60
AT = "2027-02-12T06:41:00Z"
WORLD = ROOT / "spec" / "vectors" / "worlds" / "plain"
PERMIT, TAX = 65001, 65005
TOKEN_KEY = Ed("token")


def sign1(header, claims, key):
    protected, payload = cbor.encode(header), cbor.encode(claims)
    return Tag(18, [protected, {}, payload, key.sign(signature_input(protected, payload))])


class Wallet:
    """Somebody with a token of one fact. Each has another holder key."""

    def __init__(self, name, vct=PERMIT, day=TODAY + 1):
        self.holder = Ed(f"gate {name}")
        claims = {1: "dlo", 2: "", 4: day * DAY, 7: os.urandom(8),
                  8: {1: {1: 1, -1: 6, -2: self.holder.public}}, 11: vct}
        self.token = sign1({1: -19, 4: TOKEN_KEY.kid, 16: 293}, claims, TOKEN_KEY)

    def show(self, made=NOW, to="*", nonce=None):
        claims = {3: to, 6: made - made % 15}
        if nonce is not None:
            claims[39] = nonce
        shown = sign1({1: -19, 13: self.token, 16: 294}, claims, self.holder)
        return "WH1:" + base45.encode(cbor.encode(shown))

    def answer(self, question, made=NOW):
        """The answer to the text of a question."""
        asked = cbor.decode(base45.decode(question[4:].encode()))
        return self.show(made, asked[3], asked[39])
