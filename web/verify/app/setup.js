// SPDX-License-Identifier: Apache-2.0
// Setting this checker up: whom to trust, by a card or by files, and six words that a person compares.

import { $, area, button, input, make, say, sayIf, show } from './dom.js';
import { t } from './i18n.js';
import { change, now, state } from './state.js';
import { fetchTrust, isOurs, NetError } from './net.js';
import { codeOf } from './offices.js';
import { readFile } from './decoder.js';
import { dataSentence } from './data_words.js';
import { updateAll } from './update.js';
import { guarded } from './pin_view.js';
import { showNotice } from './notice_view.js';
import { go, goHome, home, onView, view } from './views.js';

const LARGEST = 17e6;  // bytes of a file

/** @typedef {{ issuer: string, url: string, words: string, root: string }} Trust */

/** What waits for a person's word. @type {{ bytes: Uint8Array, trust: Trust, preset: string, bundle: Uint8Array | null } | null} */
let pending = null;
/** Told when an office was added or its data changed. */
let changed = () => {};

/** A problem is told where it arose: at the set-up, or beside what works already. @param {string} text */
function problem(text) {
  if (view() === 'settings') return showNotice(t('data.refused'), text, goHome, t('data.kept'));
  show('setup-elsewhere', false);
  go('setup', 'setup-title');
  sayIf('setup-error', text);
}

/** openSetup begins anew. */
export function openSetup() {
  pending = null;
  state.scanFor = 'check';
  show('setup-elsewhere', false);
  sayIf('setup-error', '');
  area('setup-text').value = '';
  go('setup');
}

