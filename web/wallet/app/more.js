// SPDX-License-Identifier: Apache-2.0
// Everything beside the codes: the office, the language, a lost phone, a new letter, the end.

import { $, button, make, sayIf } from '../../verify/app/dom.js';
import { LANGUAGES, dateAndClock, label, language, note, t, use } from '../../verify/app/i18n.js';
import { accounts, change, dropWallet, state } from './state.js';
import { openStart } from './letter.js';
import { codeOf, here } from './office.js';
import { forgetSync, resumeBlind } from './sync.js';
import { sentence } from './words.js';
import { showNotice } from './notice_view.js';
import { go, goHome } from './views.js';

/** @typedef {import('../core/wallet.js').Account} Account */

/** Told when a text on the other screens has to be drawn anew. */
let changed = () => {};

/** @param {string} title @param {Node[]} parts */
const section = (title, ...parts) => make('section', {}, make('h3', { text: title }), ...parts);

/** @param {string} text */
const line = (text) => make('p', { text });

/** @param {string} id @param {string} text @param {() => void} does */
function press(id, text, does) {
  const element = make('button', { class: 'second', text, id });
  element.type = 'button';
  element.addEventListener('click', does);
  return element;
}

/** @param {Account} account */
function officeSection(account) {
  /** @type {HTMLElement[]} */
  const parts = [line(t('more.words', { words: account.words }))];
  if (account.issued !== null && account.expires !== null) {
    parts.push(line(t('more.data', { time: dateAndClock(account.issued), until: dateAndClock(account.expires) })));
  }
  const evidence = state.wallet?.evidence(account.issuer) ?? [];
  if (evidence.length > 0) {
    parts.push(line(t('more.evidence')));
    for (const one of evidence) parts.push(evidenceLink(account, one));
  }
  if (account.blindStopped) parts.push(line(t('blind.stopped')), press('blind-resume', t('blind.resume'), () => void resumeBlind(account.issuer).then(() => openMore())));
  return section(t('home.office', { issuer: account.issuer }), ...parts);
}

/** @param {Account} account @param {import('../core/wallet.js').Evidence} evidence */
function evidenceLink({ issuer }, { when, fact, file }) {
  const name = `${issuer}-${new Date(when * 1000).toISOString().slice(0, 10)}.whit-evidence`;
  const link = make('a', { class: 'button', text: t('more.evidence-save', { fact: label(fact.labels, fact.slug), time: dateAndClock(when) }) });
  link.href = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (file)]));
  link.download = name;
  return link;
}

function languageSection() {
  const choices = Object.entries(LANGUAGES).map(([code, name]) => {
    const radio = make('input', { id: `language-${code}` });
    Object.assign(radio, { type: 'radio', name: 'language', value: code, checked: code === language() });
    radio.addEventListener('change', () => void choose(code));
    const words = make('span', {}, make('b', { text: name }));
    words.lang = code;
    return make('label', { class: 'choice' }, radio, words);
  });
  const unread = make('p', { class: 'small', id: 'language-note', text: language() === 'en' ? '' : note() });
  return section(t('settings.language'), make('div', { class: 'choices-list row' }, ...choices), unread);
}

/** @param {string} code */
async function choose(code) {
  await change({ language: code });
  await use(code);
  changed();
  openMore(`language-${code}`);
}

function lostSection() {
  const stop = make('a', { class: 'button', id: 'stop-page', text: t('more.stop-page') });
  stop.href = new URL('stop', here()).href;
  return section(t('more.lost'), line(t('more.stop-code')), stop);
}

/** openMore draws it anew. @param {string} [focus] */
export function openMore(focus) {
  const erase = press('erase-open', t('erase.open'), openErase);
  $('more-body').replaceChildren(...accounts().map(officeSection), languageSection(), lostSection(),
    section(t('more.letter'), line(t('more.letter-what')), press('letter-open', t('start.title'), openStart)),
    section(t('more.kept'), line(t('more.kept-what')), line(t('more.home-screen')), ...(state.wallet ? [erase] : [])));
  go('more', focus);
}

function openErase() {
  sayIf('erase-error', '');
  go('erase');
}

async function eraseAll() {
  try {
    await state.vault.erase();
  } catch (error) {
    sayIf('erase-error', sentence(codeOf(error)));
    return;
  }
  dropWallet();
  forgetSync();
  await change({ asked: {}, minutes: {} });
  changed();
  showNotice(t('erase.done'), t('erase.done-what'), '', openStart);
}

/** @param {() => void} onChange */
export function wireMore(onChange) {
  changed = onChange;
  button('more').addEventListener('click', () => openMore());
  button('more-done').addEventListener('click', goHome);
  button('erase-go').addEventListener('click', () => void eraseAll());
  button('erase-cancel').addEventListener('click', () => openMore());
}
