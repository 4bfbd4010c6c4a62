// SPDX-License-Identifier: Apache-2.0
// From the text of a code to its answer. What was shown is forgotten within 15 seconds.

import { say } from './dom.js';
import { t } from './i18n.js';
import { state, now } from './state.js';
import { answeredBy, elapsed, openQuestion } from './question.js';
import { showResult } from './result.js';
import { showNotice } from './notice_view.js';
import { wordsOf } from './advice.js';

/** @typedef {import('../types').Outcome} Outcome */

const SAME_SCAN = 15000;  // ms
const LONGEST = 8192;     // characters; the longest code has 1,248
const ACCEPTED = new Set(['valid', 'document_not_compared', 'specimen']);

/**
 * What was accepted a moment ago, so that a scanner that fires twice gets the same answer.
 * @type {{ text: string, at: number, outcome: Outcome, elapsed: number } | null}
 */
let last = null;
/** What forgets it. @type {ReturnType<typeof setTimeout> | undefined} */
let forget;
let busy = false;

/** @param {Outcome} outcome @param {string} text @param {number} took */
function remember(outcome, text, took) {
  clearTimeout(forget);
  last = { text, at: performance.now(), outcome, elapsed: took };
  forget = setTimeout(() => {
    last = null;
  }, SAME_SCAN);
}

/** @param {Outcome} outcome */
function count({ report }) {
  const found = report.class === 'specimen' ? (state.training ? report.trainingClass : 'no') : report.class;
  if (found === 'yes') state.counter.yes += 1;
  else if (found === 'cannot-tell') state.counter.talk += 1;
  else state.counter.no += 1;
  drawCounter();
}

export function drawCounter() {
  say('counter', t('counter', state.counter));
}

/**
 * check answers `text` on the screen. One at a time: what comes meanwhile is let go.
 * @param {string} given
 */
export async function check(given) {
  if (busy) return;
  busy = true;
  try {
    const text = given.length > LONGEST ? given.slice(0, LONGEST) : given.trim();
    if (text !== '') await answer(text);
  } finally {
    busy = false;
  }
}

/** @param {string} text */
async function answer(text) {
  if (last && last.text === text && performance.now() - last.at < SAME_SCAN) {
    tell(last.outcome, text, last.elapsed, true);
    return;
  }
  const question = openQuestion();
  const took = question ? elapsed(question) : 0;
  const { preset, name } = state.settings;
  const asked = question ? { nonce: question.nonce, elapsed: took } : {};
  /** @type {Outcome} */
  let outcome;
  try {
    outcome = await state.engine.check({
      text, now: now(), ...asked, preset: question?.preset ?? preset, name: question?.name ?? name,
      issuer: question?.issuer ?? state.settings.issuer,
    });
  } catch (error) {
    failed(/** @type {{ code?: string }} */ (error).code ?? '');
    return;
  }
  if (ACCEPTED.has(outcome.report.verdict)) {
    remember(outcome, text, took);
    if (question && outcome.report.mode === 'challenge') answeredBy(question);
  }
  count(outcome);
  tell(outcome, text, took, false);
}

/** @param {Outcome} outcome @param {string} text @param {number} took @param {boolean} repeated */
function tell(outcome, text, took, repeated) {
  const office = state.offices.all.get(outcome.issuer)?.office ?? null;
  showResult(wordsOf(outcome, {
    text, office, preset: state.settings.preset, elapsed: took, clock: now(),
    answered: wasAnswered(outcome), repeated, training: state.training,
  }));
}

let answeredAt = -Infinity;

/** noteAnswered remembers that a question had its answer, for the sentence of a second one. */
export function noteAnswered() {
  answeredAt = performance.now();
}

/** @param {Outcome} outcome */
function wasAnswered({ report }) {
  return report.verdict === 'wrong_audience' && !openQuestion() && performance.now() - answeredAt < 600000;
}

/** @param {string} code */
function failed(code) {
  if (code === 'no_webcrypto') showNotice(t('failed.title'), t('failed.https'));
  else if (code === 'broken') showNotice(t('failed.title'), t('failed.broken'), () => location.reload());
  else showNotice(t('failed.title'), t('failed.other', { code: code || 'error' }));
}
