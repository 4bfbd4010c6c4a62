// SPDX-License-Identifier: Apache-2.0
// A page of its own for what is no answer and yet has to be read: one sentence, one button.

import { button, say, sayIf } from './dom.js';
import { announce, go, goHome } from './views.js';

let after = goHome;

/**
 * showNotice says it and waits for the button.
 * @param {string} title @param {string} text @param {() => void} [then] what follows; home if absent
 * @param {string} [advice]
 */
export function showNotice(title, text, then = goHome, advice = '') {
  after = then;
  say('notice-title', title);
  say('notice-text', text);
  sayIf('notice-do', advice);
  go('notice');
  announce([title, text, advice].filter(Boolean).join('. '), 'alert');
}

export function wireNotice() {
  button('notice-go').addEventListener('click', () => after());
}
