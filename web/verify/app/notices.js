// SPDX-License-Identifier: Apache-2.0
// What a person here should know beside everything else, until it is over.

import { $, make } from './dom.js';

/** @type {Map<string, HTMLElement>} */
const shown = new Map();

/**
 * notice shows `text` under this key, or takes it away where it is empty. One that is of the moment
 * can be put away by a tap.
 * @param {string} key @param {string} text @param {{ level?: 'note' | 'warning', close?: string }} [how]
 */
export function notice(key, text, { level = 'note', close = '' } = {}) {
  shown.get(key)?.remove();
  shown.delete(key);
  if (text === '') return;
  const line = make('div', { class: `notice ${level}` }, make('p', { text }));
  line.dataset.key = key;
  if (close !== '') {
    const put = make('button', { class: 'second', text: close });
    put.type = 'button';
    put.addEventListener('click', () => notice(key, ''));
    line.append(put);
  }
  shown.set(key, line);
  $('notices').append(line);
}
