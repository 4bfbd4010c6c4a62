# SPDX-License-Identifier: Apache-2.0
"""Fixed bytes and keys made from names."""

import hashlib

import nacl.bindings

from primitives import kid


def seed(name, size=32):
    """Fixed bytes for a name."""
    return hashlib.shake_256(b"whit vectors: " + name.encode()).digest(size)


class Ed:
    """An Ed25519 key made from a name."""

    def __init__(self, name):
        self.public, self.secret = nacl.bindings.crypto_sign_seed_keypair(seed(name))
        self.kid = kid(self.public)

    def sign(self, message):
        """The signature."""
        return nacl.bindings.crypto_sign(message, self.secret)[:64]
