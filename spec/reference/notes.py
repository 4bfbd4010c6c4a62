# SPDX-License-Identifier: Apache-2.0
"""Signed notes, checkpoints, cosignatures and witness policies, as C2SP has them."""

import base64
import binascii
import re
from collections import namedtuple

from primitives import ed25519_verify, sha256

LOG, WITNESS = 1, 4  # what a key signs: the note, or the note seen at a time
LARGEST = 2**63 - 1

NoteKey = namedtuple("NoteKey", "name id type key")
Line = namedtuple("Line", "name id signature")
Checkpoint = namedtuple("Checkpoint", "origin size root extensions")
Policy = namedtuple("Policy", "witnesses groups quorum logs")  # by name: key, (count, members)


class BadText(Exception):
    """Not in the form that the format has."""


def need(condition, why):
    """Raises BadText unless the condition holds."""
    if not condition:
        raise BadText(why)


def from_base64(text):
    """Bytes of their one encoding."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadText("not base64") from None
    need(base64.b64encode(data).decode() == text, "another encoding of the same bytes")
    return data


def from_decimal(text):
    """A number without leading zeros."""
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text, re.ASCII), "not a decimal number")
    need(int(text) <= LARGEST, "number too large")
    return int(text)


def lines(text):
    """Lines that each end in a newline."""
    need(text.endswith("\n"), "the last line isn't ended")
    return text[:-1].split("\n")


def key_name(text):
    """A name that a key may have."""
    need(text and "+" not in text and text.split() == [text], "not a name of a key")
    need(min(text) > " ", "a control character in a name")
    return text


def key_id(name, kind, key):
    """Four bytes for the key under this name and kind."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + key)[:4]


def note_key(name, kind, key):
    """A key by its parts."""
    return NoteKey(key_name(name), key_id(name, kind, key), kind, key)


def parse_note_key(text):
    """A key by its text."""
    parts = text.split("+", 2)
    need(len(parts) == 3, "not a key")
    data = from_base64(parts[2])
    need(len(data) == 33 and data[0] in (LOG, WITNESS), "a key of another kind")
    found = note_key(parts[0], data[0], data[1:])
    need(parts[1] == found.id.hex(), "the key has another id")
    return found


def parse_note(text):
    """(text, signature lines) of a note."""
    need(len(text.encode()) <= 1000000, "note too long")
    need(all(c >= " " or c == "\n" for c in text), "a control character")
    body, blank, below = text.rpartition("\n\n")
    need(blank and below, "no signatures")
    found = []
    for line in lines(below):
        match = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line)
        need(match, "not a signature line")
        data = from_base64(match[2])
        need(len(data) > 4, "a signature without bytes")
        found.append(Line(key_name(match[1]), data[:4], data[4:]))
    need(len(found) <= 100, "too many signatures")
    return body + "\n", found


def signature_time(body, key, signature):
    """When `key` signed: 1 for a log's own line, 0 for a bad one."""
    if key.type == LOG:
        message, when = body, 1
    else:
        need(len(signature) >= 8, "a cosignature without a time")
        when = int.from_bytes(signature[:8], "big")
        need(1 <= when <= LARGEST, "a time that isn't one")
        signature, message = signature[8:], f"cosignature/v1\ntime {when}\n{body}"
    good = len(signature) == 64 and ed25519_verify(key.key, message.encode(), signature)
    need(good, "a bad signature of a known key")
    return when


def signed_at(note, key):
    """The newest time that the key's lines give; 0 if there is none."""
    body, found = note
    return max([signature_time(body, key, line.signature) for line in found
                if (line.name, line.id) == (key.name, key.id)], default=0)


def parse_checkpoint(body):
    """What a log says of itself."""
    found = lines(body)
    need(len(found) >= 3 and all(found), "a line is missing or empty")
    size, root = from_decimal(found[1]), from_base64(found[2])
    need(len(root) == 32, "not a hash")
    need(size or root == sha256(b""), "an empty tree has one root")
    return Checkpoint(found[0], size, root, found[3:])


class PolicyReader:
    """Reads a policy line by line."""

    def __init__(self):
        self.witnesses, self.groups, self.logs, self.members = {}, {}, [], set()
        self.quorum = []

    def defined(self, name):
        """A name that an earlier line defined."""
        need(name in self.witnesses or name in self.groups, "an unknown name")
        return name

    def new(self, name):
        """A name that nothing has yet."""
        need(name != "none" and name not in self.witnesses and name not in self.groups,
             "a name twice")
        return name

    def log(self, key, url=None):  # pylint: disable=unused-argument
        """A log; bundles have theirs from the manifest."""
        key = parse_note_key(key)
        need(key.key not in [k.key for k in self.logs], "a log twice")
        self.logs.append(key)

    def witness(self, name, key, url=None):  # pylint: disable=unused-argument
        """A witness."""
        key = parse_note_key(key)
        need(key.type == WITNESS, "a key that doesn't cosign")
        need(key.key not in [k.key for k in self.witnesses.values()], "a witness twice")
        self.witnesses[self.new(name)] = key

    def group(self, name, threshold, *members):
        """Some of several."""
        self.new(name)
        need(members, "a group of nobody")
        for member in members:
            need(self.defined(member) not in self.members, "a member twice")
            self.members.add(member)
        words = {"any": 1, "all": len(members)}
        count = words[threshold] if threshold in words else from_decimal(threshold)
        need(1 <= count <= len(members), "a threshold that can't be")
        self.groups[name] = count, members

    def quorum_line(self, name):
        """Who is enough."""
        self.quorum.append(None if name == "none" else self.defined(name))


def parse_policy(text):
    """A policy of witnesses."""
    need(len(text.encode()) <= 65536, "policy too long")
    need(all((c >= " " or c in "\t\n") and c != "\x7f" for c in text), "a control character")
    reader = PolicyReader()
    kinds = {"log": reader.log, "witness": reader.witness, "group": reader.group,
             "quorum": reader.quorum_line}
    for line in lines(text):
        words = [word for word in re.split("[ \t]+", line) if word]
        if words and not words[0].startswith("#"):
            need(words[0] in kinds, "an unknown line")
            try:
                kinds[words[0]](*words[1:])
            except TypeError:
                raise BadText("too many words, or too few") from None
    need(len(reader.quorum) == 1, "not one quorum")
    need(max(len(reader.logs), len(reader.witnesses), len(reader.groups)) <= 64, "too many lines")
    return Policy(reader.witnesses, reader.groups, reader.quorum[0], reader.logs)


def enough(policy, cosigned, name):
    """Whether the names in `cosigned` are enough for a witness or group."""
    if name in policy.witnesses:
        return name in cosigned
    count, members = policy.groups[name]
    return sum(enough(policy, cosigned, member) for member in members) >= count


def fewest(policy, name):
    """How few witnesses are enough for a witness or group."""
    if name in policy.witnesses:
        return 1
    count, members = policy.groups[name]
    return sum(sorted(fewest(policy, member) for member in members)[:count])
