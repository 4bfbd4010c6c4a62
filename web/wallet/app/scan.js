// SPDX-License-Identifier: Apache-2.0
// Reading codes: by the camera, from a picture, from the paste box. The reader is loaded when the first
// of these is used.

import { $, area, button, input, say, sayIf, show } from '../../verify/app/dom.js';
import { t } from '../../verify/app/i18n.js';
import { readFile, warm } from '../../verify/app/decoder.js';
import { Camera } from '../../verify/app/camera.js';
import { state } from './state.js';
import { takeLetter } from './letter.js';
import { takeQuestion } from './offer.js';
import { showNotice } from './notice_view.js';
import { go, goHome, home, onView, view } from './views.js';

const HINT = 4000;  // ms that a hint stays

/** @type {ReturnType<typeof setTimeout> | undefined} */
let hinting;

/** @param {string} text */
function hint(text) {
  if ($('scan-hint').textContent === text) return;
  say('scan-hint', text);
  clearTimeout(hinting);
  if (text !== '') hinting = setTimeout(() => say('scan-hint', ''), HINT);
}

/** @param {'letter' | 'question'} what is wanted */
export function openScan(what) {
  state.scanFor = what;
  say('scan-what', t(what === 'letter' ? 'scan.letter' : 'scan.question'));
  area('paste-text').value = '';
  go('scan');
}

/** take is where a text goes to, whoever read it. @param {string} text */
async function take(text) {
  // A letter that somebody scans among questions is a letter, and the other way round.
  const is = state.core.recognise(text);
  const letter = is === 'invitation' || (is !== 'request' && state.scanFor === 'letter') || home() !== 'home';
  await (letter ? takeLetter(text) : takeQuestion(text));
}

/** @param {import('../../verify/app/decoder.js').Found[]} found */
function fromCamera(found) {
  if (view() !== 'scan') return;
  const texts = [...new Set(found.map(({ text }) => text))];
  if (texts.length > 1) hint(t('scan.two-codes'));
  if (texts.length === 1) void take(texts[0] ?? '');
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

/** @type {Record<import('../../verify/app/camera.js').State, string>} */
const CAMERA_WORDS = {
  off: '', starting: 'camera.starting', on: '', refused: 'camera.refused', none: 'camera.none',
  insecure: 'camera.insecure', busy: 'camera.busy',
};

/** @param {import('../../verify/app/camera.js').State} is */
function drawCamera(is) {
  const key = CAMERA_WORDS[is];
  $('camera-box').dataset.state = is;
  sayIf('camera-text', key === '' ? '' : t(key));
  show('camera-start', is === 'refused' || is === 'busy' || is === 'none');
  show('torch', is === 'on' && state.camera.hasTorch());
  button('torch').setAttribute('aria-pressed', 'false');
}

function cameraToView() {
  if (view() === 'scan' && !document.hidden) {
    warm();
    void state.camera.start();
  } else state.camera.stop();
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
  onView(cameraToView);
}

/** @param {string} id of a file input */
function wirePicture(id) {
  input(id).addEventListener('change', () => {
    const [file] = input(id).files ?? [];
    input(id).value = '';
    if (id === 'start-picture') state.scanFor = 'letter';
    if (file) void fromPicture(file);
  });
}

export function wireScan() {
  state.camera = new Camera(/** @type {HTMLVideoElement} */ ($('camera')));
  wireCamera();
  wirePicture('picture');
  wirePicture('start-picture');
  $('paste-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = area('paste-text').value;
    area('paste-text').value = '';
    if (text.trim() !== '') void take(text);
  });
  button('scan-cancel').addEventListener('click', goHome);
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text') ?? '';
    const field = event.target instanceof HTMLElement && event.target.matches('input, textarea');
    if (field || text.trim() === '' || !['scan', 'home', 'start'].includes(view())) return;
    event.preventDefault();
    void take(text);
  });
}
