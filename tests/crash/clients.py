# SPDX-License-Identifier: Apache-2.0
"""The clients of one life: wallets and staff, each thread with people of its own."""

import threading

from model import BLIND_FACT, BLIND_N, FACTS, HORIZON, Pending, Wallet, decode, must
from worker import Client, Gone


class Worklist(threading.Thread):
    """One client. What it was doing when the worker died stays in its person's `pending`."""

    def __init__(self, port, people, ledger, today, draw, acts):
        super().__init__(daemon=True)
        self.port, self.people, self.ledger = port, people, ledger
        self.today, self.draw, self.acts, self.failure = today, draw, acts, None

    def run(self):
        try:
            self.client = Client(self.port)
            for person in self.people:
                self.finish(person)
            for _ in range(self.acts):
                self.act(self.draw.choice(self.people))
            self.client.close()
        except Gone:
            pass
        except Exception as failure:  # any other is a finding, for the main thread to tell
            self.failure = failure

    def post(self, path, body, want=200):
        """The body of an answer that must have this status."""
        status, answer = self.client.post(path, body)
        must(status == want, f"{path} answered {status} {answer[:80]!r}, not {want}")
        return answer

    def staff(self, act, *words):
        """One act of staff."""
        answer = self.post("/test/" + act, " ".join(map(str, words)).encode())
        with self.ledger.lock:
            self.ledger.acts += 1
        return answer

    def finish(self, person):
        """Asks again for what had no answer, and for something that had: it must be the same."""
        if person.pending is not None:
            {"enrol": self.send_enrol, "collect": self.send_collect}[person.pending.kind](person)
        last = person.wallet and person.wallet.last
        if not last or not last.rows + last.blind or self.draw.random() > 0.4:
            return
        if min(day for day, _, _ in last.rows + last.blind) > self.today:
            must(self.post("/v1/collect", last.body) == last.answer,
                 "the same request has another answer")
            with self.ledger.lock:
                self.ledger.again += 1

    def act(self, person):
        """Something that people do, or that is done to the log."""
        if self.draw.random() < 0.15:
            return self.keep()
        dice = self.draw.random()
        if person.wallet is None or dice < 0.06:
            return self.enrol(person)
        if dice < 0.70:
            return self.collect(person)
        if dice < 0.76:
            return self.conflict(person)
        if dice < 0.92:
            return self.change(person)
        return self.publish()

    def enrol(self, person):
        """A fresh invitation, and a wallet that takes it."""
        person.invitation = None
        code, pin = self.staff("invite", person.name).decode().split()
        person.invitation = bytes.fromhex(code)
        wallet = Wallet()
        body = wallet.enrol(person.invitation, pin, self.today * 86400)
        person.pending = Pending("enrol", wallet=wallet, body=body)
        self.send_enrol(person)

    def send_enrol(self, person):
        """The wallet before is over as soon as this one is in."""
        wallet = person.pending.wallet
        wallet.id = decode(self.post("/v1/enrol", person.pending.body))[1]
        if person.wallet is not None:
            self.ledger.end(person.wallet, list(person.wallet.dealt))
        person.wallet, person.pending, person.invitation = wallet, None, None

    def collect(self, person):
        """One or two days, one or two sets; and sometimes blind tokens of the day after tomorrow."""
        wallet, sets = person.wallet, []
        for day in sorted(self.draw.sample(range(self.today + 1, self.today + HORIZON + 1),
                                           self.draw.choice((1, 1, 2)))):
            facts = sorted(self.draw.sample(FACTS, self.draw.choice((1, 2, 3))))
            count = self.draw.choice((1, 2))
            if min(wallet.room(day, fact) for fact in facts) >= count:
                sets.append((day, facts, count))
        blind = []
        if self.draw.random() < 0.5:
            numbers = [self.draw.randrange(2, BLIND_N - 1) for _ in range(self.draw.choice((1, 2)))]
            messages = [number.to_bytes(256, "big") for number in numbers]
            blind.append((self.today + 2, BLIND_FACT, messages))
        if sets or blind:
            asked = wallet.ask(sets, person.live, blind, person.may_have(blind))
            person.pending = Pending("collect", asked=asked)
            self.send_collect(person)

    def send_collect(self, person):
        """The answer is taken apart, token by token."""
        asked = person.pending.asked
        self.ledger.take(person, asked, self.post("/v1/collect", asked.body))
        person.pending = None

    def conflict(self, person):
        """The seq of the last request with other bytes."""
        wallet = person.wallet
        if wallet.seq > 0:
            wallet.seq -= 1
            asked = wallet.ask([(self.today + 1, [FACTS[0]], 1)], person.live)
            wallet.seq += 1
            self.post("/v1/collect", asked.body, 409)

    def change(self, person):
        """Ends a fact, or gives it back."""
        fact = self.draw.choice(FACTS)
        person.pending = Pending("end" if fact in person.live else "reinstate", fact=fact)
        self.staff(person.pending.kind, person.name, fact)
        person.changed(self.ledger, person.pending)

    def publish(self):
        """What ended before is withdrawn once the listing is here."""
        with self.ledger.lock:
            before = dict(self.ledger.withdrawn)
        self.ledger.publish(self.post("/test/publish", b"now"), before, self.today)

    def keep(self):
        """An epoch, a checkpoint, or now and then the next log."""
        dice, log = self.draw.random(), self.ledger.log
        if dice < 0.6:
            kind = b"control" if dice < 0.15 else b"day"
            log.closed(*map(int, self.post("/test/epoch", kind).split()))
        elif dice < 0.95:
            log.signed(self.post("/test/checkpoint", b"now").decode())
        else:
            answer = self.post("/test/next-log", b"now")
            with self.ledger.lock:
                self.ledger.acts += answer != b"0"
