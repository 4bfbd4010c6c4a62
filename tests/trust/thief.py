# SPDX-License-Identifier: Apache-2.0
"""A thief: what somebody can make who has copied an office's folder and knows its passphrase. It
shares no code with the programs that it works against."""
import pathlib
import struct
import sys

import nacl.bindings
import nacl.pwhash

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "spec/reference"))
sys.dont_write_bytecode = True

import base45  # noqa: E402
import build  # noqa: E402
import build_log  # noqa: E402
import cbor  # noqa: E402
from primitives import kid, sha256  # noqa: E402
import notes  # noqa: E402

DAY = 86400
TYP_TOKEN_LIST, TYP_HEAD, TYP_MANIFEST = 65016, 65011, 65010


class Key:
    """An Ed25519 key of a seed."""

    def __init__(self, seed):
        self.public, self.secret = nacl.bindings.crypto_sign_seed_keypair(seed)
        self.kid = kid(self.public)

    def sign(self, message):
        """The signature."""
        return nacl.bindings.crypto_sign(message, self.secret)[:64]


def open_key_file(path, passphrase, label):
    """The secret of a key file (spec/keyfile.md)."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"WHITKEY1", path
    passes, mib = data[8], struct.unpack(">I", data[9:13])[0]
    key = nacl.pwhash.argon2id.kdf(32, passphrase.encode(), data[13:29], opslimit=passes,
                                   memlimit=mib << 20)
    return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
        data[53:], data[:53] + label.encode(), data[29:53], key)


def steal(office, passphrase):
    """Every secret of an office's vault, by the name of its file."""
    office = pathlib.Path(office)
    vault = open_key_file(office / "vault.key", passphrase, "whit issuer vault")
    found = {}
    for path in (office / "keys").glob("*.box"):
        box = path.read_bytes()
        label = ("whit issuer " + path.stem).encode()
        found[path.stem] = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            box[24:], label, box[:24], vault)
    return found


class Bundle:
    """A bundle's file taken apart; what is changed is signed again by whoever has the key."""

    def __init__(self, data):
        head, self.segments = cbor.decode(data)
        self.frame = head.value
        self.claims = cbor.decode(self.frame[2])

    @property
    def version(self):
        return self.claims[2]

    @property
    def manifest(self):
        return cbor.decode(cbor.decode(self.claims[7]).value[2])

    @property
    def key_list(self):
        return cbor.decode(cbor.decode(self.claims[8]).value[2])

    @property
    def signer(self):
        """The kid of the key that signed the head."""
        return cbor.decode(self.frame[0])[4]

    @property
    def list_signer(self):
        """The kid of the key that signed the key list."""
        return cbor.decode(cbor.decode(self.claims[8]).value[0])[4]

    def signed(self, key, **changes):
        """The file with other claims, `c2=9` for claim 2, under this key's signature."""
        claims = dict(self.claims)
        for name, value in changes.items():
            claims[int(name[1:])] = value
        segments = self.segments if claims[12] == self.claims[12] else []
        head = build.sign1(build.ed_header(key, TYP_HEAD), claims, key)
        return build.enc([head, segments])

    def hash(self):
        """What the next head has to name."""
        return sha256(self.frame[2])

    def live_rows(self, kind, vct, day):
        """Keys that may sign this kind of token."""
        return [row for row in self.key_list[3]
                if row[0] == kind and vct in row[1] and row[2] <= day <= row[3] and row[5] == 0]


def key_named(stolen, public):
    """The stolen key with this public half; None where the thief doesn't have it."""
    for seed in stolen.values():
        if len(seed) == 32 and Key(seed).public == public:
            return Key(seed)
    return None


def forged_token(bundle, stolen, vct, day):
    """(token, holder key): a phone token that nobody logged."""
    row = bundle.live_rows(1, vct, day)[0]
    holder = Key(nacl.bindings.randombytes(32))
    claims = build.revocable_claims(vct, day, bundle.claims[1], holder,
                                    handle=nacl.bindings.randombytes(8))
    key = key_named(stolen, row[4])
    assert key, "the thief doesn't have the live key"
    return build.sign1(build.ed_header(key, 293), claims, key), holder


def shown(token, holder, now):
    """What a gate reads: one-way, made at `now`."""
    header = {1: -19, 13: token, 16: 294}
    claims = {3: "*", 6: now - now % 15}
    return "WH1:" + base45.encode(build.enc(build.sign1(header, claims, holder)))


def resigned(encoded, typ, key, **changes):
    """A signed object with other claims under this key's signature."""
    claims = dict(cbor.decode(cbor.decode(encoded).value[2]))
    for name, value in changes.items():
        claims[int(name[1:])] = value
    return build.enc(build.sign1(build.ed_header(key, typ), claims, key))


def service_keys(bundle, use):
    """Public keys of one use that the manifest certifies, the active one among them."""
    return [row[1] for row in bundle.manifest[3] if row[0] == use]


def other_tree(proof, key, origin):
    """The proof of a bundle with its checkpoint changed and signed by the log's stolen key. The
    witnesses' lines stay as they were: nobody makes those."""
    front, note = proof.split("\n\n", 1)
    text, lines = note.split("\n\n", 1)
    origin_line, size, _ = text.split("\n")[:3]
    changed = f"{origin_line}\n{size}\n{build_log.text64(bytes(32))}\n"
    rest = [line for line in lines.splitlines() if line.split()[1] != origin]
    signed = notes.note_key(origin, notes.LOG, key.public)
    mine = build_log.text64(signed.id + key.sign(changed.encode()))
    return front + "\n\n" + changed + "\n" + "\n".join([f"\u2014 {origin} {mine}"] + rest) + "\n"
