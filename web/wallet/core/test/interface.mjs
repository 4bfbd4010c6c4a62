// SPDX-License-Identifier: Apache-2.0
// The module's border: shape, types, randomness, secrets, and wrong use.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BUILT, ROOT, codeOf, fresh, hex, inside, module, wasm } from "./harness.mjs";

const MOST = 160_000;  // bytes, gzipped
const LETTER = "WI1:SLKSPCN/E7D0X507H0QS00+0J61%H1CT1V+1";
const PIN = "482917";
const CLOCK = 1_795_435_200;

async function shape() {
  const compiled = new WebAssembly.Module(wasm);
  assert.deepEqual(WebAssembly.Module.imports(compiled), [{ module: "whit", name: "w_random", kind: "function" }]);
  const exported = WebAssembly.Module.exports(compiled).map(({ name }) => name);
  assert.deepEqual(exported.filter((name) => !/^(w_|memory$|_initialize$)/.test(name)), []);
  assert.deepEqual(exported.filter((name) => /^w_p_/.test(name)), [], "of the probe");
  const packed = gzipSync(wasm, { level: 9 }).length;
  assert.ok(packed <= MOST, `${packed} bytes gzipped, ${MOST} allowed`);
  return `${packed} bytes gzipped; it imports randomness alone`;
}

// Paths of the machine that built it would make other bytes elsewhere.
async function noPaths() {
  for (const text of [ROOT, "/tmp/", "/home/", "/usr/", ".cpp", ".c:"]) assert.ok(!wasm.includes(text), text);
}

async function types() {
  const tool = join(ROOT, "web/wallet/core/node_modules/.bin/tsc");
  if (!existsSync(tool)) return "skipped: npm ci in web/wallet/core";
  const done = spawnSync(tool, ["-p", join(ROOT, "web/wallet/core")], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stdout);
}

