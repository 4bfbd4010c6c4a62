// SPDX-License-Identifier: Apache-2.0
// An answer in words: why, and what to do in the next five seconds. No sentence blames the person who
// shows a code for a clock, and none says of whom a fact was withdrawn.

import { dateAndClock, date, clock, span, t, value, label } from './i18n.js';
import { reasonOfMalformed, reasonOfUnsupported, isNewer } from './not_ours.js';

/** @typedef {import('../types').Outcome} Outcome */
/** @typedef {import('../types').Words} Words */
/** @typedef {import('../types').Office} Office */
/** @typedef {import('../whit/whit.js').VerdictName} Verdict */
/** @typedef {import('../whit/whit.js').VerdictClass} Class */

const LIVE = 300;              // s; older than this a code was never shown live
const AT_ONCE = 120, ONE_CLOCK = 900;
const FAR_AHEAD = 30 * 86400;  // s behind the data's end: as likely a wrong clock as old data

/** What is known beside the report. `elapsed` is of the open question, `clock` this device's. */
/** @typedef {{ text: string, office: Office | null, preset: string, elapsed: number, clock: number, answered: boolean, repeated: boolean, training: boolean }} About */

const WORDS = /** @type {Record<Class, string>} */ ({
  yes: 'word.yes', no: 'word.no', 'cannot-tell': 'word.cannot-tell', specimen: 'word.specimen',
});

const REASONS = /** @type {Partial<Record<Verdict, string>>} */ ({
  unknown_key: 'reason.unknown-key', bad_signature: 'reason.bad-signature',
  bad_holder_proof: 'reason.bad-holder-proof', replayed: 'reason.replayed',
  wrong_audience: 'reason.wrong-audience', not_yet_valid: 'reason.not-yet-valid',
  expired: 'reason.expired', withdrawn: 'reason.withdrawn', kind_refused: 'reason.kind-refused',
  mode_refused: 'reason.mode-refused', no_bundle: 'reason.no-bundle',
  document_mismatch: 'reason.document-mismatch', document_not_compared: 'reason.document-not-compared',
  key_withdrawn: 'reason.key-withdrawn', specimen: 'reason.specimen',
});

const ADVICE = /** @type {Record<Verdict, string>} */ ({
  malformed: 'do.scan-again', valid: 'do.let-pass', unsupported: 'do.right-code', missing_fact: 'do.ask',
  unknown_key: 'do.update-or-refuse', bad_signature: 'do.refuse', bad_holder_proof: 'do.refuse',
  stale_proof: 'do.reopen', replayed: 'do.ask', wrong_audience: 'do.ask', not_yet_valid: 'do.wallet-online',
  expired: 'do.wallet-says-why', withdrawn: 'do.wallet-says-why', kind_refused: 'do.ask', mode_refused: 'do.ask',
  no_bundle: 'do.get-data', stale_bundle: 'do.update', clock_doubtful: 'do.set-clock',
  document_mismatch: 'do.document', document_not_compared: 'do.document', key_withdrawn: 'do.key-withdrawn',
  specimen: 'do.training',
});

const ASK_HELPS = new Set(['missing_fact', 'stale_proof', 'replayed', 'wrong_audience', 'kind_refused',
  'mode_refused', 'clock_doubtful']);
const UPDATE_HELPS = new Set(['unknown_key', 'no_bundle', 'stale_bundle']);
const ENDED = new Set(['expired', 'withdrawn', 'not_yet_valid']);

// clocksDiffer tells whether an answer to a question of a moment ago was signed at quite another time
// than this device's. Nobody who queues knows which of the two clocks is right.
/** @param {Outcome} outcome @param {About} about */
function clocksDiffer({ report }, about) {
  if (report.mode !== 'challenge' || about.elapsed > AT_ONCE || report.signedAt === null) return false;
  return Math.abs(report.signedAt - about.clock) > ONE_CLOCK;
}

/** @param {Outcome} outcome @param {About} about */
function staleProof({ report }, about) {
  if (report.mode === 'challenge') return t('reason.answered-late', { span: span(about.elapsed) });
  const ago = report.now - (report.signedAt ?? report.now);
  if (ago < 0) return t('reason.made-ahead', { span: span(-ago) });
  return t(ago > LIVE ? 'reason.picture' : 'reason.made-ago', { span: span(ago) });
}

/** @param {Outcome} outcome @param {About} about */
function staleBundle({ report, expires, maxAge }, about) {
  if (about.clock > expires + FAR_AHEAD) {
    return t('reason.expired-far', { expired: date(expires), now: date(about.clock) });
  }
  if (report.now >= expires) return t('reason.data-expired', { expired: date(expires) });
  return t('reason.data-old', { age: span(report.age ?? 0), limit: span(maxAge) });
}

/** @param {Outcome} outcome @param {About} about */
function clockDoubtful({ floor }, about) {
  const sameDay = date(floor) === date(about.clock);
  const told = sameDay ? dateAndClock : date;
  return t('reason.clock', { now: told(about.clock), data: told(floor) });
}

/** @param {Outcome} outcome @param {About} about */
function missing({ report }, about) {
  const lacking = report.facts.filter((fact) => fact.verdict === 'missing_fact' || fact.verdict === 'specimen');
  return t('reason.missing', { facts: lacking.map((fact) => factLabel(fact, about)).join(', ') });
}

