// SPDX-License-Identifier: Apache-2.0
// Signatures of blind codes, which the browser checks.
import { WhitError, withAddress } from "./border.js";

/** @typedef {import("./border.js").Module} Module */

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * checkPs384 asks the browser. Whatever it can't judge is an error and not a "no".
 * @param {ReturnType<typeof openQuestions>[number]} asked
 */
export async function checkPs384({ modulus, signature, message }) {
  const subtle = globalThis.crypto && globalThis.crypto.subtle;
  if (!subtle) throw new WhitError("no_webcrypto", "blind codes need a page that came by HTTPS");
  try {
    const key = await subtle.importKey("jwk",
      { kty: "RSA", n: base64url(modulus), e: "AQAB", alg: "PS384", ext: true },
      { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
    return await subtle.verify({ name: "RSA-PSS", saltLength: 48 }, key, signature, message);
  } catch {
    throw new WhitError("no_webcrypto", "the browser could not check a blind code");
  }
}

/**
 * openQuestions is what the last check asked of the browser.
 * @param {Module} module
 */
export function openQuestions(module) {
  return Array.from({ length: module.raw("w_ps384_open") }, (_, i) => {
    /** @param {string} part @param {number} size */
    const copy = (part, size) => module.view(module.raw(`w_ps384_${part}`, i), size).slice();
    return {
      id: copy("id", 32),
      modulus: copy("modulus", 256),
      signature: copy("signature", 256),
      message: copy("message", module.raw("w_ps384_message_size", i)),
    };
  });
}

/**
 * giveAnswers tells the module what the browser found, for the next run of the same check.
 * @param {Module} module @param {readonly { id: Uint8Array, isGood: boolean }[]} answers
 */
export function giveAnswers(module, answers) {
  for (const { id, isGood } of answers) {
    withAddress(module, id, (at) => module.raw("w_ps384_answer", at, Number(isGood)));
  }
}
