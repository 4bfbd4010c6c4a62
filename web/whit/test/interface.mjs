// SPDX-License-Identifier: Apache-2.0
// What whit.d.ts promises, one case a promise.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { VECTORS, codeOf, contextOf, fresh, json, module, opened, unhex, vector } from "./harness.mjs";

const { verdicts, readPolicy } = module;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hex = (bytes) => Buffer.from(bytes).toString("hex");

async function trustAndCards() {
  const whit = await fresh();
  const { item } = await opened(whit, "verify/one-way.json");
  const trust = whit.readTrust(await vector(item.trust));
  assert.equal(trust.words.split(" ").length, 6);
  assert.ok(whit.sameWords(`  ${trust.words.toUpperCase().replaceAll(" ", "   ")} `, trust));
  assert.ok(!whit.sameWords(trust.words.split(" ").reverse().join(" "), trust));
  const card = whit.readSetup((await json("parse/setup/good-text.json")).text);
  assert.deepEqual([card.rootThumbprint.length, typeof card.preset], [32, "string"]);
  const setup = { issuer: trust.issuer, url: trust.url, rootThumbprint: trust.rootThumbprint, preset: "" };
  assert.ok(whit.matches(setup, trust));
  assert.ok(!whit.matches({ ...setup, issuer: "xx" }, trust));
  assert.ok(!whit.matches({ ...setup, rootThumbprint: trust.rootThumbprint.slice().reverse() }, trust));
  assert.ok(!whit.matches({ ...setup, rootThumbprint: new Uint8Array(0) }, { ...trust, rootThumbprint: new Uint8Array(0) }));
  assert.equal(await codeOf(() => whit.readTrust(new Uint8Array(3))), "wrong_type");
  assert.equal(await codeOf(() => whit.readSetup("WS1:!!")), "bad_character");
  assert.equal(await codeOf(() => whit.readSetup("hello")), "no_prefix");
}

async function partsOfBundles() {
  const whit = await fresh();
  const { trust, file, bundle, item } = await opened(whit, "verify/not-withdrawn.json");
  const { head, segments } = whit.splitBundle(file);
  const parts = whit.headParts(head);
  assert.equal(parts.version, bundle.version);
  assert.ok(segments.length > 1);
  assert.deepEqual(parts.segments.map(({ hash, size }) => [hex(hash), size]),
    segments.map((segment) => [sha256(segment), segment.length]));
  assert.deepEqual(whit.joinBundle(head, segments), file);
  whit.checkHead(null, trust, head, item.at);
  whit.checkHead(bundle, trust, head, item.at);
  assert.equal(await codeOf(() => whit.checkHead(null, trust, head, bundle.expires)), "expired");
  const stranger = await vector("worlds/other-root/trust.cbor");
  assert.equal(await codeOf(() => whit.checkHead(null, stranger, head, item.at)), "wrong_root");
  assert.equal(await codeOf(() => whit.openBundle(stranger, file)), "wrong_root");
  assert.equal(await codeOf(() => whit.openBundle(trust, whit.joinBundle(head, []))), "segment_missing");
  assert.equal(await codeOf(() => whit.openBundle(trust, whit.joinBundle(head, segments.slice().reverse()))), "segment_damaged");
  const damaged = file.map((byte, i) => byte ^ Number(i === file.length >> 1));
  assert.notEqual(await codeOf(() => whit.openBundle(trust, damaged)), "nothing thrown");
  assert.equal(await codeOf(() => whit.replaceBundle(null, trust, file, bundle.expires)), "expired");
  const next = whit.replaceBundle(bundle, trust, file, item.at);
  assert.equal(next.newRoot, false);
  assert.deepEqual(next.trust, trust);
  whit.follows(bundle, next.bundle);
}

