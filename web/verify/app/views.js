// SPDX-License-Identifier: Apache-2.0
// The views of this page, and its home.

import { makeStage } from './stage.js';
import { state } from './state.js';

export { announce } from './stage.js';

const FOCUS = /** @type {const} */ ({
  loading: 'main', setup: 'setup-title', words: 'words-title', scan: 'main', ask: 'ask-title', name: 'name-text',
  notice: 'notice-go', result: 'result-next', settings: 'settings-title', pin: 'pin-text',
});
/** @typedef {keyof typeof FOCUS} View */

/** home is where everything returns to. @returns {View} */
export function home() {
  return state.offices && state.offices.all.size > 0 ? 'scan' : 'setup';
}

export const { go, view, onView } = makeStage(/** @type {Record<View, string>} */ (FOCUS), home);

export function goHome() {
  state.scanFor = 'check';
  go(home());
}

addEventListener('popstate', () => {
  if (view() !== home()) goHome();
});
