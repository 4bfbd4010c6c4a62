# SPDX-License-Identifier: Apache-2.0
"""Which bundle may replace which, and the next root (trust 7.4, 7.5 and section 10)."""

import cbor
from bundle import USE_BUNDLE, USE_KEYS, Bundle, Refused, must
from cbor import Malformed
from primitives import kid, sha256
from trusted import TRUST_FILE, parse_bundle_file


def signer(cose, manifest, use):
    """The service key that signed; the bundle opened, so there is one."""
    return next(key for u, key, _, _ in manifest[3] if u == use and kid(key) == cose.header[4])


def lists(manifest, use, key):
    """Whether a manifest has this key for this use."""
    return any(u == use and k == key for u, k, _, _ in manifest[3])


def root_for(trust, old, fresh):
    """The root to open a bundle with: the announced one where the bundle says that it is that."""
    if old:
        stated = fresh[0][1].payload.get(7)
        if stated is not None and sha256(stated) == old[0][1].payload[5]:
            return stated
    return trust[2]


def check_order(old, fresh, same_root):
    """Manifest, head and key list against those at hand."""
    (head, manifest, key_list, _), (head_before, before, list_before, _) = fresh, old
    must((6 in manifest.payload) == (6 in before.payload), "training")
    if same_root:
        must(manifest.payload[5] == before.payload[5], "another successor")
        must(manifest.payload[2] >= before.payload[2], "an older manifest")
    newer = not same_root or manifest.payload[2] > before.payload[2]
    now, then = head.payload, head_before.payload
    if not newer or lists(manifest.payload, USE_BUNDLE,
                          signer(head_before, before.payload, USE_BUNDLE)):
        must(now[2] >= then[2], "an older version")
        must(now[2] != then[2] or head.content == head_before.content, "two of one version")
        must(now[2] != then[2] + 1 or now[6] == sha256(head_before.content), "a broken chain")
    if not newer or lists(manifest.payload, USE_KEYS,
                          signer(list_before, before.payload, USE_KEYS)):
        must(key_list.payload[2] >= list_before.payload[2], "an older key list")


def replace(trust_bytes, installed, fresh_bytes, now):
    """The root that is trusted once the bundle has replaced the installed one, or Refused."""
    try:
        trust = TRUST_FILE(cbor.decode(trust_bytes))
        fresh = parse_bundle_file(cbor.decode(fresh_bytes))
        old = parse_bundle_file(cbor.decode(installed)) if installed else None
        root = root_for(trust, old, fresh)
        opened = Bundle({**trust, 2: root}, *fresh)
    except Malformed as why:
        raise Refused(str(why)) from None
    if old:
        check_order(old[0], fresh[0], root == trust[2])
    must(opened.expires > now, "expired")
    return root
