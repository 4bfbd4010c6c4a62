# SPDX-License-Identifier: Apache-2.0
"""Judging what was shown."""

from collections import namedtuple

from cbor import Malformed
from policy import question
from primitives import (ed25519_verify, leaf_hash, log_entry, ps384_verify, signature_input)
from shape import (DOCUMENT, KIND_BLIND, KIND_PAPER, KIND_REVOCABLE, MODE_CHALLENGE,
                   MODE_ONE_WAY)
from shown import Unsupported, read_showing

NAMES = ("malformed valid unsupported missing_fact unknown_key bad_signature bad_holder_proof"
         " stale_proof replayed wrong_audience not_yet_valid expired withdrawn kind_refused"
         " mode_refused no_bundle stale_bundle clock_doubtful document_mismatch"
         " document_not_compared key_withdrawn specimen").split()
CLASSES = {1: "yes", 21: "grey", **dict.fromkeys((2, 4, 7, 8, 13, 14, 15, 16, 17, 19, 20), "?")}
ORDER = (0, 2, 15, 16, 4, 20, 5, 6, 21, 9, 17, 7, 10, 11, 12, 13, 14, 3, 19, 1)
DAY = 86400
LOG_KIND = {KIND_REVOCABLE: 1, KIND_BLIND: 2, KIND_PAPER: 7}

# now, floor: seconds, floor 0 if none; name, nonce, elapsed, until: None if none
Context = namedtuple("Context", "now floor name nonce elapsed until")


def first(numbers):
    """The number that comes first in the order of verdicts."""
    return min(numbers, key=ORDER.index)


def value_allowed(fact, value):
    """Whether the catalogue allows this value, or its absence."""
    allowed = fact.get(9)
    if allowed is None or value is None:
        return allowed is None and value is None
    if isinstance(allowed[0], int):
        return type(value) is int and allowed[0] <= value <= allowed[1]
    return value in allowed


