// SPDX-License-Identifier: Apache-2.0
// Which part of the page is seen, where the focus is, and what is said aloud.

import { $, say } from './dom.js';
import { state } from './state.js';

const VIEWS = /** @type {const} */ ([
  'loading', 'setup', 'words', 'scan', 'ask', 'name', 'notice', 'result', 'settings', 'pin',
]);
/** @typedef {typeof VIEWS[number]} View */

// Where the focus goes with each view: what is next to be done, or its title.
const FOCUS = /** @type {Record<View, string>} */ ({
  loading: 'main', setup: 'setup-title', words: 'words-title', scan: 'main', ask: 'ask-title', name: 'name-text',
  notice: 'notice-go', result: 'result-next', settings: 'settings-title', pin: 'pin-text',
});

/** @type {View} */
let current = 'loading';
/** @type {((view: View, before: View) => void)[]} */
const listeners = [];

export const view = () => current;

/** @param {(view: View, before: View) => void} listener */
export const onView = (listener) => {
  listeners.push(listener);
};

/**
 * go shows one view and hides the others.
 * @param {View} to @param {string} [focus] id of what gets the focus
 */
export function go(to, focus = FOCUS[to]) {
  const before = current;
  current = to;
  for (const name of VIEWS) $(`view-${name}`).hidden = name !== to;
  document.body.dataset.view = to;
  if (to !== home() && !history.state?.away) history.pushState({ away: true }, '');
  for (const listener of listeners) listener(to, before);
  $(focus).focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** home is where everything returns to. @returns {View} */
export function home() {
  return state.offices && state.offices.all.size > 0 ? 'scan' : 'setup';
}

export function goHome() {
  state.scanFor = 'check';
  go(home());
}

addEventListener('popstate', () => {
  if (current !== home()) goHome();
});

/**
 * announce tells it to whoever hears the page.
 * @param {string} text @param {'status' | 'alert'} how
 */
export function announce(text, how = 'status') {
  say('say-status', '');
  say('say-alert', '');
  // Emptied first, so that the same words twice are said twice.
  setTimeout(() => say(`say-${how}`, text), 50);
}
