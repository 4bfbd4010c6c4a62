// SPDX-License-Identifier: Apache-2.0
// Asking: a question with a fresh number as a code on this screen, which the other phone answers.

import { $, button, input, say, sayIf, show } from './dom.js';
import { label, t } from './i18n.js';
import { drawCode } from './code.js';
import { change, state } from './state.js';
import { elapsed, isWaiting, left, openQuestion } from './question.js';
import { go, goHome, onView } from './views.js';
import { guarded } from './pin_view.js';
import { showNotice } from './notice_view.js';

/**
 * presetNow is what is asked here, of the office that is asked first.
 * @returns {{ issuer: string, preset: import('../whit/whit.js').Preset } | null}
 */
export function presetNow() {
  const { issuer, preset: slug } = state.settings;
  const offices = state.offices.open();
  offices.sort((a, b) => Number(b.issuer === issuer) - Number(a.issuer === issuer));
  for (const office of offices) {
    const preset = office.presets.find((one) => one.slug === slug);
    if (preset) return { issuer: office.issuer, preset };
  }
  return null;
}

/** startsWithAsk tells whether nothing but an answer to a question counts here. */
export function startsWithAsk() {
  const here = presetNow();
  return here !== null && here.preset.modes.join() === 'challenge' && !here.preset.kinds.includes('paper');
}

export function canAsk() {
  return presetNow()?.preset.modes.includes('challenge') ?? false;
}

/** ask makes a question, after asking for this place's name where it has none. */
export async function ask() {
  const here = presetNow();
  if (!here) {
    showNotice(t('ask.title'), t('reason.no-bundle'), goHome, t('do.get-data'));
    return;
  }
  if (!here.preset.modes.includes('challenge')) {
    showNotice(t('ask.title'), t('ask.not-here'));
    return;
  }
  if (state.settings.name === '') {
    await guarded(t('change.name'), async () => {}, (made) => (made ? askName(ask, goHome) : goHome()), false);
    return;
  }
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const { name } = state.settings;
  const { issuer, preset: { slug: preset } } = here;
  try {
    const text = await state.engine.ask(issuer, preset, name, nonce);
    state.question = { nonce, text, issuer, preset, name, asked: performance.now() };
  } catch (error) {
    showNotice(t('ask.title'), t('failed.other', { code: /** @type {any} */ (error).code ?? 'error' }));
    return;
  }
  drawCode('ask-code', state.question.text, t('ask.code-label'));
  const facts = here.preset.facts.map((fact) => label(fact.labels, fact.slug)).join(', ');
  say('ask-facts', t('ask.asks', { name, facts }));
  go('ask');
  tick();
}

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/** tick says how long an answer still counts, here and on the scanning screen. */
function tick() {
  clearInterval(ticking);
  const once = () => {
    const question = openQuestion();
    const rest = question ? left(question) : 0;
    const clockText = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
    say('ask-time', rest > 0 ? t('ask.left', { time: clockText }) : t('ask.over'));
    $('ask-code').dataset.over = String(rest === 0);
    show('ask-anew', rest === 0);
    show('ask-scan', rest > 0);
    const waiting = question !== null && elapsed(question) > 0;
    show('question-open', waiting);
    say('question-open-text', rest > 0 ? t('ask.open', { time: clockText }) : t('ask.over'));
    show('question-show', rest > 0);
    if (!question) clearInterval(ticking);
  };
  once();
  ticking = setInterval(once, 500);
}

/** end forgets the question. */
function end() {
  state.question = null;
  tick();
  goHome();
}

/** @type {{ then: () => void, otherwise: () => void }} */
let named = { then: goHome, otherwise: goHome };

/**
 * askName asks what this place is called.
 * @param {() => void} then @param {() => void} otherwise
 */
export function askName(then, otherwise) {
  named = { then, otherwise };
  input('name-text').value = state.settings.name;
  sayIf('name-error', '');
  go('name');
}

/** @param {Event} event */
async function takeName(event) {
  event.preventDefault();
  const name = input('name-text').value.trim();
  if (!(await state.engine.isName(name))) {
    sayIf('name-error', t('name.wrong'));
    input('name-text').focus();
    return;
  }
  await change({ name });
  named.then();
}

export function wireAsk() {
  button('ask').addEventListener('click', ask);
  button('ask-anew').addEventListener('click', ask);
  button('ask-end').addEventListener('click', end);
  button('ask-scan').addEventListener('click', () => goHome());
  button('question-show').addEventListener('click', () => {
    if (isWaiting()) go('ask');
  });
  $('name-form').addEventListener('submit', takeName);
  button('name-cancel').addEventListener('click', () => named.otherwise());
  onView((to) => {
    if (to === 'scan' || to === 'ask') tick();
  });
}