// A head that is refused belongs to a bundle that is refused; and most of those are seen so early.
async function headsAlone() {
  const whit = await fresh();
  let refused = 0, early = 0;
  for (const name of (await readdir(join(VECTORS, "succession"))).filter((one) => one.endsWith(".json"))) {
    const item = await json(`succession/${name}`);
    const [trust, file] = await Promise.all([vector(item.trust), vector(item.bundle)]);
    const old = item.installed === null ? null : whit.openBundle(trust, await vector(item.installed));
    let head;
    try {
      ({ head } = whit.splitBundle(file));
    } catch {
      continue;
    }
    const code = await codeOf(() => whit.checkHead(old, trust, head, item.at));
    if (item.expect !== "refused") assert.equal(code, "nothing thrown", name);
    refused += Number(item.expect === "refused");
    early += Number(code !== "nothing thrown");
    if (old) old.free();
  }
  assert.ok(early > 5 && early <= refused);
  return `${early} of ${refused}`;
}

async function presetsAndQuestions() {
  const whit = await fresh();
  const { bundle } = await opened(whit, "verify/one-way.json");
  const gate = bundle.presets().find(({ slug }) => slug === "gate");
  assert.ok(gate.facts.length > 0 && gate.facts[0].vct >= 65000 && gate.labels.en !== "");
  const question = bundle.question("gate", { modes: ["challenge"], kinds: ["revocable"], maxAge: 3600 });
  assert.deepEqual([question.modes, question.kinds, question.maxAge], [["challenge"], ["revocable"], 3600]);
  const nonce = unhex("000102030405060708090a0b0c0d0e0f");
  const text = question.ask({ name: "Gate 7", nonce });
  assert.match(text, /^WR1:/);
  assert.equal(whit.recognise(text), "request");
  assert.notEqual(question.ask({ name: "Gate 8", nonce }), text);
  assert.notEqual(question.ask({ name: "Gate 7", nonce, until: 1802414460 }), text);
  assert.equal(await codeOf(() => question.ask({ name: "Gate 7" })), "mode_refused");
  assert.equal(await codeOf(() => question.ask({ name: "", nonce })), "bad_name");
  assert.equal(await codeOf(() => question.ask({ name: "Gate 7", nonce: nonce.slice(1) })), "RangeError");
  assert.equal(await codeOf(() => question.ask({ name: "Gate 7", until: 1 })), "TypeError");
  assert.ok(whit.isName("Gate 7") && !whit.isName("-") && !whit.isName("x".repeat(33)) && !whit.isName("\u0413"));
  assert.equal(await codeOf(() => bundle.question("nothing")), "unknown_preset");
  assert.equal(await codeOf(() => bundle.question("gate", { maxAge: gate.maxAge + 1 })), "policy_widens");
  assert.equal(await codeOf(() => bundle.question("gate", { maxAge: 1.5 })), "RangeError");
  assert.equal(await codeOf(() => bundle.question("gate", { kinds: ["golden"] })), "TypeError");
  assert.deepEqual(readPolicy({ kinds: 1, modes: [] }, "gate"), { kinds: ["revocable"], modes: [] });
  bundle.free();
  assert.match(question.ask({ name: "Gate 7", nonce }), /^WR1:/);
}

// Prepared or not, the answer is the same.
async function preparing() {
  const whit = await fresh();
  for (const path of ["verify/not-withdrawn.json", "verify/one-way.json", "verify/withdrawn.json"]) {
    const { item, bundle, question, context } = await opened(whit, path);
    bundle.prepare(question, item.at);
    bundle.prepare(question, item.at);
    assert.equal((await whit.verify(item.showing, bundle, question, context)).number, item.expect.number, path);
    question.free();
    assert.equal(await codeOf(() => bundle.prepare(question, item.at)), "TypeError");
  }
}

// A code counts once; a scanner that fires twice gets the same answer.
async function admitting() {
  const whit = await fresh(), other = await fresh();
  const { item, bundle, question, context } = await opened(whit, "verify/one-way.json");
  const check = (more) => whit.verify(item.showing, bundle, question, { ...context, now: item.at + more });
  const first = await check(0);
  assert.equal(whit.admit(first).verdict, "valid");
  assert.equal(await codeOf(() => whit.admit(first)), "TypeError");
  assert.equal(whit.admit(await check(15)).verdict, "valid");
  const late = await check(16);
  assert.equal(late.verdict, "valid");
  const replayed = whit.admit(late);
  assert.deepEqual([replayed.verdict, replayed.class, replayed.facts[0].verdict, replayed.facts[0].value],
    ["replayed", "cannot-tell", "replayed", null]);
  const there = await opened(other, "verify/one-way.json");
  assert.equal(other.admit(await other.verify(item.showing, there.bundle, there.question, there.context)).verdict, "valid");
  whit.forgetAdmitted();
  assert.equal(whit.admit(await check(17)).verdict, "valid");
}

