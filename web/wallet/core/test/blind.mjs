// SPDX-License-Identifier: Apache-2.0
// The arithmetic of blind signatures: RFC 9474's own values, and another implementation of it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, SHARED, codeOf, hex, keyPair, loadProbe, native, publicKey, unhex } from "./harness.mjs";

const probe = await loadProbe();
const text = (words) => new TextEncoder().encode(words);
const random = (size) => crypto.getRandomValues(new Uint8Array(size));

/** theirs is @cloudflare/blindrsa-ts, of the same variant, or null where it isn't installed. */
async function theirs() {
  if (!existsSync(join(ROOT, "web/wallet/core/node_modules/@cloudflare/blindrsa-ts"))) return null;
  const { RSABSSA } = await import("@cloudflare/blindrsa-ts");
  return RSABSSA.SHA384.PSS.Deterministic();
}
const NOT_HERE = "skipped: npm ci in web/wallet/core";

async function appendixA() {
  const file = join(SHARED, "rfc9474/appendix_a.json");
  if (!existsSync(file)) return "skipped: the cases of RFC 9474 are not here";
  const { vectors } = JSON.parse(await readFile(file, "utf8"));
  assert.equal(vectors.length, 4);
  for (const v of vectors) {
    const [n, message, salt, inverse] = [v.n, v.prepared_msg, v.salt, v.inv].map(unhex);
    const encoded = probe.bytes("w_p_encode", message, salt, n.length);
    assert.equal(hex(encoded), v.encoded_msg, v.name);
    assert.equal(hex(probe.bytes("w_p_salt_in", encoded, salt.length)), v.salt, v.name);
    for (let i = 0; i < 2; ++i) {  // the mask leaves no trace
      const mask = random(n.length);
      mask[0] = 0;
      assert.equal(hex(probe.bytes("w_p_core_blind", n, encoded, inverse, mask)), v.blinded_msg, v.name);
    }
    assert.equal(hex(probe.bytes("w_p_unblind", n, unhex(v.blind_sig), inverse)), v.sig, v.name);
  }
  return `${vectors.length} variants, every value of the holder`;
}

// Every length around the ends of blocks of 128 bytes.
async function hashes() {
  for (let size = 0; size <= 300; ++size) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 37 + size) & 255);
    assert.equal(hex(probe.bytes("w_p_sha384", bytes)), createHash("sha384").update(bytes).digest("hex"), `${size} bytes`);
  }
}

const ROUNDS = 3;

async function theirIssuer() {
  const other = await theirs();
  if (other === null) return NOT_HERE;
  const { n, privateKey, publicKey: key } = await keyPair();
  for (let i = 0; i < ROUNDS; ++i) {
    const message = random(60 + i);
    const { request, inverse } = probe.blind(n, message);
    const answer = await other.blindSign(privateKey, request);
    const signature = probe.finalize(n, message, answer, inverse);
    assert.equal(await other.verify(key, signature, message), true);
    assert.equal(probe.verify(n, signature, message), true);
  }
  return `${ROUNDS} signatures`;
}

async function ourIssuer() {
  const other = await theirs();
  if (other === null) return NOT_HERE;
  const made = native(["key"]);
  if (made === null) return "skipped: build/tests/wallet_native is not built";
  const n = unhex(made[1]);
  const key = await publicKey(n);
  for (let i = 0; i < ROUNDS; ++i) {
    const message = random(60 + i);
    const { blindedMsg, inv } = await other.blind(key, message);
    const answer = unhex(native(["sign", made[0], hex(blindedMsg)])[0]);
    const signature = await other.finalize(key, message, answer, inv);
    assert.equal(probe.verify(n, signature, message), true);
    // The same answer, unblinded here.
    assert.equal(hex(probe.finalize(n, message, answer, inv)), hex(signature));
  }
  const { request, inverse } = probe.blind(n, text("ours"));
  const answer = unhex(native(["sign", made[0], hex(request)])[0]);
  assert.equal(probe.verify(n, probe.finalize(n, text("ours"), answer, inverse), text("ours")), true);
  return `${ROUNDS} signatures`;
}

async function wrongAnswers() {
  const { n, privateKey } = await keyPair();
  const message = random(80);
  const { request, inverse } = probe.blind(n, message);
  const other = await theirs();
  const answer = other === null ? random(256) : await other.blindSign(privateKey, request);
  const finalize = (...values) => codeOf(() => probe.finalize(n, ...values));
  const flipped = (bytes, at) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  assert.equal(await finalize(message, flipped(answer, 255), inverse), "bad_signature");
  assert.equal(await finalize(flipped(message, 0), answer, inverse), "bad_signature");
  assert.equal(await finalize(message, answer.slice(1), inverse), "wrong_length");
  assert.equal(await finalize(message, n, inverse), "out_of_range");
  assert.equal(await finalize(message, new Uint8Array(256).fill(255), inverse), "out_of_range");
  assert.equal(await finalize(message, answer, n), "out_of_range");
  // Two blindings of one message have nothing in common that an issuer sees.
  assert.notEqual(hex(probe.blind(n, message).request), hex(request));
}

async function weakKeys() {
  const { n } = await keyPair();
  const blinds = (modulus) => codeOf(() => probe.blind(modulus, text("x")));
  const even = n.slice(), short = n.slice();
  even[255] &= 254;
  short[0] &= 127;
  assert.equal(await blinds(even), "weak_key");
  assert.equal(await blinds(short), "weak_key");
  // A small factor: the largest multiple of each below n that is odd.
  const number = BigInt(`0x${hex(n)}`);
  for (const factor of [3n, 5n, 7n, 991n, 1013n, 1021n]) {
    let product = number - number % factor;
    if (product % 2n === 0n) product -= factor;
    assert.equal(await blinds(unhex(product.toString(16).padStart(512, "0"))), "weak_key", `${factor}`);
  }
  assert.equal(await blinds(n), "nothing thrown");
}

// Salts of 0 and 32, which this profile doesn't have, are no signature of it.
async function salts() {
  const { n, privateKey } = await keyPair();
  const message = text("a token");
  for (const [saltLength, isGood] of [[48, true], [0, false], [32, false], [47, false], [49, false]]) {
    const signature = new Uint8Array(await crypto.subtle.sign({ name: "RSA-PSS", saltLength }, privateKey, message));
    assert.equal(probe.verify(n, signature, message), isGood, `${saltLength}`);
  }
}

async function wycheproof() {
  const file = join(SHARED, "wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json");
  if (!existsSync(file)) return "skipped: the Wycheproof cases are not here";
  let seen = 0;
  for (const group of JSON.parse(await readFile(file, "utf8")).testGroups) {
    const n = unhex(group.publicKey.modulus.slice(-512));
    for (const { sig, msg, result, tcId } of group.tests) {
      assert.equal(probe.verify(n, unhex(sig), unhex(msg)), result !== "invalid", `${tcId}`);
      ++seen;
    }
  }
  assert.equal(seen, 141);
  return `${seen} cases`;
}

export const cases = [
  ["SHA-384 of any length", hashes],
  ["RFC 9474, appendix A", appendixA],
  ["our holder, the issuer of blindrsa-ts", theirIssuer],
  ["our issuer, the holder of blindrsa-ts", ourIssuer],
  ["wrong answers are refused", wrongAnswers],
  ["weak keys are refused", weakKeys],
  ["salts of other lengths", salts],
  ["Wycheproof's RSA-PSS", wycheproof],
];
