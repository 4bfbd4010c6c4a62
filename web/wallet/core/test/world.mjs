// SPDX-License-Identifier: Apache-2.0
// A holder with the module in hand, and a real office: what a page does, without a page.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, fresh } from "./harness.mjs";

const office = await import(join(ROOT, "tests/web/office.mjs"));

/** Workshop's tell is run for a command that answers by its exit code too. */
export class Workshop extends office.Workshop {
  tell(program, words, input = "") {
    const done = spawnSync(join(ROOT, "build/bin", program), words, { cwd: this.dir, input, encoding: "utf8" });
    if (done.stdout === "") throw new Error(`${program} ${words.join(" ")}: exit ${done.status}\n${done.stderr}`);
    return done.stdout;
  }
}

/** School is an office whose programs go by a clock of the test. */
export class School extends office.Office {
  constructor(workshop, iss, clock) {
    super(workshop, iss);
    this.clock = clock;
  }

  issuer(...words) {
    return super.issuer(...words, "--at", this.clock.text);
  }

  async start() {
    this.server = await this.w.serve("whit-issuer", ["serve", "--dir", this.dir, "--listen",
      `127.0.0.1:${this.port}`, "--at", this.clock.text], "the office");
    return this;
  }
}

/** Clock is the machine's, so many seconds ahead. */
export class Clock {
  constructor(ahead = 0) {
    this.ahead = ahead;
  }

  now() {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  /** jump goes to a time, as the office does that is started with --at. */
  jump(time) {
    this.ahead = time - Math.floor(Date.now() / 1000);
    return this;
  }

  get text() {
    return `${new Date(this.now() * 1000).toISOString().slice(0, 19)}Z`;
  }
}

/** Holder keeps a wallet as a page does: saved before anything is sent. */
export class Holder {
  constructor(core, office, clock, trust) {
    Object.assign(this, { core, office, clock, trust, wallet: core.create(), saved: null, sent: [] });
  }

  save() {
    this.saved = this.wallet.save();
  }

  /** reopen is what happens when the page is closed and opened again. */
  async reopen() {
    this.wallet.free();
    this.core = await fresh();
    this.wallet = this.core.open(this.saved);
    if (this.news) this.wallet.takeNews(this.office.iss, this.news, this.clock.now());
  }

  async fetch(path, body) {
    const asked = this.clock.now();
    if (body) this.sent.push(Buffer.from(body));
    const reply = await fetch(`${this.office.url}${path}`, body === undefined ? {} :
      { method: "POST", body, headers: { "content-type": "application/cbor" } });
    const bytes = new Uint8Array(await reply.arrayBuffer());
    return { status: reply.status, bytes, date: Date.parse(reply.headers.get("date")) / 1000, asked,
      answered: this.clock.now() };
  }

  async accept(letter, pin) {
    const invitation = this.core.readInvitation(letter);
    const trust = this.core.readTrust(this.trust);
    assert.equal(trust.issuer, invitation.issuer);
    const bundle = (await this.fetch("/v1/bundle/whole")).bytes;
    this.core.checkData(this.trust, bundle, this.clock.now());
    const body = this.wallet.enrol(invitation, pin, this.clock.now());
    this.save();
    const reply = await this.fetch("/v1/enrol", body);
    if (reply.status !== 200) return reply.status;
    assert.equal(this.wallet.takeEnrolled(this.trust, reply.bytes, this.clock.now()), invitation.issuer);
    this.save();
    return 200;
  }

  async refresh() {
    this.news = (await this.fetch("/v1/bundle/whole")).bytes;
    const { newRoot } = this.wallet.takeNews(this.office.iss, this.news, this.clock.now());
    this.save();
    return newRoot;
  }

  /** send sends what was planned, and takes what comes: a Gain, or what to do. */
  async send(body) {
    const { iss } = this.office;
    this.save();
    const reply = await this.fetch("/v1/collect", body);
    if (Number.isFinite(reply.date)) this.wallet.seeTime(iss, reply.date, reply.asked, reply.answered);
    const came = reply.status === 200 ?
      this.wallet.takeCollected(iss, reply.bytes, this.clock.now()) :
      this.wallet.refusedCollect(iss, reply.status, reply.bytes, this.clock.now());
    this.save();
    return came;
  }

  /** collect is how many tokens came, or why none do. */
  async collect() {
    let tokens = 0;
    for (let round = 0; round < 8; ++round) {
      const body = this.wallet.planCollect(this.office.iss, this.clock.now());
      if (body === null) break;
      const came = await this.send(body);
      if (came === "again") continue;
      if (typeof came === "string") return came;
      tokens += came.tokens;
      if (came.tokens === 0) break;
    }
    return tokens;
  }

  facts() {
    const [account] = this.wallet.overview(this.clock.now());
    return Object.fromEntries(account.facts.map((fact) => [fact.slug, fact]));
  }

  strip(slug, kind) {
    return this.facts()[slug].strips.find((one) => one.kind === kind);
  }
}