async function texts() {
  const whit = await fresh();
  const { item } = await opened(whit, "verify/one-way.json");
  const known = { "WH1:A": "presentation", "WP1:": "paper", "WR1:": "request", "WI1:": "invitation",
    "WS1:": "setup", "WF1:": "photo", "WC1:": "receipt", "WX7:AB": "newer", "https://a": "not-ours", "": "not-ours" };
  for (const [text, kind] of Object.entries(known)) assert.equal(whit.recognise(` ${text}\r\n`), kind, text);
  const turned = [...item.showing].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join("");
  for (const typed of [item.showing, `${item.showing}\r\n`, `]Q1${item.showing}\t`, turned]) {
    assert.equal(whit.repairScan(typed).text, item.showing);
  }
  assert.ok(whit.repairScan(turned).repaired && !whit.repairScan(item.showing).repaired);
  assert.equal(whit.repairScan("x".repeat(10_000_000)).text, "");
}

async function misuse() {
  const whit = await fresh(), other = await fresh();
  const { item, bundle, question, context } = await opened(whit, "verify/one-way.json");
  const verify = (...more) => codeOf(() => whit.verify(...more));
  assert.equal(await verify(item.showing, bundle, question, { ...context, now: undefined }), "TypeError");
  assert.equal(await verify(item.showing, bundle, question, { ...context, now: 1.5 }), "RangeError");
  assert.equal(await verify(item.showing, bundle, question, { ...context, now: -1 }), "RangeError");
  assert.equal(await verify(item.showing, bundle, question, { now: 1, nonce: new Uint8Array(16) }), "TypeError");
  assert.equal(await verify(7, bundle, question, context), "TypeError");
  assert.equal(await codeOf(() => other.verify(item.showing, bundle, question, context)), "TypeError");
  assert.equal(await codeOf(() => new module.Bundle()), "TypeError");
  assert.equal(await codeOf(() => new module.Whit()), "TypeError");
  assert.equal(await codeOf(() => whit.openBundle(new Uint8Array(300_000), new Uint8Array(1))), "too_large");
  assert.equal(await codeOf(() => whit.openBundle(new Uint8Array(3), new Uint8Array(16_000_001))), "too_large");
  question.free();
  question.free();
  assert.equal(await verify(item.showing, bundle, question, context), "TypeError");
  bundle.free();
  assert.equal(await verify(item.showing, bundle, null, context), "TypeError");
  assert.equal((await whit.verify(item.showing, null, null, context)).verdict, "no_bundle");
}

// However long it is, what is shown is answered as the same verdict, and takes no memory.
async function longShowings() {
  const whit = await fresh();
  const { item, bundle, question, context } = await opened(whit, "verify/one-way.json");
  const verdict = async (showing) => (await whit.verify(showing, bundle, question, context)).verdict;
  const before = whit.module.memory.buffer.byteLength;
  const blank = " \t\r\n".repeat(2_500_000);
  assert.equal(await verdict(blank + item.showing + blank), "valid");
  assert.equal(await verdict(new TextEncoder().encode(blank + item.showing + blank)), "valid");
  assert.equal(await verdict(item.showing + "A".repeat(10_000_000)), "malformed");
  assert.equal(await verdict(`${item.showing} ${item.showing}`), "malformed");
  assert.equal(await verdict("WR1:" + "A".repeat(10_000_000)), "unsupported");
  assert.equal(await verdict(new Uint8Array(10_000_000).fill(0xd2)), "malformed");
  assert.equal(await verdict("\ud800".repeat(5000)), "malformed");
  assert.equal(whit.module.memory.buffer.byteLength, before);
}

