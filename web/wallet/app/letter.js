// SPDX-License-Identifier: Apache-2.0
// From a letter to the first codes: the letter's code, six words, the PIN.

import { $, area, button, input, make, say, sayIf, show } from '../../verify/app/dom.js';
import { t } from '../../verify/app/i18n.js';
import { isOurs } from '../../verify/app/net.js';
import { codeOf, enrol, fetchTrust, here } from './office.js';
import { state } from './state.js';
import { sync } from './sync.js';
import { sentence } from './words.js';
import { announce, go, goHome, home } from './views.js';
import { openScan } from './scan.js';
import { showNotice } from './notice_view.js';

/** @typedef {import('../core/wallet.js').Invitation} Invitation */
/** @typedef {import('../core/wallet.js').Trust} Trust */

/** The letter that is being taken in. @type {{ letter: Invitation, file: Uint8Array, trust: Trust } | null} */
let taking = null;
let busy = false;

/** openStart asks for a letter. */
export function openStart() {
  taking = null;
  refuse('');
  area('start-text').value = '';
  show('start-gone', state.gone);
  show('start-cancel', home() === 'home');
  go('start');
}

/** @param {string} text @param {string} [link] */
function refuse(text, link = '') {
  sayIf('start-error-text', text);
  show('start-error', text !== '');
  show('start-link', link !== '');
  const at = /** @type {HTMLAnchorElement} */ ($('start-link'));
  at.textContent = link;
  if (link === '') at.removeAttribute('href');
  else at.href = link;
}

/** What a code is that is no letter. */
const OTHERS = /** @type {Record<string, string>} */ ({
  request: 'letter.is-question', setup: 'letter.is-setup', newer: 'letter.newer', 'not-ours': 'letter.not-ours',
});

/**
 * takeLetter takes the text of a letter's code, from wherever it came.
 * @param {string} text
 */
export async function takeLetter(text) {
  if (busy || text.trim() === '') return;
  busy = true;
  openStart();
  say('start-busy', t('letter.asking'));
  try {
    await compare(text);
  } catch (error) {
    refuse(sentence(codeOf(error)));
  } finally {
    busy = false;
    say('start-busy', '');
  }
}

/** @param {string} text */
async function compare(text) {
  const what = state.core.recognise(text);
  if (what !== 'invitation') return refuse(t(OTHERS[what] ?? 'letter.other-code'));
  /** @type {Invitation} */
  let letter;
  try {
    letter = state.core.readInvitation(text);
  } catch {
    return refuse(t('letter.damaged'));
  }
  const file = await fetchTrust();
  const trust = state.core.readTrust(file);
  if (trust.issuer !== letter.issuer) {
    return refuse(t('letter.other-office', { letter: letter.issuer, here: trust.issuer }));
  }
  if (!isOurs(trust.url)) return refuse(t('letter.elsewhere'), `${trust.url}/wallet/`);
  taking = { letter, file, trust };
  say('words-office', t('words.office', { issuer: trust.issuer, address: here() }));
  $('words-list').replaceChildren(...trust.words.split(' ').map((text) => make('li', { text })));
  go('words');
}

function stop() {
  taking = null;
  showNotice(t('words.stop'), t('words.stop-letter'));
}

function askPin() {
  input('pin-text').value = '';
  sayIf('pin-error', '');
  say('pin-busy', '');
  go('pin');
}

/** @param {Event} event */
async function takePin(event) {
  event.preventDefault();
  if (busy || !taking) return;
  const pin = input('pin-text').value.trim(), { letter, file, trust } = taking;
  const size = new TextEncoder().encode(pin).length;
  if (size < 6 || size > 12) return wrongPin(t('pin.length'));
  busy = button('pin-go').disabled = true;
  sayIf('pin-error', '');
  say('pin-busy', t('letter.asking'));
  try {
    const data = await enrol(letter, pin, file, trust.url);
    input('pin-text').value = '';
    taking = null;
    state.gone = false;
    await sync(true, { of: trust.issuer, data });
    goHome();
    announce(t('letter.done'));
    void navigator.storage?.persist?.().catch(() => {});
  } catch (error) {
    wrongPin(sentence(codeOf(error)));
  } finally {
    busy = button('pin-go').disabled = false;
    say('pin-busy', '');
  }
}

/** @param {string} text */
function wrongPin(text) {
  sayIf('pin-error', text);
  input('pin-text').value = '';
  input('pin-text').focus();
}

export function wireLetter() {
  button('start-scan').addEventListener('click', () => openScan('letter'));
  button('start-cancel').addEventListener('click', goHome);
  $('start-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void takeLetter(area('start-text').value);
  });
  button('words-same').addEventListener('click', askPin);
  button('words-differ').addEventListener('click', stop);
  $('pin-form').addEventListener('submit', takePin);
  button('pin-cancel').addEventListener('click', () => {
    taking = null;
    goHome();
  });
}
