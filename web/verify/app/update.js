// SPDX-License-Identifier: Apache-2.0
// News of the offices: fetched by itself when there is a network, and never in the way of a check.

import { state, now } from './state.js';
import { codeOf } from './offices.js';
import { isOurs } from './net.js';

const FIRST = 30000, LONGEST = 1800000;  // ms between two tries that fail
const LEAST = 300000;                    // ms between two that don't
const TICK = 15000;

/** @typedef {import('./offices.js').Installed} Installed */

/** What became of the last try for an office. @type {Map<string, { code: string, at: number }>} */
export const lastTry = new Map();

let running = false;
let wait = 0;       // ms, after failures
let notBefore = 0;  // performance.now()
/** @type {(installed: Installed[]) => void} */
let changed = () => {};

/** due tells whether an office should have newer data by now. @param {import('./offices.js').Entry} entry */
function due(entry) {
  if (!isOurs(entry.trust.url)) return false;
  return !entry.office || now() >= entry.office.nextUpdate;
}

/**
 * updateAll asks for news of every office that is due, or of all. It is what happened, by office:
 * installed data, null for nothing newer, or the code of a failure.
 * @param {boolean} all
 */
export async function updateAll(all) {
  /** @type {Map<string, Installed | null | string>} */
  const done = new Map();
  if (running) return done;
  running = true;
  try {
    for (const [issuer, entry] of state.offices.all) {
      if (!isOurs(entry.trust.url) || !(all || due(entry))) continue;
      done.set(issuer, await one(issuer));
    }
  } finally {
    running = false;
  }
  const failed = [...done.values()].some((result) => typeof result === 'string');
  wait = failed ? Math.min(LONGEST, Math.max(FIRST, wait * 2)) : 0;
  notBefore = performance.now() + (failed ? wait * (0.75 + Math.random() / 2) : LEAST);
  const news = [...done.values()].filter((result) => result !== null && typeof result === 'object');
  changed(/** @type {Installed[]} */ (news));
  return done;
}

/** @param {string} issuer @returns {Promise<Installed | null | string>} */
async function one(issuer) {
  try {
    const result = await state.offices.update(issuer, now());
    lastTry.set(issuer, { code: '', at: now() });
    return result;
  } catch (error) {
    const code = codeOf(error);
    lastTry.set(issuer, { code, at: now() });
    return code;
  }
}

/**
 * keepUpdated asks at once, when data is due, and when the network is back.
 * @param {(installed: Installed[]) => void} onChange
 */
export function keepUpdated(onChange) {
  changed = onChange;
  const tick = () => {
    if (navigator.onLine === false || performance.now() < notBefore) return;
    if ([...state.offices.all.values()].some(due)) void updateAll(false);
  };
  setInterval(tick, TICK);
  addEventListener('online', () => {
    notBefore = 0;
    void updateAll(false);
  });
  document.addEventListener('visibilitychange', tick);
  if (navigator.onLine !== false) void updateAll(true);
}
