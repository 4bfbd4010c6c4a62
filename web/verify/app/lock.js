// SPDX-License-Identifier: Apache-2.0
// The lock on what is asked here: a PIN, or five minutes' wait. Whoever reaches the screen is stopped;
// whoever can clear this browser's storage is not.

import { change, state } from './state.js';

const ROUNDS = 310000;       // of PBKDF2: about a second on an old phone
const TRIES = 5;             // wrong PINs in a row
export const WAIT = 300000;  // ms without the PIN, and after too many wrong ones
export const SHORTEST = 4, LONGEST = 64;

/** When PINs are taken again, performance.now(). A page that is opened anew waits anew. */
let pausedUntil = 0;

/**
 * A change that nobody gave the PIN for. It is in memory only: closing the page cancels it.
 * @type {{ what: string, make: () => Promise<void>, at: number, timer: ReturnType<typeof setTimeout> } | null}
 */
let waiting = null;
/** @type {() => void} */
let onWaiting = () => {};

/** canLock: browsers give what a PIN is hashed with to HTTPS pages only. */
export const canLock = () => Boolean(globalThis.crypto?.subtle);
export const isLocked = () => state.settings.lock !== null;

/** @param {string} pin @param {Uint8Array} salt @param {number} rounds */
async function hashOf(pin, salt, rounds) {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const about = { name: 'PBKDF2', hash: 'SHA-256', salt: /** @type {BufferSource} */ (salt), iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(about, key, 256));
}

/** @param {string} pin */
export const isPin = (pin) => pin.length >= SHORTEST && pin.length <= LONGEST;

/** lock sets a PIN, or another one. @param {string} pin */
export async function lock(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  cancel();
  await change({ lock: { salt, hash: await hashOf(pin, salt, ROUNDS), rounds: ROUNDS, wrong: 0, paused: false } });
}

export async function unlock() {
  cancel();
  await change({ lock: null });
}

/** pauseLeft is how long no PIN is taken, in ms. */
export function pauseLeft() {
  const { lock: kept } = state.settings;
  if (!kept?.paused) return 0;
  if (pausedUntil === 0) pausedUntil = performance.now() + WAIT;
  return Math.max(0, pausedUntil - performance.now());
}

/**
 * tryPin counts a PIN as wrong before it looks at it, so that closing the page saves no try.
 * @param {string} pin
 * @returns {Promise<{ right: boolean, left: number }>} and how many wrong ones are still free
 */
export async function tryPin(pin) {
  const { lock: kept } = state.settings;
  if (!kept) return { right: true, left: TRIES };
  if (pauseLeft() > 0) return { right: false, left: 0 };
  const before = kept.paused ? 0 : kept.wrong;
  const wrong = before + 1;
  pausedUntil = wrong >= TRIES ? performance.now() + WAIT : 0;
  await change({ lock: { ...kept, wrong, paused: wrong >= TRIES } });
  const got = await hashOf(pin, kept.salt, kept.rounds);
  const right = got.length === kept.hash.length && got.every((byte, i) => byte === kept.hash[i]);
  if (right) {
    pausedUntil = 0;
    await change({ lock: { ...kept, wrong: 0, paused: false } });
  }
  return { right, left: TRIES - wrong };
}

/** waitFor makes a change in five minutes, unless it is cancelled. @param {string} what @param {() => Promise<void>} make */
export function waitFor(what, make) {
  cancel();
  const timer = setTimeout(async () => {
    waiting = null;
    await make();
    onWaiting();
  }, WAIT);
  waiting = { what, make, at: performance.now() + WAIT, timer };
  onWaiting();
}

export function cancel() {
  if (waiting) clearTimeout(waiting.timer);
  waiting = null;
  onWaiting();
}

/** whatWaits is the change that is coming, and in how many ms. */
export const whatWaits = () => (waiting ? { what: waiting.what, left: Math.max(0, waiting.at - performance.now()) } : null);

/** @param {() => void} told */
export const onWait = (told) => {
  onWaiting = told;
};
