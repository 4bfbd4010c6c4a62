// SPDX-License-Identifier: Apache-2.0
// Every test of the module in Node.
//
//   node web/whit/test/run.mjs [BUILT [PROBE]]     what web/whit/build made; build/web/whit unless said
//
// Exit code: 0 all passed, 1 one failed.
import { webcrypto } from "node:crypto";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BUILT, HERE, ROOT, SHARED, VECTORS, fresh, probe, run, unhex, vector, wasm } from "./harness.mjs";
import { cases as interfaceCases } from "./interface.mjs";
import { checkPs384, giveAnswers, openQuestions } from "../ps384.js";
import { withAddress } from "../border.js";
import { isGoodEd25519, isGoodPs384, runVectors } from "./vectors.mjs";

// Node 18, Debian 12's own, has it under another name only.
globalThis.crypto ??= webcrypto;

const MOST = 80_000;  // bytes, gzipped
// What a verifier doesn't do, and the one case that JSON.parse can't read.
const OTHERS = ["audit", "log", "fixed blind-token", "fixed document-tag", "fixed epoch", "fixed possession",
  "fixed rsa-sound", "fixed stop-hash",
  "fixed stop-text", "fixed stop-text-read", "parse collect", "parse collected", "parse enrol",
  "parse enrolled", "parse error", "parse notice", "parse noticed", "parse stop", "parse stop-text",
  "policy fraction"].sort();

/** python runs one of Debian's programs of the tests. */
function python(...words) {
  const done = spawnSync("/usr/bin/python3", words, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

async function shape() {
  const compiled = new WebAssembly.Module(wasm);
  assert.deepEqual(WebAssembly.Module.imports(compiled), []);
  const exported = WebAssembly.Module.exports(compiled).map(({ name }) => name);
  assert.deepEqual(exported.filter((name) => !/^(w_|memory$|_initialize$)/.test(name)), []);
  const packed = gzipSync(wasm, { level: 9 }).length;
  assert.ok(packed <= MOST, `${packed} bytes gzipped, ${MOST} allowed`);
  return `${packed} bytes gzipped, no imports`;
}

// Paths of the machine that built it would make other bytes elsewhere.
async function noPaths() {
  for (const text of [ROOT, "/tmp/", "/home/", "/usr/", ".cpp"]) assert.ok(!wasm.includes(text), text);
}

async function vectors() {
  const list = (await readdir(VECTORS, { recursive: true })).filter((path) => path.endsWith(".json")).sort();
  const whit = await fresh();
  const { ran, others, failures } = await runVectors(whit, list, vector, probe);
  assert.deepEqual(failures, []);
  assert.deepEqual(Object.keys(others).sort(), OTHERS);
  const sum = (counts) => counts.reduce((a, b) => a + b, 0);
  assert.equal(sum(Object.values(ran)) + sum(Object.values(others)), list.length);
  for (const [kind, least] of Object.entries({ verify: 900, bundle: 270, parse: 950, fixed: 75, policy: 55, succession: 40 })) {
    assert.ok(ran[kind] >= least, `${kind}: ${ran[kind]} cases`);
  }
  return `${sum(Object.values(ran))} cases`;
}

// The function must be able to fail: each kind of answer, when another is expected.
async function vectorsCanFail() {
  const whit = await fresh();
  const wrong = {
    "verify/one-way.json": (expect) => ({ ...expect, number: 5 }),
    "verify/value-text.json": (expect) => ({ ...expect, facts: expect.facts.map((fact) => ({ ...fact, value: "X" })) }),
    "bundle/good.json": () => "refused",
    "policy/narrower.json": (expect) => ({ ...expect, max_age: 1 }),
  };
  const read = async (path) => {
    const bytes = await vector(path);
    if (!wrong[path]) return bytes;
    const item = JSON.parse(new TextDecoder().decode(bytes));
    return new TextEncoder().encode(JSON.stringify({ ...item, expect: wrong[path](item.expect) }));
  };
  const { failures } = await runVectors(whit, Object.keys(wrong), read, probe);
  assert.equal(failures.length, Object.keys(wrong).length);
  const strange = async (path) => new TextEncoder().encode(JSON.stringify({
    ...JSON.parse(new TextDecoder().decode(await vector(path))), strange: 1 }));
  assert.equal((await runVectors(whit, ["fixed/kid.json", "bundle/good.json"].slice(1), (path) =>
    (path.endsWith(".json") ? strange(path) : vector(path)), probe)).failures.length, 1);
}

// Debian's libsodium and the module, signature by signature.
async function edges() {
  const cctv = join(SHARED, "cctv/ed25519vectors.json");
  const all = JSON.parse(python(join(HERE, "edges.py"), ...(existsSync(cctv) ? [cctv] : [])));
  let good = 0;
  for (const [key, message, signature, expected] of all) {
    assert.equal(isGoodEd25519(probe, unhex(key), unhex(message), unhex(signature)), expected, `${key} ${signature}`);
    good += Number(expected);
  }
  assert.ok(good > 50 && all.length - good > 1000);
  return `${all.length} signatures, ${good} of them good` + (existsSync(cctv) ? "" : "; CCTV's skipped: not here");
}

// Every length around the ends of blocks, in two parts.
async function hashes() {
  for (let size = 0; size <= 200; ++size) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 37 + size) & 255);
    probe.call("p_sha256", bytes, size >> 1);
    assert.equal(probe.text(), createHash("sha256").update(bytes).digest("hex"), `${size} bytes`);
  }
}