async function freeGivesBack() {
  const whit = await fresh();
  const { item, trust, file, bundle, question, context } = await opened(whit, "verify/not-withdrawn.json");
  const round = async () => {
    const again = whit.openBundle(trust, file), asked = again.question(item.preset);
    assert.equal((await whit.verify(item.showing, again, asked, context)).verdict, "valid");
    asked.free();
    again.free();
  };
  for (let i = 0; i < 5; ++i) await round();
  const before = whit.module.memory.buffer.byteLength;
  for (let i = 0; i < 100; ++i) await round();
  assert.equal(whit.module.memory.buffer.byteLength, before);
  assert.equal((await whit.verify(item.showing, bundle, question, context)).verdict, "valid");
}

function base45(text) {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const out = [];
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [...text.slice(i, i + 3)].map((one) => digits.indexOf(one));
    if (c === undefined) out.push(a + 45 * b);
    else out.push((a + 45 * b + 2025 * c) >> 8, (a + 45 * b + 2025 * c) & 255);
  }
  return Buffer.from(out);
}

// Neither the text nor any 16 bytes of what it decodes to that only this code has are left.
async function nothingIsKept() {
  for (const path of ["verify/one-way.json", "verify/value-text.json", "verify/blind-challenge.json"]) {
    const whit = await fresh();
    const { item, bundle, question, context } = await opened(whit, path);
    const before = Buffer.from(whit.module.memory.buffer.slice(0));
    const report = await whit.verify(item.showing, bundle, question, context);
    assert.equal(report.verdict, "valid");
    const memory = Buffer.from(whit.module.memory.buffer);
    const cbor = base45(item.showing.slice(4));
    let looked = 0;
    for (const whole of [cbor, Buffer.from(item.showing)]) {
      for (let at = 0; at + 16 <= whole.length; at += 4) {
        const piece = whole.subarray(at, at + 16);
        if (before.includes(piece)) continue;
        ++looked;
        assert.ok(!memory.includes(piece), `${path}: bytes ${at} of ${whole.length} are left`);
      }
    }
    assert.ok(looked > 100);
    for (const { value } of report.facts) {
      if (typeof value === "string" && value.length > 7) assert.ok(!memory.includes(value) || before.includes(value), value);
    }
  }
}

// Blind codes: without the browser's word there is no yes and no "forged" either.
async function withoutWebCrypto() {
  const whit = await fresh();
  const { item, bundle, question, context } = await opened(whit, "verify/blind-one-way.json");
  const kept = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  Object.defineProperty(globalThis, "crypto", { value: undefined, configurable: true });
  try {
    assert.equal(await codeOf(() => whit.verify(item.showing, bundle, question, context)), "no_webcrypto");
  } finally {
    Object.defineProperty(globalThis, "crypto", kept);
  }
  const both = await Promise.all([0, 1].map(() => whit.verify(item.showing, bundle, question, context)));
  assert.deepEqual(both.map(({ verdict }) => verdict), ["valid", "valid"]);
}

async function broken() {
  const whit = await fresh();
  await opened(whit, "verify/one-way.json");
  assert.equal(await codeOf(() => whit.module.raw("w_read_trust", 0xfffffff0, 100)), "broken");
  assert.equal(await codeOf(() => whit.recognise("WH1:")), "broken");
  assert.equal((await fresh()).recognise("WH1:"), "presentation");
}

async function verdictTable() {
  const whit = await fresh();
  const classes = { no: "no", yes: "yes", "?": "cannot-tell", grey: "specimen" };
  assert.deepEqual(verdicts.map((verdict) => [verdict.name, verdict.class]),
    whit.module.must("w_verdicts").json().map(([name, one]) => [name, classes[one]]));
  const item = await json("verify/one-way.json");
  assert.equal(contextOf(item).now, item.at);
}

export const cases = [
  ["the table of verdicts is the module's own", verdictTable],
  ["trust files, words and set-up cards", trustAndCards],
  ["a bundle's parts", partsOfBundles],
  ["heads that are refused before more is fetched", headsAlone],
  ["presets, questions and policies", presetsAndQuestions],
  ["preparing changes no answer", preparing],
  ["a code counts once", admitting],
  ["what a text is, and what a scanner meant", texts],
  ["wrong use is an error of its own", misuse],
  ["a showing of any length gets its verdict", longShowings],
  ["free gives memory back", freeGivesBack],
  ["nothing of a showing is kept", nothingIsKept],
  ["blind codes where the browser can't check them", withoutWebCrypto],
  ["a module that stopped says so", broken],
];
