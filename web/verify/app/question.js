// SPDX-License-Identifier: Apache-2.0
// The one question that may be open, and how long it has been. No clock that can be set counts.

import { state } from './state.js';

export const ANSWER_TIME = 120;  // s

/** @typedef {import('./state.js').Question} Question */

/** elapsed is whole seconds since it was asked, rounded up. @param {Question} question */
export const elapsed = (question) => Math.ceil((performance.now() - question.asked) / 1000);

/** left is the seconds in which an answer still counts. @param {Question} question */
export const left = (question) => Math.max(0, ANSWER_TIME - elapsed(question));

// An answer that comes too late is told so for this long; then the question is forgotten.
const LATE = 480;

export function openQuestion() {
  const { question } = state;
  if (question && elapsed(question) > ANSWER_TIME + LATE) state.question = null;
  return state.question;
}

/** isWaiting tells whether a question is open that can still be answered. */
export function isWaiting() {
  const question = openQuestion();
  return question !== null && left(question) > 0;
}

/** @type {() => void} */
let answered = () => {};
/** onAnswered is told when a question has its answer. @param {() => void} told */
export const onAnswered = (told) => {
  answered = told;
};

/** answeredBy closes a question: it takes one answer and no more. @param {Question} question */
export function answeredBy(question) {
  if (state.question === question) state.question = null;
  answered();
}
