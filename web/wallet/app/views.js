// SPDX-License-Identifier: Apache-2.0
// The views of this page, and its home.

import { makeStage } from '../../verify/app/stage.js';
import { accounts, state } from './state.js';

export { announce } from '../../verify/app/stage.js';

const FOCUS = /** @type {const} */ ({
  loading: 'main', elsewhere: 'elsewhere-title', start: 'start-title', scan: 'main', words: 'words-title', pin: 'pin-text',
  home: 'home-title', offer: 'offer-title', show: 'show-title', history: 'history-title', more: 'more-title',
  erase: 'erase-title', notice: 'notice-go',
});
/** @typedef {keyof typeof FOCUS} View */

/** home is where everything returns to. @returns {View} */
export function home() {
  if (state.elsewhere) return 'elsewhere';
  return accounts().length > 0 ? 'home' : 'start';
}

export const { go, view, onView } = makeStage(/** @type {Record<View, string>} */ (FOCUS), home);

export const goHome = () => go(home());

addEventListener('popstate', () => {
  if (view() !== home()) goHome();
});
