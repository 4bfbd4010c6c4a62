// SPDX-License-Identifier: Apache-2.0
// The answer on the whole screen, by word, sign, shape, colour and sound, and the way back from it.

import { $, button, make, say, sayIf, show, sign } from './dom.js';
import { t } from './i18n.js';
import { state } from './state.js';
import { announce, go, goHome, onView, view } from './views.js';
import { sound } from './sound.js';

/** @typedef {import('../types').Words} Words */

const YES_BACK = 2000;  // ms

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** What to do when somebody wants to go on by hand. */
let onNext = () => {};

/** @param {Words} words @returns {number} ms until it goes by itself; 0: it stays */
function stay(words) {
  if (words.sign === 'yes') return YES_BACK;
  return state.settings.back * 1000;
}

/** The bar that runs down until the answer goes. @type {Animation | undefined} */
let running;
const still = matchMedia('(prefers-reduced-motion: reduce)');

/** @param {number} ms */
function runTimer(ms) {
  clearTimeout(timer);
  running?.cancel();
  show('result-timer', ms > 0 && !still.matches);
  if (ms === 0) return;
  if (!still.matches) {
    running = $('result-timer').animate([{ transform: 'scaleX(1)' }, { transform: 'scaleX(0)' }], ms);
  }
  timer = setTimeout(() => {
    if (view() === 'result') goHome();
  }, ms);
}

/** How wide words are, in widths of their own size. @type {Map<string, number>} */
const widths = new Map();

/** @param {string} word the widest of its parts */
function widthOf(word) {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 5;
  context.font = `800 100px ${getComputedStyle(document.body).fontFamily}`;
  return Math.max(...word.split(' ').map((part) => context.measureText(part).width), 60) / 100;
}

/** sized makes the word as large as the screen is wide: letters differ, so they are measured. @param {string} word */
function sized(word) {
  const wide = widths.get(word) ?? widthOf(word);
  widths.set(word, wide);
  $('result-word').style.setProperty('--wide', String(wide));
}

/**
 * showResult fills the screen with an answer.
 * @param {Words} words
 */
export function showResult(words) {
  const place = $('view-result');
  place.dataset.class = words.look;
  document.body.dataset.class = words.look;
  show('result-training', words.trained);
  $('result-sign-use').setAttribute('href', `#sign-${words.sign}`);
  say('result-word', words.word);
  sized(words.word);
  sayIf('result-reason', words.reason);
  $('result-facts').replaceChildren(...words.facts.map((fact) =>
    make('li', { class: fact.sign }, sign(fact.sign), make('span', { text: fact.text }))));
  show('result-facts', words.facts.length > 0);
  sayIf('result-do', words.advice);
  sayIf('result-data', words.data);
  sayIf('result-note', words.note);
  show('result-ask', words.ask);
  show('result-update', words.update);
  button('result-next').className = words.ask ? 'second' : 'main';
  go('result', words.ask ? 'result-ask' : 'result-next');
  const heard = [words.trained ? $('result-training').textContent : '', words.word, words.reason,
    ...words.facts.map((fact) => fact.text), words.advice, words.data].filter(Boolean).join('. ');
  announce(heard, words.look === 'no' || words.look === 'cannot-tell' ? 'alert' : 'status');
  sound(words.look, state.settings.sound);
  runTimer(stay(words));
}

/**
 * wireResult names what its buttons do.
 * @param {{ next: () => void, ask: () => void, update: () => void }} does
 */
export function wireResult(does) {
  sized(t('word.yes'));  // the first answer shouldn't wait for a font
  onNext = does.next;
  button('result-next').addEventListener('click', () => onNext());
  button('result-ask').addEventListener('click', does.ask);
  button('result-update').addEventListener('click', does.update);
  // A tap anywhere beside the buttons goes on, too: gloves miss.
  $('view-result').querySelector('.verdict')?.addEventListener('click', () => onNext());
  onView((to) => {
    if (to === 'result') return;
    clearTimeout(timer);
    running?.cancel();
    delete document.body.dataset.class;
  });
}