class Check:
    """One showing before one bundle, question and context."""

    def __init__(self, showing, bundle, asked, context):
        self.showing, self.bundle, self.asked, self.context = showing, bundle, asked, context
        floor = max(context.floor, bundle.issued, bundle.cosigned)
        self.doubtful = context.now < floor - 300
        challenged = showing.mode == MODE_CHALLENGE
        self.now = floor if self.doubtful and challenged else context.now

    # The whole showing

    def whole(self):
        """Numbers of all failures of the whole showing."""
        failures = {16: self.stale(), 6: not self.holder_signed(), 21: self.bundle.specimen,
                    9: self.wrong_audience(), 7: self.stale_proof(),
                    17: self.doubtful and self.showing.mode != MODE_CHALLENGE,
                    13: not self.asked.kinds & self.showing.tokens[0].kind,
                    14: not self.mode_in(self.asked.modes)}
        return [number for number, failed in failures.items() if failed]

    def stale(self):
        """The bundle is too old."""
        return (self.now - self.bundle.issued > self.asked.max_age
                or self.now >= self.bundle.expires)

    def holder_signed(self):
        """The holder's live signature; paper has none."""
        if self.showing.mode == 0:
            return True
        cose = self.showing.cose
        message = signature_input(cose.protected, cose.content)
        return ed25519_verify(self.showing.tokens[0].holder, message, cose.signature)

    def wrong_audience(self):
        """Made for another checker or another question."""
        if self.showing.mode in (0, MODE_ONE_WAY):
            return False
        if self.showing.mode == MODE_CHALLENGE:
            if self.context.nonce is None or self.showing.nonce != self.context.nonce:
                return True
        return self.showing.audience != self.context.name

    def stale_proof(self):
        """Not made now."""
        if self.showing.mode == 0:
            return False
        if self.showing.mode == MODE_CHALLENGE:
            return self.context.nonce is not None and not self.answered_in_time()
        return not self.now - 75 <= self.showing.made <= self.now + 30

    def answered_in_time(self):
        """Within two minutes, or within what was given for the answer."""
        elapsed, until = self.context.elapsed, self.context.until
        if elapsed <= 120:
            return True
        return until is not None and self.now <= until and elapsed <= self.asked.answer_time

    def mode_in(self, modes):
        """Whether the modes hold this showing's; paper has none."""
        return self.showing.mode == 0 or bool(modes & self.showing.mode)

    # One token

    def own(self, token):
        """Numbers of a token's own failures."""
        key = self.find_key(token)
        if key is None:
            return [4]
        fact = self.bundle.facts[token.vct]
        failures = {20: key.withdrawn and not self.accepted(token),
                    5: not self.issuer_signed(token, key),
                    10: self.too_early(token, fact), 11: self.too_late(token),
                    13: not fact[3] & token.kind, 14: not self.mode_in(fact[4]),
                    19: token.tag is not None}
        found = [number for number, failed in failures.items() if failed]
        if not {20, 5, 10, 11} & set(found) and self.is_withdrawn(token):
            found.append(12)
        return found

    def find_key(self, token):
        """The key that may have signed this token, or None."""
        if token.iss != self.bundle.iss:
            return None
        algorithm = "rsa" if token.kind == KIND_BLIND else "ed25519"
        key = self.bundle.keys.get((algorithm, token.key_id))
        if key is None or key.kind != LOG_KIND[token.kind] or token.vct not in key.vcts:
            return None
        if not key.first <= token.day <= key.last:
            return None
        return key if value_allowed(self.bundle.facts[token.vct], token.value) else None

    def accepted(self, token):
        """Whether a token under a withdrawn key is named as still good."""
        if token.kind == KIND_BLIND:
            return False
        entry = log_entry(LOG_KIND[token.kind], token.vct, token.key_id, token.day,
                          token.cose.whole)
        return leaf_hash(entry)[:16] in self.bundle.accepted.get((entry[0], token.key_id), ())

    def issuer_signed(self, token, key):
        """The issuer's signature."""
        verify = ps384_verify if token.kind == KIND_BLIND else ed25519_verify
        message = signature_input(token.cose.protected, token.cose.content)
        return verify(key.key, message, token.cose.signature)

    def too_early(self, token, fact):
        """Ends further ahead than any token handed out by now. A fact that is never blind or on
        paper has no such life: kind_refused follows."""
        if token.kind == KIND_BLIND:
            return 8 in fact and self.now < DAY * (token.day - 1) - fact[8]
        life = fact[5] if token.kind == KIND_REVOCABLE else fact.get(7)
        return life is not None and token.day > self.now // DAY + life + 1

    def too_late(self, token):
        """Has ended, or the showing was made after the end."""
        made = self.showing.made
        return self.now >= DAY * token.day or (made is not None and made >= DAY * token.day)

    def is_withdrawn(self, token):
        """Whether its handle is withdrawn."""
        if token.kind == KIND_BLIND:
            return False
        return token.handle in self.bundle.withdrawn(LOG_KIND[token.kind], token.vct, token.day)

    # The report

    def facts(self):
        """(fact, number, number without the specimen rule, value) of each asked fact."""
        wanted = set(self.asked.facts)
        if self.asked.binding == 1 and self.showing.mode != 0:
            wanted.add(DOCUMENT)
        tokens = {token.vct: token for token in self.showing.tokens}
        whole = self.whole()
        for vct in sorted(wanted):
            token = tokens.get(vct)
            failures = whole + (self.own(token) if token else [3])
            number = first(failures + [1])
            real = first([n for n in failures if n != 21] + [1])
            value = token.value if number in (1, 19) else None
            yield vct, number, real, value


def report(number, facts=(), training=None):
    """What a program prints."""
    return {"verdict": NAMES[number], "number": number, "class": CLASSES.get(number, "no"),
            "facts": list(facts), "training": training}


def verify(data, bundle, slug, policy, context):
    """The report on what was shown; `bundle` is None if there is none."""
    try:
        showing = read_showing(data)
    except Malformed:
        return report(0)
    except Unsupported:
        return report(2)
    if bundle is None:
        return report(15)
    check = Check(showing, bundle, question(bundle, slug, policy), context)
    found = list(check.facts())
    facts = [{"fact": bundle.facts[vct][2], "vct": vct, "number": number, "value": value}
             for vct, number, _, value in found]
    total = first([number for _, number, _, _ in found])
    training = first([real for _, _, real, _ in found]) if total == 21 else None
    return report(total, facts, training)