async function wycheproof() {
  const files = ["ed25519_test.json", "rsa_pss_2048_sha384_mgf1_48_test.json"].map((name) => join(SHARED, "wycheproof", name));
  if (!files.every(existsSync)) return "skipped: the Wycheproof cases are not here";
  const [ed, rsa] = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, "utf8"))));
  let seen = 0;
  for (const group of ed.testGroups) {
    for (const { sig, msg, result, tcId } of group.tests) {
      assert.equal(isGoodEd25519(probe, unhex(group.publicKey.pk), unhex(msg), unhex(sig)), result === "valid", `${tcId}`);
      ++seen;
    }
  }
  for (const group of rsa.testGroups) {
    const modulus = unhex(group.publicKey.modulus.slice(-512));
    for (const { sig, msg, result, tcId } of group.tests) {
      assert.equal(await isGoodPs384(probe, modulus, unhex(msg), unhex(sig)), result !== "invalid", `${tcId}`);
      ++seen;
    }
  }
  assert.equal(seen, 151 + 141);
  return `${seen} cases`;
}

// An answer counts for its own question, once asked, and only a 1 is a yes.
async function rsaAnswers() {
  const read = async (name) => JSON.parse(new TextDecoder().decode(await vector(`fixed/${name}.json`)));
  const list = (await readdir(join(VECTORS, "fixed"))).filter((name) => name.endsWith(".json"));
  const all = await Promise.all(list.map((name) => read(name.slice(0, -5))));
  const { from } = all.find(({ what, expect }) => what === "ps384" && expect === true);
  const [modulus, signature, message] = [from.modulus, from.signature, from.message].map(unhex);
  const ask = (words) => withAddress(probe, modulus, (at) => probe.call("p_ps384", at, signature, words)) === 1;
  const answer = (id, isGood) => giveAnswers(probe, [{ id, isGood }]);
  assert.equal(ask(message), false);
  const [open] = openQuestions(probe);
  assert.deepEqual([open.modulus, open.signature, open.message], [modulus, signature, message]);
  assert.equal(await checkPs384(open), true);
  answer(open.id.map((byte) => byte ^ 1), true);
  assert.equal(ask(message), false);
  answer(open.id, true);
  assert.equal(ask(message), true);
  const other = Uint8Array.from([...message, 0]);
  assert.equal(ask(other), false);
  probe.raw("w_ps384_forget");
  answer(open.id, true);
  assert.equal(ask(message), false, "an answer before the question");
  answer(open.id, false);
  assert.equal(ask(message), false);
  answer(open.id, true);
  assert.equal(ask(message), false, "a second answer");
  probe.raw("w_ps384_forget");
  assert.equal(openQuestions(probe).length, 0);
}

async function types() {
  const tool = join(ROOT, "web/whit/node_modules/.bin/tsc");
  if (!existsSync(tool)) return "skipped: npm ci in web/whit";
  const done = spawnSync(tool, ["-p", join(ROOT, "web/whit")], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stdout);
}

// The example of README.md is web/whit/example.mjs, and it runs.
async function example() {
  const source = await readFile(join(ROOT, "web/whit/example.mjs"), "utf8");
  const readme = await readFile(join(ROOT, "web/whit/README.md"), "utf8");
  const body = source.split("\n").filter((line) => !line.startsWith("// SPDX")).join("\n").trim();
  assert.ok(readme.includes(body), "README.md shows another example");
  const { check } = await import("../example.mjs");
  const item = JSON.parse(new TextDecoder().decode(await vector("verify/one-way.json")));
  const said = await check({ built: BUILT, read: (path) => readFile(path), trust: join(VECTORS, item.trust),
    bundle: join(VECTORS, item.bundle), preset: item.preset, code: item.showing, now: item.at });
  assert.equal(said, "yes: valid");
}

process.exitCode = await run([
  ["it imports nothing and is small", shape],
  ["no path of a machine is in it", noPaths],
  ["types", types],
  ...interfaceCases,
  ["every vector", vectors],
  ["the vectors can fail", vectorsCanFail],
  ["Ed25519 at every edge, as Debian's libsodium has it", edges],
  ["SHA-256 of any length", hashes],
  ["Wycheproof's cases", wycheproof],
  ["answers about RSA signatures", rsaAnswers],
  ["the example", example],
]);
