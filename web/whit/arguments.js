// SPDX-License-Identifier: Apache-2.0
// What callers pass in, checked before any of it is copied.
import { WhitError } from "./border.js";

export const MAX_BUNDLE = 16000000, MAX_TRUST = 256000, MAX_SETUP = 4096, MAX_NAME = 256;
// More than any code has, so that what is cut off can't have been one.
const MAX_SHOWING = 4096;

/**
 * seconds checks a time or span; what is left out is `otherwise`.
 * @param {number | undefined} value @param {string} what @param {number} otherwise
 */
export function seconds(value, what, otherwise) {
  if (value === undefined) return otherwise;
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${what}: not whole seconds`);
  return value;
}

/** @param {unknown} value @param {string} what @param {number} most */
export function bytesOf(value, what, most) {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${what}: not a Uint8Array`);
  if (value.length > most) throw new WhitError("too_large", "the data is larger than it may be");
  return value;
}

/** @param {Uint8Array | undefined} nonce */
export function nonceOf(nonce) {
  if (nonce === undefined) return undefined;
  if (bytesOf(nonce, "nonce", 16).length !== 16) throw new RangeError("nonce: not 16 bytes");
  return nonce;
}

const encoder = new TextEncoder();
/** @param {unknown} value @param {string} what @param {number} most */
export function utf8(value, what, most) {
  if (typeof value !== "string") throw new TypeError(`${what}: not a string`);
  if (value.length > most) throw new WhitError("too_large", "the data is larger than it may be");
  return encoder.encode(value);
}

/**
 * shown is the bytes of a showing, without what no code can have.
 * @param {string | Uint8Array} showing
 */
export function shown(showing) {
  if (typeof showing === "string") {
    const text = showing.replace(/^[ \t\r\n]+/, "");
    return encoder.encode(text.slice(0, text.length > MAX_SHOWING ? trimmedSize(text) : undefined));
  }
  if (!(showing instanceof Uint8Array)) throw new TypeError("showing: not a text or a Uint8Array");
  if (showing.length <= MAX_SHOWING) return showing.slice();
  let from = 0;
  while (from < showing.length && isSpace(showing[from])) ++from;
  let to = showing.length;
  while (to > from && isSpace(showing[to - 1])) --to;
  return showing.slice(from, Math.min(to, from + MAX_SHOWING));
}

/** @param {number} byte */
function isSpace(byte) {
  return byte === 32 || byte === 9 || byte === 13 || byte === 10;
}

/** @param {string} text */
function trimmedSize(text) {
  let size = text.length;
  while (size > 0 && isSpace(text.charCodeAt(size - 1))) --size;
  return Math.min(size, MAX_SHOWING);
}

/** @param {import("./whit.js").Context} context */
export function contextOf(context) {
  const nonce = nonceOf(context.nonce);
  if (nonce !== undefined && context.elapsed === undefined) {
    throw new TypeError("elapsed: belongs to a nonce");
  }
  if (context.now === undefined) throw new TypeError("now: what time is it?");
  return {
    now: seconds(context.now, "now", 0),
    floor: seconds(context.floor, "floor", 0),
    name: utf8(context.name === undefined ? "" : context.name, "name", MAX_NAME),
    nonce: nonce && nonce.slice(),
    elapsed: seconds(context.elapsed, "elapsed", 0),
    until: seconds(context.until, "until", -1),
  };
}