// What the types promise is there, and nothing else.
async function members() {
  const source = await readFile(join(BUILT, "wallet.d.ts"), "utf8");
  for (const name of ["WalletCore", "Wallet", "Showing"]) {
    const body = source.slice(source.search(new RegExp(`export (class|interface) ${name} {`)));
    const promised = [...body.slice(0, body.indexOf("\n}")).matchAll(/^ {2}([a-z]\w*)\(/gm)].map(([, one]) => one);
    const there = Object.getOwnPropertyNames(module[name].prototype).filter((one) => one !== "constructor");
    assert.deepEqual(there.sort(), [...new Set(promised)].sort(), name);
  }
}

async function saved() {
  const core = await fresh();
  const wallet = core.create();
  const empty = wallet.save();
  assert.equal(hex(core.open(empty).save()), hex(empty));
  wallet.enrol(core.readInvitation(LETTER), PIN, CLOCK);
  const full = wallet.save();
  assert.ok(full.length > empty.length + 32);
  assert.equal(hex(core.open(full).save()), hex(full));
  for (const length of [0, 1, full.length - 1]) {
    assert.match(await codeOf(() => core.open(full.slice(0, length))), /^(truncated|wrong_type|not_canonical)$/, `${length}`);
  }
  assert.equal(await codeOf(() => core.open(Uint8Array.of(...full, 0))), "trailing");
  const newer = full.slice();
  newer[1] = 23;
  assert.equal(await codeOf(() => core.open(newer)), "unknown_prefix");
}

/** has tells whether `bytes` stand anywhere in the memory of a module. */
const has = (inner, bytes) => Buffer.from(inner.memory.buffer).includes(Buffer.from(bytes));

// After free nothing of a key is left, and the PIN goes with the call.
async function wiped() {
  const inner = await inside(wasm);
  const encoder = new TextEncoder();
  const must = (...values) => {
    const came = inner.must(...values);
    inner.raw("w_wipe_stack");
    return came;
  };
  const handle = must("w_create").json();
  const body = must("w_enrol", handle, encoder.encode(LETTER), encoder.encode(PIN), CLOCK).out();
  assert.ok(Buffer.from(body).includes(PIN));
  assert.equal(has(inner, encoder.encode(PIN)), false, "the PIN");
  const whole = must("w_save", handle).out();
  const seed = whole.slice(-32);
  assert.equal(has(inner, seed), true, "the search itself");
  inner.raw("w_wallet_free", handle);
  inner.raw("w_wipe_stack");
  assert.equal(has(inner, seed), false, "the key of an enrolment");
  const again = must("w_load", whole).json();
  inner.raw("w_wallet_free", again);
  inner.raw("w_wipe_stack");
  assert.equal(has(inner, seed), false, "the key of a wallet that was opened");
}

// Without randomness it stops, and stays so.
async function randomness() {
  const encoder = new TextEncoder();
  for (const fill of [() => 0, () => 1, (room) => { room.fill(0); return 1; }, () => { throw new Error("no"); }]) {
    const inner = await inside(wasm, fill);
    const handle = inner.must("w_create").json();
    const enrol = () => inner.must("w_enrol", handle, encoder.encode(LETTER), encoder.encode(PIN), CLOCK);
    assert.equal(await codeOf(enrol), "broken");
    assert.equal(await codeOf(() => inner.must("w_save", handle)), "broken");
  }
  const core = await fresh();
  const wallet = core.create();
  const { getRandomValues } = crypto;
  crypto.getRandomValues = () => { throw new Error("none here"); };
  try {
    assert.equal(await codeOf(() => wallet.enrol(core.readInvitation(LETTER), PIN, CLOCK)), "broken");
  } finally {
    delete crypto.getRandomValues;
    if (crypto.getRandomValues !== getRandomValues) crypto.getRandomValues = getRandomValues;
  }
  // Two wallets have two keys.
  const [one, other] = [core, await fresh()].map(async (from) => (await fresh()).create()
    .enrol((await fresh()).readInvitation(LETTER), PIN, CLOCK));
  assert.notEqual(hex(await one), hex(await other));
}

async function wrongUse() {
  const core = await fresh();
  const wallet = core.create();
  const invitation = core.readInvitation(LETTER);
  const refuses = async (expected, call) => assert.equal(await codeOf(call), expected);
  await refuses("TypeError", () => new module.Wallet(Symbol("wallet"), null, 0));
  await refuses("TypeError", () => new module.WalletCore(Symbol("wallet"), null));
  await refuses("TypeError", () => core.open("text"));
  await refuses("TypeError", () => wallet.enrol({ issuer: "mvd" }, PIN, CLOCK));
  await refuses("RangeError", () => wallet.enrol(invitation, PIN, undefined));
  await refuses("RangeError", () => wallet.enrol(invitation, PIN, 1.5));
  await refuses("bad_pin", () => wallet.enrol(invitation, "12345", CLOCK));
  await refuses("bad_pin", () => wallet.enrol(invitation, "1234567890123", CLOCK));
  await refuses("no_account", () => wallet.planCollect("mvd", CLOCK));
  await refuses("no_account", () => wallet.nextBlind("mvd", CLOCK));
  await refuses("no_account", () => wallet.look({ issuer: "mvd", facts: ["x"] }, CLOCK));
  await refuses("TypeError", () => wallet.look({ issuer: "mvd", facts: [] }, CLOCK));
  await refuses("TypeError", () => wallet.look({ issuer: "mvd", facts: ["a", "b", "c", "d", "e"] }, CLOCK));
  await refuses("TypeError", () => wallet.look({ issuer: "mvd", facts: ["a\nb"] }, CLOCK));
  await refuses("TypeError", () => wallet.look({ issuer: "mvd", facts: ["a"], kind: "paper" }, CLOCK));
  await refuses("no_prefix", () => wallet.readRequest("hello"));
  await refuses("unknown_prefix", () => core.readInvitation(LETTER.replace("WI1", "WI2")));
  await refuses("too_large", () => wallet.readRequest("WR1:".padEnd(5000, "A")));
  await refuses("not_found", () => wallet.takeEnrolled(new Uint8Array(0), new Uint8Array(0), CLOCK).toString())
    .catch(() => refuses("truncated", () => wallet.takeEnrolled(new Uint8Array(0), new Uint8Array(0), CLOCK)));
  assert.equal(core.recognise(LETTER), "invitation");
  assert.equal(core.recognise("WI2:AB"), "newer");
  wallet.free();
  wallet.free();
  await refuses("TypeError", () => wallet.save());
}

export const cases = [
  ["it imports randomness alone and is small", shape],
  ["no path of a machine is in it", noPaths],
  ["types", types],
  ["all that the types promise is there", members],
  ["saving and opening", saved],
  ["secrets are wiped", wiped],
  ["without randomness it stops", randomness],
  ["wrong use is an error of its own", wrongUse],
];
