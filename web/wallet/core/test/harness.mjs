// SPDX-License-Identifier: Apache-2.0
// What the tests of the module share: where things are, an instance, and how cases run.
import { webcrypto } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Node 18, Debian 12's own, has it under another name only.
globalThis.crypto ??= webcrypto;

export const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../../../..");
// Vectors of others that the tree doesn't hold; a case without them says so.
export const SHARED = join(ROOT, "../shared/vectors");
export const BUILT = resolve(process.argv[2] || join(ROOT, "build/web/wallet-core"));
const PROBE = resolve(process.argv[3] || join(BUILT, "../wallet-probe.wasm"));
const NATIVE = join(ROOT, "build/tests/wallet_native");

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const unhex = (digits) => new Uint8Array(Buffer.from(digits, "hex"));

export const module = await import(pathToFileURL(join(BUILT, "wallet.js")).href);
const border = await import(pathToFileURL(join(BUILT, "border.js")).href);
export const { withAddress } = border;
export const wasm = await readFile(join(BUILT, "wallet.wasm"));
export const fresh = () => module.load(wasm);

/** inside is an instance of some module with its memory in reach, and its source of randomness. */
export async function inside(bytes, fill = (room) => { crypto.getRandomValues(room); return 1; }) {
  const instance = (await WebAssembly.instantiate(bytes, { whit: { w_random: (at, size) =>
    fill(new Uint8Array(instance.exports.memory.buffer, at, size)) } })).instance;
  return new border.Module(instance);
}

/** Probe is the arithmetic of RFC 9474 in the module. */
class Probe {
  constructor(inner) {
    this.inner = inner;
  }

  bytes(name, ...values) {
    return this.inner.must(name, ...values).out();
  }

  /** blind is { request, inverse } for a message. */
  blind(n, message) {
    const both = withAddress(this.inner, n, (at) => this.bytes("w_p_blind", at, message));
    return { request: both.slice(0, 256), inverse: both.slice(256) };
  }

  finalize(n, message, answer, inverse) {
    return withAddress(this.inner, n, (at) => this.bytes("w_p_finalize", at, message, answer, inverse));
  }

  verify(n, signature, message) {
    return withAddress(this.inner, n, (at) => this.inner.call("w_p_verify", at, signature, message)) === 1;
  }
}
export const loadProbe = async () => new Probe(await inside(await readFile(PROBE)));

/** native is what our own program answers, or null where it isn't built. */
export function native(words, input = "") {
  if (!existsSync(NATIVE)) return null;
  const done = spawnSync(NATIVE, words, { input, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`wallet_native ${words[0]}: ${done.stderr}`);
  return done.stdout.trim().split("\n");
}

const PSS = { name: "RSA-PSS", hash: "SHA-384" };
const b64 = (bytes) => Buffer.from(bytes).toString("base64url");

/** publicKey is WebCrypto's key of a modulus. */
export const publicKey = (n) => crypto.subtle.importKey("jwk",
  { kty: "RSA", n: b64(n), e: "AQAB", alg: "PS384" }, PSS, true, ["verify"]);

/** A key pair of RSA-2048 that both sides can use: { publicKey, privateKey, n }. */
export async function keyPair() {
  const pair = await crypto.subtle.generateKey({ ...PSS, modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1) }, true, ["sign", "verify"]);
  const { n } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { ...pair, n: new Uint8Array(Buffer.from(n, "base64url")) };
}

/** codeOf is the code of the WalletError that `call` throws, or what else it does. */
export async function codeOf(call) {
  try {
    await call();
    return "nothing thrown";
  } catch (error) {
    return error instanceof border.WhitError ? error.code : error.name;
  }
}

/** run runs the cases, one line each, and is the exit code. */
export async function run(cases) {
  let failed = 0;
  for (const [name, test] of cases) {
    const start = performance.now();
    let said = "";
    try {
      said = (await test()) || "";
    } catch (error) {
      ++failed;
      said = `FAILED: ${error.stack}`;
    }
    console.log(`${said.startsWith("FAILED") ? "not ok" : "ok"} ${name} (${Math.round(performance.now() - start)} ms)` +
      (said ? `: ${said}` : ""));
  }
  console.log(`${cases.length - failed} of ${cases.length} passed`);
  return failed === 0 ? 0 : 1;
}
