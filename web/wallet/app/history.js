// SPDX-License-Identifier: Apache-2.0
// What was shown, and to whom by their own word. It never leaves the device.

import { $, button, make, show } from '../../verify/app/dom.js';
import { dateAndClock, t } from '../../verify/app/i18n.js';
import { state } from './state.js';
import { factNames } from './words.js';
import { go } from './views.js';

const MOST = 200;  // lines on the screen, the newest ones

/** openHistory draws it anew. */
export function openHistory() {
  const all = [...state.wallet?.history() ?? []].reverse().slice(0, MOST);
  $('history-list').replaceChildren(...all.map(({ when, name, facts, mode }) => make('li', {},
    make('b', { text: factNames(facts) }),
    make('span', { text: mode === 'one-way' ? t('history.unasked') : t('history.asked', { name }) }),
    make('small', { text: dateAndClock(when) }))));
  show('history-none', all.length === 0);
  go('history');
}

export function wireHistory() {
  button('history-open').addEventListener('click', openHistory);
  button('history-done').addEventListener('click', () => go('more'));
}