/** @param {string} address @returns {string} the page of an office elsewhere, or "" */
function pageOf(address) {
  try {
    const url = new URL('check/', address.endsWith('/') ? address : `${address}/`);
    return /^https?:$/.test(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
}

/** @param {string} address */
function tellElsewhere(address) {
  problem('');
  const page = pageOf(address);
  say('setup-elsewhere-text', t('setup.elsewhere', { address }));
  const link = /** @type {HTMLAnchorElement} */ ($('setup-elsewhere-link'));
  link.hidden = page === '';
  if (page !== '') link.href = page;
  link.textContent = page;
  show('setup-elsewhere', true);
}

/**
 * takeCard reads the text of a set-up card and fetches the office's trust file.
 * @param {string} given
 */
export async function takeCard(given) {
  const text = given.trim();
  const kind = await state.engine.recognise(text);
  if (kind !== 'setup') return problem(t(kind === 'not-ours' ? 'setup.not-card' : 'setup.other-code'));
  let card;
  try {
    card = await state.engine.readCard(text);
  } catch {
    return problem(t('setup.damaged'));
  }
  if (!isOurs(card.url)) return tellElsewhere(card.url);
  sayIf('setup-error', '');
  try {
    const bytes = await fetchTrust(card.url);
    const trust = await state.engine.readTrust(bytes);
    if (trust.issuer !== card.issuer || trust.root !== card.root) {
      return problem(t('setup.other-root', { words: trust.words }));
    }
    showWords(bytes, trust, card.preset, null);
  } catch (error) {
    problem(error instanceof NetError ? t('setup.no-trust', { why: dataSentence(codeOf(error)) }) : t('setup.no-trust-file'));
  }
}

/** @param {Uint8Array} bytes @param {Trust} trust @param {string} preset @param {Uint8Array | null} bundle */
function showWords(bytes, trust, preset, bundle) {
  const known = state.offices.all.get(trust.issuer);
  if (known && known.trust.root !== trust.root) {
    return problem(t('setup.trusted-otherwise', { issuer: trust.issuer, words: known.trust.words }));
  }
  pending = { bytes, trust, preset, bundle };
  say('words-office', t('words.office', { issuer: trust.issuer, address: trust.url }));
  $('words-list').replaceChildren(...trust.words.split(' ').map((word) => make('li', { text: word })));
  go('words');
}

/** The words are the same: the office is trusted from now on. */
async function confirmed() {
  if (!pending) return goHome();
  const { bytes, trust, preset, bundle } = pending;
  pending = null;
  await guarded(t('change.add', { issuer: trust.issuer }), async () => {
    await state.offices.add(bytes);
    void navigator.storage?.persist?.().catch(() => {});
    let code = '';
    if (bundle) {
      code = await state.offices.installFile(bundle, now()).then(() => '', codeOf);
    } else if (isOurs(trust.url)) {
      const result = (await updateAll(true)).get(trust.issuer);
      code = typeof result === 'string' ? result : '';
    }
    await choosePreset(trust.issuer, preset);
    changed();
    if (code !== '') showNotice(t('setup.no-data'), dataSentence(code), goHome, t('do.get-data'));
  }, () => {
    if (document.body.dataset.view !== 'notice') goHome();
  }, false);
}

/**
 * choosePreset takes the card's preset; else what is asked here already, if this office has it; else
 * the usual one at a gate, or the first.
 * @param {string} issuer @param {string} wished
 */
async function choosePreset(issuer, wished) {
  const presets = state.offices.all.get(issuer)?.office?.presets ?? [];
  const has = (/** @type {string} */ slug) => presets.some((preset) => preset.slug === slug);
  const already = state.settings.preset;
  const slug = [wished, already, 'gate', presets[0]?.slug ?? ''].find((one) => one !== '' && has(one)) ?? (already || wished);
  await change({ preset: slug });
}

/** @param {File} file */
async function bytesOf(file) {
  if (file.size > LARGEST) throw new Error('large');
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * takeFiles takes trust files, bundles and pictures of a card, in any order.
 * @param {Iterable<File>} files
 */
export async function takeFiles(files) {
  /** @type {{ bytes: Uint8Array, trust: Trust } | null} */
  let trust = null;
  /** @type {Uint8Array | null} */
  let bundle = null;
  for (const file of files) {
    const bytes = await bytesOf(file).catch(() => null);
    if (!bytes) return problem(t('setup.file-large', { name: file.name }));
    const read = await state.engine.readTrust(bytes).catch(() => null);
    if (read) trust = { bytes, trust: read };
    else if (await state.engine.split(bytes).catch(() => null)) bundle = bytes;
    else if (file.type.startsWith('image/')) return takePicture(file);
    else if (/\.whit-bundle$/i.test(file.name)) return problem(dataSentence('truncated'));
    else return problem(t('setup.file-unknown', { name: file.name }));
  }
  if (trust) showWords(trust.bytes, trust.trust, '', bundle);
  else if (bundle) await installFile(bundle);
}

/** @param {Uint8Array} file */
async function installFile(file) {
  try {
    const done = await state.offices.installFile(file, now());
    if (state.settings.preset === '') await choosePreset(done.issuer, '');
    changed();
    showNotice(t('data.title'), t(done.version === done.before ? 'data.same' : 'data.installed', { issuer: done.issuer, n: done.version }), goHome);
  } catch (error) {
    const { code = '', issuer = '' } = /** @type {any} */ (error);
    const sentence = code === 'untrusted' ? t('setup.bundle-untrusted', { issuer }) : dataSentence(codeOf(error));
    if (home() === 'setup') problem(sentence);
    else showNotice(t('data.refused'), sentence, goHome, t('data.kept'));
  }
}

/** @param {File} file */
async function takePicture(file) {
  const found = await readFile(file).catch(() => null);
  if (!found) return problem(t('scan.bad-picture'));
  const texts = new Set(found.map(({ text }) => text));
  if (texts.size !== 1) return problem(t(texts.size === 0 ? 'scan.no-code' : 'scan.two-codes'));
  await takeCard([...texts][0] ?? '');
}

/** @param {() => void} onChange */
export function wireSetup(onChange) {
  changed = onChange;
  button('setup-scan').addEventListener('click', () => {
    state.scanFor = 'setup';
    go('scan');
  });
  for (const id of ['setup-files', 'setup-picture']) {
    input(id).addEventListener('change', async () => {
      const files = [...(input(id).files ?? [])];
      input(id).value = '';
      if (files.length > 0) await takeFiles(files);
    });
  }
  $('setup-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void takeCard(area('setup-text').value);
  });
  button('setup-cancel').addEventListener('click', goHome);
  button('words-same').addEventListener('click', confirmed);
  button('words-differ').addEventListener('click', () => {
    pending = null;
    showNotice(t('words.stop'), t('words.stop-what'), openSetup);
  });
  onView((to) => show('setup-cancel', to === 'setup' && home() === 'scan'));
}
