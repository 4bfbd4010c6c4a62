// SPDX-License-Identifier: Apache-2.0
// What the day's first check needs, worked out before the first code is shown.

import { state, now } from './state.js';

const DAY = 86400;  // s
const SOON = 1500;  // ms

/** By issuer: for which data, question and day it was asked for last. @type {Map<string, string>} */
const asked = new Map();

/** makeReady asks the engine for it, once for each of these. A check waits for it, or does it. */
function makeReady() {
  const { preset } = state.settings;
  const at = now();
  for (const { issuer, version } of state.offices.open()) {
    const what = `${version} ${Math.floor(at / DAY)} ${preset}`;
    if (asked.get(issuer) === what) continue;
    asked.set(issuer, what);
    state.engine.prepare(issuer, preset, at).catch(() => asked.delete(issuer));
  }
}

/**
 * keepReady does so soon and whenever a day or the data may have changed. Not at once: a code that is
 * before the camera already, or a slow phone's start, shouldn't wait for more than it needs.
 */
export function keepReady() {
  setTimeout(makeReady, SOON);
  setInterval(makeReady, 10000);
}