/** @param {{ slug: string }} fact @param {About} about */
function factLabel(fact, about) {
  const presets = about.office?.presets ?? [];
  const known = presets.flatMap((preset) => preset.facts).find(({ slug }) => slug === fact.slug);
  return label(known?.labels, fact.slug === 'document' ? t('fact.document') : fact.slug);
}

/** @param {Verdict} verdict @param {Outcome} outcome @param {About} about */
function reason(verdict, outcome, about) {
  if (ENDED.has(verdict) && clocksDiffer(outcome, about)) return t('reason.if-clock-right');
  // At a gate it is the holder's to know why it ended.
  if (outcome.atGate && (verdict === 'expired' || verdict === 'withdrawn')) return t('reason.not-valid-now');
  switch (verdict) {
    case 'malformed': return reasonOfMalformed(about.text);
    case 'unsupported': return reasonOfUnsupported(about.text, outcome.recognised);
    case 'missing_fact': return missing(outcome, about);
    case 'stale_proof': return staleProof(outcome, about);
    case 'stale_bundle': return staleBundle(outcome, about);
    case 'clock_doubtful': return clockDoubtful(outcome, about);
    case 'wrong_audience': return t(about.answered ? 'reason.answered-already' : 'reason.wrong-audience');
    case 'valid': return '';
    default: return t(REASONS[verdict] ?? 'reason.bad-signature');
  }
}

// A wallet that holds both kinds answers a question with the one that it wants. One that answered with
// the other may be told by its holder.
/** @param {Outcome} outcome @param {About} about */
function otherKind({ report }, about) {
  const taken = about.office?.presets.find(({ slug }) => slug === about.preset)?.kinds ?? [];
  if (taken.length > 0 && taken.every((kind) => kind === 'paper')) return t('do.paper-card');
  if (report.kind === 'paper') return t('do.phone-code');
  return t(report.mode === 'challenge' ? 'do.other-kind' : ADVICE.kind_refused);
}

/** @param {Verdict} verdict @param {Outcome} outcome @param {About} about */
function advice(verdict, outcome, about) {
  if (ENDED.has(verdict) && clocksDiffer(outcome, about)) {
    const signed = outcome.report.signedAt ?? 0;
    const sameDay = date(signed) === date(about.clock);
    const told = sameDay ? clock : dateAndClock;
    return t('do.set-either-clock', { phone: told(signed), here: told(about.clock) });
  }
  if (verdict === 'unsupported' && isNewer(outcome.recognised)) return t('do.update-page');
  if (verdict === 'kind_refused') return otherKind(outcome, about);
  if (verdict === 'stale_bundle' && about.clock > outcome.expires + FAR_AHEAD) return t('do.clock-or-update');
  return t(ADVICE[verdict]);
}

/** @param {Outcome} outcome @param {About} about @param {boolean} trained */
function facts({ report, atGate }, about, trained) {
  // One fact that came out as the whole did needs no line, except for what it says.
  const alike = report.facts.every((fact) => fact.verdict === report.facts[0]?.verdict);
  const whole = trained ? report.training : report.verdict;
  if (alike && whole !== 'valid' && whole !== 'document_not_compared') return [];
  return report.facts.map((fact) => {
    const good = fact.verdict === 'valid' || fact.verdict === 'specimen';
    const half = fact.verdict === 'document_not_compared';
    const said = value(fact.value);
    const why = good || half ? said : t(atGate && ENDED.has(fact.verdict) ? 'reason.not-valid-now' : SHORT[fact.verdict] ?? 'short.no');
    const text = factLabel(fact, about) + (why === '' ? '' : `: ${why}`);
    return { sign: /** @type {'yes' | 'no' | 'cannot-tell'} */ (good ? 'yes' : half ? 'cannot-tell' : 'no'), text };
  });
}

const SHORT = /** @type {Partial<Record<Verdict, string>>} */ ({
  missing_fact: 'short.missing', expired: 'reason.expired', withdrawn: 'reason.withdrawn',
  not_yet_valid: 'reason.not-yet-valid', document_not_compared: 'short.document',
});

/**
 * wordsOf is an answer for people. In training a specimen says what it would have been, in grey.
 * @param {Outcome} outcome @param {About} about @returns {Words}
 */
export function wordsOf(outcome, about) {
  const { report } = outcome;
  const trained = report.verdict === 'specimen' && about.training && report.training !== null;
  const verdict = /** @type {Verdict} */ (trained ? report.training : report.verdict);
  const found = /** @type {Class} */ (trained ? report.trainingClass : report.class);
  const judged = outcome.issuer !== '' && report.age !== null;
  const notes = [];
  if (about.repeated) notes.push(t('result.same-scan'));
  if (judged && !outcome.withdrawals) notes.push(t('result.no-withdrawals'));
  return {
    look: trained ? 'specimen' : found,
    sign: found,
    word: t(WORDS[found]),
    reason: reason(verdict, outcome, about),
    // Whoever switches training on must not be let in by a training code.
    advice: trained && verdict === 'valid' ? t('do.practice') : advice(verdict, outcome, about),
    facts: facts(outcome, about, trained),
    data: judged ? t('result.data', { age: span(report.age ?? 0), limit: span(outcome.maxAge) }) : '',
    note: notes.join(' '),
    ask: ASK_HELPS.has(verdict),
    update: UPDATE_HELPS.has(verdict),
    trained,
  };
}
