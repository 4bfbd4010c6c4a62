// SPDX-License-Identifier: Apache-2.0
// What is asked, or wanted, and what would be shown: read by a person before anything is used up.

import { $, button, make, say, sayIf, show } from '../../verify/app/dom.js';
import { dateAndClock, t } from '../../verify/app/i18n.js';
import { codeOf } from './office.js';
import { now, state, wallet } from './state.js';
import { crowdSentence, factName, freshnessSentence, kindMeans, kindName, obstacleSentence, sentence } from './words.js';
import { showCode } from './show.js';
import { showNotice } from './notice_view.js';
import { go, goHome } from './views.js';

/** @typedef {import('../core/wallet.js').Question} Question */
/** @typedef {import('../core/wallet.js').Asked} Asked */
/** @typedef {import('../core/wallet.js').Prospect} Prospect */

/** @type {{ question: Question, asked: Asked | null, prospect: Prospect } | null} */
let open = null;

const OTHERS = /** @type {Record<string, string>} */ ({
  invitation: 'question.is-letter', presentation: 'question.is-answer', newer: 'letter.newer', 'not-ours': 'question.not-ours',
});

/** takeQuestion takes the text of a question, from wherever it came. @param {string} text */
export async function takeQuestion(text) {
  if (!state.wallet) return;
  const what = state.core.recognise(text);
  if (what !== 'request') return showNotice(t('question.title'), t(OTHERS[what] ?? 'question.other-code'));
  /** @type {Asked} */
  let asked;
  try {
    asked = wallet().readRequest(text);
  } catch (error) {
    const forged = codeOf(error) === 'bad_signature';
    return showNotice(t('question.title'), t(forged ? 'question.forged' : 'question.damaged'), forged ? t('question.forged-do') : '');
  }
  if (!asked.known) return showNotice(t('question.title'), t('question.other-office', { name: asked.name, issuer: asked.issuer }));
  offer({ request: asked.text }, asked);
}

/**
 * wantShown is a fact that its holder picked. It is shown at once unless there is something to read.
 * @param {string} issuer @param {string} slug
 */
export async function wantShown(issuer, slug) {
  const question = { issuer, facts: [slug] };
  const prospect = wallet().look(question, now());
  const few = prospect.kind === 'blind' && crowdSentence(prospect.crowd) !== '';
  if (prospect.obstacle === null && prospect.freshness === 'unused' && !few) {
    await showCode(question, prospect, null, false);
  } else offer(question, null);
}

/**
 * offer says what would be shown, and waits for a yes.
 * @param {Question} question @param {Asked | null} asked
 */
export function offer(question, asked) {
  const prospect = wallet().look(question, now());
  open = { question, asked, prospect };
  drawAsker(asked);
  const facts = asked?.facts ?? prospect.facts;
  $('offer-facts').replaceChildren(...facts.map((fact) => make('li', { text: factName(fact) })));
  sayIf('offer-obstacle', obstacleSentence(prospect));
  const { kind, obstacle, freshness, crowd, instead, other } = prospect;
  const possible = obstacle === null;
  sayIf('offer-kind', possible && kind ? kindName(kind) : '');
  sayIf('offer-kind-means', possible && kind ? kindMeans(kind) : '');
  sayIf('offer-crowd', possible && kind === 'blind' ? crowdSentence(crowd) : '');
  sayIf('offer-instead', possible && instead ? t('offer.instead') : '');
  sayIf('offer-fresh', possible ? freshnessSentence(freshness) : '');
  show('offer-go', possible);
  say('offer-go', t(freshness === 'again' ? 'offer.again' : 'offer.show'));
  show('offer-other', possible && other !== null);
  if (other) say('offer-other', t(other === 'blind' ? 'offer.take-blind' : 'offer.take-revocable'));
  go('offer');
}

/** @param {Asked | null} asked */
function drawAsker(asked) {
  say('offer-title', asked ? t('question.asks', { name: asked.name }) : t('offer.title'));
  sayIf('offer-who', asked ? t(asked.signedBy ? 'question.signed' : 'question.unsigned') : '');
  sayIf('offer-until', asked?.until ? t('question.until', { time: dateAndClock(asked.until) }) : '');
}

async function accept() {
  if (!open) return;
  const { question, asked, prospect } = open;
  open = null;
  await showCode(question, prospect, asked, prospect.freshness === 'again');
}

function takeOther() {
  if (!open?.prospect.other) return;
  const { question, asked, prospect } = open;
  offer({ ...question, kind: prospect.other ?? undefined }, asked);
}

/** failedToShow says why nothing is on the screen. @param {unknown} error */
export function failedToShow(error) {
  showNotice(t('show.failed'), sentence(codeOf(error)), t('show.failed-do'));
}

export function wireOffer() {
  button('offer-go').addEventListener('click', () => void accept());
  button('offer-other').addEventListener('click', takeOther);
  button('offer-cancel').addEventListener('click', () => {
    open = null;
    goHome();
  });
}
