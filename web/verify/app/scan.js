// SPDX-License-Identifier: Apache-2.0
// The scanning screen: camera, picture, paste box and keyboard scanners, all to one place.

import { $, area, button, input, say, sayIf, show } from './dom.js';
import { t } from './i18n.js';
import { state } from './state.js';
import { readFile, warm } from './decoder.js';
import { Camera } from './camera.js';
import { Wedge } from './wedge.js';
import { check } from './check.js';
import { takeCard, openSetup } from './setup.js';
import { canAsk, startsWithAsk } from './ask.js';
import { openQuestion } from './question.js';
import { showNotice } from './notice_view.js';
import { announce, go, home, onView, view } from './views.js';
import { keepAwake } from './wake_lock.js';

/** @typedef {import('./decoder.js').Found} Found */

const GONE = 1500;       // ms without a code, after which the same one is a new scan
const HINT = 4000;       // ms that a hint stays
const WITH_CAMERA = new Set(['scan', 'result', 'ask', 'notice']);

// The code that was answered and is still in front of the camera: it isn't answered again and again.
let still = { text: '', seen: -Infinity };
/** @type {ReturnType<typeof setTimeout> | undefined} */
let hinting;

/** @param {string} text */
function hint(text) {
  if ($('scan-hint').textContent === text) return;
  say('scan-hint', text);
  clearTimeout(hinting);
  if (text !== '') hinting = setTimeout(() => say('scan-hint', ''), HINT);
}

/** scanAgain lets the code that is still there be read anew. */
export function scanAgain() {
  still = { text: '', seen: -Infinity };
}

/** @param {string} text where a text goes to, whoever read it */
async function take(text) {
  if (state.scanFor === 'setup' || home() === 'setup') await takeCard(text);
  else await check(text);
}

/** @param {Found[]} found */
function fromCamera(found) {
  if (view() !== 'scan') return;
  const texts = [...new Set(found.map(({ text }) => text))];
  if (texts.length === 0) return;
  if (texts.length > 1) {
    hint(t('scan.two-codes'));
    return;
  }
  const text = texts[0] ?? '', at = performance.now();
  const same = text === still.text && at - still.seen < GONE;
  still = { text, seen: at };
  if (same) hint(t('scan.same'));
  else void take(text);
}

/** @param {File} file */
async function fromPicture(file) {
  hint(t('scan.reading'));
  const found = await readFile(file).catch(() => null);
  hint('');
  const texts = [...new Set((found ?? []).map(({ text }) => text))];
  if (texts.length === 1) await take(texts[0] ?? '');
  else if (!found) showNotice(t('scan.picture-title'), t('scan.bad-picture'));
  else if (texts.length > 1) showNotice(t('scan.picture-title'), t('scan.two-codes'));
  else showNotice(t('scan.picture-title'), t('scan.no-code'));
}

/** @param {string} typed */
async function fromScanner(typed) {
  if (view() === 'loading' || view() === 'pin') return;
  const { text } = await state.engine.repair(typed);
  await take(text);
}

/** @type {Record<import('./camera.js').State, string>} */
const CAMERA_WORDS = {
  off: '', starting: 'camera.starting', on: '', refused: 'camera.refused', none: 'camera.none',
  insecure: 'camera.insecure', busy: 'camera.busy',
};

/** @param {import('./camera.js').State} is */
function drawCamera(is) {
  const key = CAMERA_WORDS[is];
  $('camera-box').dataset.state = is;
  sayIf('camera-text', key === '' ? '' : t(key));
  show('camera-start', is === 'refused' || is === 'busy' || is === 'none');
  show('torch', is === 'on' && state.camera.hasTorch());
  button('torch').setAttribute('aria-pressed', 'false');
}

/** Nothing counts here but an answer, and no question is open: then there is nothing to scan yet. */
const nothingYet = () => state.scanFor === 'check' && startsWithAsk() && !openQuestion();

/** drawScan is the screen as what is asked here wants it. */
export function drawScan() {
  const forSetup = state.scanFor === 'setup';
  $('view-scan').dataset.for = state.scanFor;
  $('view-scan').dataset.first = nothingYet() ? 'ask' : 'scan';
  show('camera-box', !nothingYet());
  show('first-ask', nothingYet());
  show('ask', !forSetup && canAsk());
  show('scan-cancel', forSetup);
  show('scan-setup', forSetup);
}

function cameraToView() {
  const wanted = WITH_CAMERA.has(view()) && !document.hidden && !(view() === 'scan' && nothingYet());
  keepAwake(WITH_CAMERA.has(view()));
  if (!wanted) state.camera.stop();
  else if (view() === 'scan') {
    state.camera.resume();
    if (state.camera.state !== 'refused' && state.camera.state !== 'none') void state.camera.start();
  } else state.camera.pause();
}

function wireCamera() {
  const { camera } = state;
  camera.onState = drawCamera;
  camera.onFound = fromCamera;
  button('camera-start').addEventListener('click', () => {
    camera.stop();
    void camera.start();
  });
  button('torch').addEventListener('click', async () => {
    const on = button('torch').getAttribute('aria-pressed') !== 'true';
    if (await camera.torch(on)) button('torch').setAttribute('aria-pressed', String(on));
  });
  $('camera').addEventListener('click', () => void camera.focusNow());
  document.addEventListener('visibilitychange', cameraToView);
  onView((to) => {
    // Nothing was read while the answer was on the screen: what is there now has not been away.
    if (to === 'scan') still.seen = performance.now();
    drawScan();
    cameraToView();
  });
}

function wirePaste() {
  button('paste-open').addEventListener('click', () => {
    const open = $('paste-form').hidden;
    show('paste-form', open);
    button('paste-open').setAttribute('aria-expanded', String(open));
    if (open) area('paste-text').focus();
  });
  const submit = async () => {
    const text = area('paste-text').value;
    area('paste-text').value = '';  // nothing that was shown stays on the page
    if (text.trim() === '') return;
    const { text: repaired } = await state.engine.repair(text);
    await take(repaired);
  };
  $('paste-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  area('paste-text').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void submit();
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text') ?? '';
    const field = event.target instanceof HTMLElement && event.target.matches('input, textarea');
    if (field || text === '' || view() !== 'scan') return;
    event.preventDefault();
    void take(text);
  });
}

export function wireScan() {
  state.camera = new Camera(/** @type {HTMLVideoElement} */ ($('camera')));
  wireCamera();
  wirePaste();
  const wedge = new Wedge();
  wedge.onScan = (typed) => void fromScanner(typed);
  wedge.onTooLong = () => announce(t('scan.too-long'), 'alert');
  wedge.listen(document);
  input('picture').addEventListener('change', () => {
    const [file] = input('picture').files ?? [];
    input('picture').value = '';
    if (file) void fromPicture(file);
  });
  button('scan-cancel').addEventListener('click', () => {
    state.scanFor = 'check';
    if (home() === 'setup') openSetup();
    else go('scan');
  });
  warm();
}
