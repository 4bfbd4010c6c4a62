// SPDX-License-Identifier: Apache-2.0
// A code on the screen: large, on white, and signed anew every 15 seconds.

import { $, button, say, sayIf, show } from '../../verify/app/dom.js';
import { t } from '../../verify/app/i18n.js';
import { drawCode } from '../../verify/app/code.js';
import { keepAwake } from '../../verify/app/wake_lock.js';
import { keep, now, wallet } from './state.js';
import { factNames, kindMeans, kindName } from './words.js';
import { failedToShow, offer } from './offer.js';
import { announce, go, goHome, onView } from './views.js';

const STEP = 15;       // s
const LONGEST = 300;   // s that a code stays without a touch
const TICK = 250;      // ms

/** @typedef {import('../core/wallet.js').Showing} Showing */

/** @type {{ showing: Showing, name: string, next: number, end: number, other: (() => void) | null } | null} */
let shown = null;
/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;
let busy = false;

/**
 * showCode uses a code up, keeps that it is used up, and only then shows it.
 * @param {import('../core/wallet.js').Question} question @param {import('../core/wallet.js').Prospect} prospect
 * @param {import('../core/wallet.js').Asked | null} asked @param {boolean} again
 */
export async function showCode(question, prospect, asked, again) {
  if (busy) return;
  busy = true;
  try {
    const showing = wallet().show(question, now(), { again });
    await keep();
    const { other } = prospect;
    begin(showing, factNames(prospect.facts), asked, other && (() => offer({ ...question, kind: other }, asked)));
    if (other) say('show-other', t(other === 'blind' ? 'offer.take-blind' : 'offer.take-revocable'));
  } catch (error) {
    failedToShow(error);
  } finally {
    busy = false;
  }
}

/**
 * @param {Showing} showing @param {string} name @param {import('../core/wallet.js').Asked | null} asked
 * @param {(() => void) | null} other leads to a code of the other kind, where there is one
 */
function begin(showing, name, asked, other) {
  shown = { showing, name, next: showing.next, end: now() + LONGEST, other };
  draw(showing.text);
  say('show-title', name);
  say('show-what', asked ? t('show.to', { name: asked.name }) : t('show.nothing-else'));
  say('show-kind', kindName(showing.kind));
  say('show-kind-means', kindMeans(showing.kind));
  sayIf('show-over', '');
  show('show-more', false);
  show('show-other', other !== null);
  go('show');
  announce(t('show.said', { facts: name }));
  clearInterval(ticking);
  ticking = setInterval(tick, TICK);
  tick();
}

/** @param {string} text */
function draw(text) {
  drawCode('show-code', text, t('show.label', { facts: shown?.name ?? '' }));
  $('show-code').dataset.over = 'false';
}

function tick() {
  if (!shown) return;
  const clock = Date.now() / 1000;
  if (clock >= shown.end) return over(t('show.rests'));
  if (clock >= shown.next || clock < shown.next - 2 * STEP) signAnew();
  if (shown) $('show-timer').style.transform = `scaleX(${Math.max(0, Math.min(1, (shown.next - clock) / STEP))})`;
}

function signAnew() {
  if (!shown) return;
  try {
    const { text, next } = shown.showing.sign(now());
    shown.next = next;
    draw(text);
  } catch {
    over(t('show.day-over'));
  }
}

/** over takes the code away, and says why. @param {string} why */
function over(why) {
  clearInterval(ticking);
  $('show-code').replaceChildren();
  $('show-code').dataset.over = 'true';
  sayIf('show-over', why);
  show('show-more', shown !== null && shown.end <= now());
  $('show-timer').style.transform = 'scaleX(0)';
  announce(why);
}

/** It rested, and goes on: the same code for the same eyes. */
function goOn() {
  if (!shown) return;
  shown.end = now() + LONGEST;
  sayIf('show-over', '');
  show('show-more', false);
  clearInterval(ticking);
  ticking = setInterval(tick, TICK);
  signAnew();
}

export function wireShow() {
  button('show-done').addEventListener('click', goHome);
  button('show-more').addEventListener('click', goOn);
  button('show-other').addEventListener('click', () => shown?.other?.());
  document.addEventListener('visibilitychange', tick);
  onView((to, before) => {
    keepAwake(to === 'show');
    if (before !== 'show' || to === 'show') return;
    clearInterval(ticking);
    shown = null;
    $('show-code').replaceChildren();
  });
}
