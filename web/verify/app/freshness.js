// SPDX-License-Identifier: Apache-2.0
// How old the data is: always on the screen, amber before it is red.

import { $, say, show } from './dom.js';
import { date, span, t } from './i18n.js';
import { state, now } from './state.js';

const SLACK = 300;  // s by which a clock may be behind, as a check allows it

/** @typedef {{ level: 'fresh' | 'ageing' | 'stale' | 'clock' | 'none', text: string }} Freshness */

const SIGNS = { fresh: 'sign-fresh', ageing: 'sign-ageing', stale: 'sign-stale', clock: 'sign-ageing', none: 'sign-stale' };
const ORDER = ['fresh', 'ageing', 'clock', 'stale', 'none'];

/**
 * of is how fresh one office's data is for what is asked here.
 * @param {import('../types').Office} office @param {string} preset @param {number} at
 * @returns {Freshness}
 */
export function of(office, preset, at) {
  const limit = office.presets.find(({ slug }) => slug === preset)?.maxAge ?? 0;
  if (at + SLACK < office.floor) return { level: 'clock', text: t('fresh.clock', { now: date(at) }) };
  if (at >= office.expires) return { level: 'stale', text: t('fresh.expired', { expired: date(office.expires) }) };
  const age = Math.max(0, at - office.issued);
  const values = { age: span(age), limit: span(limit) };
  if (age > limit) return { level: 'stale', text: t('fresh.stale', values) };
  if (age * 3 >= limit * 2) return { level: 'ageing', text: t('fresh.ageing', values) };
  return { level: 'fresh', text: t('fresh.fresh', values) };
}

/** worst is that of all offices that can be asked. @returns {Freshness} */
function worst() {
  const offices = state.offices.open().filter((office) =>
    office.presets.some(({ slug }) => slug === state.settings.preset));
  if (offices.length === 0 || offices.length < state.offices.all.size) {
    const lacking = [...state.offices.all.values()].find((entry) => !entry.office);
    if (lacking || offices.length === 0) {
      return { level: 'none', text: t('fresh.none', { issuer: lacking?.trust.issuer ?? '' }) };
    }
  }
  const all = offices.map((office) => {
    const one = of(office, state.settings.preset, now());
    return offices.length === 1 ? one : { ...one, text: `${office.issuer}: ${one.text}` };
  });
  return all.reduce((a, b) => (ORDER.indexOf(b.level) > ORDER.indexOf(a.level) ? b : a));
}

/** draw puts it on the screen. */
export function draw() {
  const any = state.offices && state.offices.all.size > 0;
  show('freshness', any);
  if (!any) return;
  const { level, text } = worst();
  $('freshness').dataset.level = level;
  $('freshness-sign').setAttribute('href', `#${SIGNS[level]}`);
  say('freshness-text', text);
}

/** keepDrawn draws it whenever it may have changed. */
export function keepDrawn() {
  draw();
  setInterval(draw, 10000);
  document.addEventListener('visibilitychange', draw);
}
