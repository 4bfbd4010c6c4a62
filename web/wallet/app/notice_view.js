// SPDX-License-Identifier: Apache-2.0
// A page of its own for what has to be read: a sentence, what to do, one button.

import { button, say, sayIf } from '../../verify/app/dom.js';
import { announce, go, goHome } from './views.js';

let after = goHome;

/**
 * showNotice says it and waits for the button.
 * @param {string} title @param {string} text @param {string} [advice]
 * @param {() => void} [then] what follows; home if absent
 */
export function showNotice(title, text, advice = '', then = goHome) {
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
