// SPDX-License-Identifier: Apache-2.0
// What the wallet holds: for each fact how many codes for how many days, what ended, and why.

import { $, button, make, say, sign } from '../../verify/app/dom.js';
import { date, dateAndClock, t, value } from '../../verify/app/i18n.js';
import { notice } from '../../verify/app/notices.js';
import { accounts, now, state } from './state.js';
import { blindFailed, failed, isRunning, outlookOf, sync } from './sync.js';
import { blindSentence, blindWhen, crowdSentence, factName, faultSentence, sentence } from './words.js';
import { openScan } from './scan.js';
import { failedToShow, wantShown } from './offer.js';
import { announce, onView, view } from './views.js';

/** @typedef {import('../core/wallet.js').Account} Account */
/** @typedef {import('../core/wallet.js').FactLine} FactLine */
/** @typedef {import('../core/wallet.js').Strip} Strip */

const LITTLE = 3;     // days left, from which on it is said
const SHIFTED = 60;   // s that this device's clock may be wrong without a word
const DAY = 86400;

/** What an office does with a fact, in words and as a sign. */
const STATES = {
  held: { sign: 'yes', text: 'state.held' },
  ended: { sign: 'cannot-tell', text: 'state.ended' },
  withdrawn: { sign: 'no', text: 'state.withdrawn' },
  'key-withdrawn': { sign: 'cannot-tell', text: 'state.key-withdrawn' },
};

/** @param {Strip} strip */
function stripText({ kind, codes, days, from, until }) {
  const values = { codes, days, until: until === null ? '' : date(until - 1) };
  if (kind === 'revocable') return codes === 0 ? t('strip.none') : t('strip.revocable', values);
  if (codes === 0) return t('strip.blind-none');
  if (from !== null && from > now()) return t('strip.blind-from', { codes, from: dateAndClock(from), until: dateAndClock(until ?? from) });
  return t('strip.blind', { codes, until: dateAndClock(until ?? now()) });
}

/** @param {Account} account @param {FactLine} line */
function drawFact(account, line) {
  const { sign: drawn, text } = STATES[line.state];
  const name = factName(line), said = value(line.value);
  const title = make('h3', { text: said === '' ? name : `${name}: ${said}` });
  const how = make('p', { class: 'state' }, sign(drawn), make('span', { text: t(text, { date: date(line.since) }) }));
  how.dataset.state = line.state;
  /** @type {HTMLElement[]} */
  const parts = [title, how];
  for (const strip of line.strips) {
    parts.push(make('p', { class: 'strip-line', text: stripText(strip) }));
    const crowd = strip.kind === 'blind' && strip.codes > 0 ? crowdSentence(strip.crowd) : '';
    if (crowd !== '') parts.push(make('p', { class: 'small', text: crowd }));
  }
  if (line.modes.includes('one-way')) parts.push(showButton(account, line, name));
  else parts.push(make('p', { class: 'small', text: t('fact.asked-only') }));
  return make('li', { class: 'fact' }, ...parts);
}

/** @param {Account} account @param {FactLine} line @param {string} name */
function showButton(account, line, name) {
  const press = make('button', { class: 'main', id: `show-${line.slug}`, text: t('fact.show') });
  press.type = 'button';
  press.setAttribute('aria-label', t('fact.show-label', { fact: name }));
  press.disabled = line.strips.length === 0;
  press.addEventListener('click', () => void wantShown(account.issuer, line.slug).catch(failedToShow));
  return press;
}

/** @param {Account} account */
function drawAccount(account) {
  /** @type {HTMLElement[]} */
  const parts = [make('h2', { text: t('home.office', { issuer: account.issuer }) })];
  if (account.ended !== null) {
    parts.push(make('p', { class: 'alert', text: t('home.ended', { date: date(account.ended) }) }));
  }
  if (account.facts.length === 0) parts.push(make('p', { class: 'large', text: t('home.no-facts') }));
  parts.push(make('ul', { class: 'facts' }, ...account.facts.map((line) => drawFact(account, line))));
  for (const text of about(account)) parts.push(make('p', { class: 'small', text }));
  return make('section', { class: 'account' }, ...parts);
}

/** What is to be said of an account's data and codes. @param {Account} account */
function about(account) {
  const out = [];
  const { issuer } = account;
  const asked = state.settings.asked[issuer];
  if (asked) out.push(t('home.asked', { time: dateAndClock(asked) }));
  if (account.ended === null) out.push(blindWhen(outlookOf(issuer), now()));
  if (Math.abs(account.clockOffset) > SHIFTED) out.push(t('home.clock'));
  return out.filter((text) => text !== '');
}

/** What a person should do something about. @param {Account} account */
function trouble(account) {
  const { issuer } = account, out = [];
  const code = failed.get(issuer);
  if (code) out.push(sentence(code));
  if (account.ended === null && account.daysLeft < LITTLE) out.push(t('home.few', { n: account.daysLeft }));
  if (account.expires !== null && account.expires <= now()) out.push(t('home.old-data'));
  if (account.blindStopped) out.push(t('blind.stopped'));
  else if (blindFailed.has(issuer)) out.push(blindSentence(blindFailed.get(issuer) ?? ''));
  else if (account.ended === null) out.push(faultSentence(outlookOf(issuer)));
  return out.filter((text) => text !== '');
}

/** drawHome is the list as it is now. */
export function drawHome() {
  const all = accounts();
  say('title', t('title'));
  $('accounts').replaceChildren(...all.map(drawAccount));
  button('sync').disabled = isRunning();
  notice('specimen', all.some(({ specimen }) => specimen) ? t('home.specimen') : '');
  notice('trouble', all.flatMap(trouble).join(' '), { level: 'warning' });
}

/** What the button was pressed for, said when it is over. */
async function pressed() {
  if (isRunning()) return;
  say('sync-state', t('sync.asking'));
  button('sync').disabled = true;
  const before = codesOf(accounts());
  await sync(true);
  const all = accounts(), came = codesOf(all) - before;
  const wrong = all.map(({ issuer }) => failed.get(issuer)).find(Boolean);
  const days = Math.min(...all.map(({ daysLeft }) => daysLeft));
  const said = wrong ? `${sentence(wrong)} ${t('sync.left', { days })}`
    : came > 0 ? t('sync.came', { codes: came, days }) : t('sync.enough', { days });
  drawHome();
  say('sync-state', said);
  announce(said);
}

/** @param {readonly Account[]} all */
const codesOf = (all) => all.flatMap(({ facts }) => facts.flatMap(({ strips }) => strips)).reduce((sum, { codes }) => sum + codes, 0);

export function wireHome() {
  button('sync').addEventListener('click', () => void pressed());
  button('answer').addEventListener('click', () => openScan('question'));
  onView((to) => {
    if (to !== 'home') return;
    say('sync-state', '');
    drawHome();
  });
  // A day may have ended while the page lay open.
  let day = Math.floor(now() / DAY);
  setInterval(() => {
    const today = Math.floor(now() / DAY);
    if (view() === 'home' && today !== day) drawHome();
    day = today;
  }, 30000);
}
