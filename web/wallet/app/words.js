// SPDX-License-Identifier: Apache-2.0
// Sentences for what the core, the office and the device say in codes.

import { dateAndClock, label, t } from '../../verify/app/i18n.js';

/** @typedef {import('../core/wallet.js').Fact} Fact */
/** @typedef {import('../core/wallet.js').Kind} Kind */

/** Codes of failures with a sentence of their own. */
const SENTENCES = /** @type {Record<string, string>} */ ({
  'net-network': 'net.none', 'net-status': 'net.status', 'net-large': 'net.large', 'net-redirect': 'net.redirect',
  'net-damaged': 'net.damaged', 'net-elsewhere': 'net.elsewhere',
  'vault-storage': 'failed.storage', 'vault-turn': 'failed.turn',
  'letter-refused': 'pin.refused', 'too-many': 'failed.too-many', 'office-busy': 'failed.busy',
  bad_pin: 'pin.length', refused: 'failed.refused', conflict: 'failed.conflict',
  older_version: 'data.older', older_manifest: 'data.older', older_key_list: 'data.older',
  version_conflict: 'data.two-stories', broken_chain: 'data.two-stories',
  wrong_root: 'data.other-root', unannounced_root: 'data.other-root',
  bad_times: 'data.over', expired: 'data.over', bad_signature: 'data.unsigned', unknown_key: 'data.unsigned',
  already_exists: 'data.twice', broken: 'failed.broken', 'blind-wrong': 'blind.wrong',
});

/** @param {string} code */
export const sentence = (code) => (SENTENCES[code] ? t(SENTENCES[code]) : t('failed.other', { code }));

/** Why anonymous codes didn't come. @param {string} code */
export const blindSentence = (code) => t('blind.failed', { why: sentence(code) });

const FAULTS = {
  'no-key': 'blind.no-key', unsound: 'blind.bad-key', 'second-key': 'blind.bad-key', 'used-before': 'blind.bad-key',
  'old-cosignature': 'blind.unseen',
};

/** Why the office's keys for anonymous codes may not be used. @param {import('../core/wallet.js').BlindOutlook} outlook */
export function faultSentence({ faults }) {
  const keys = new Set(faults.map(({ fault }) => FAULTS[fault]));
  return [...keys].map((key) => t(key)).join(' ');
}

/** @param {Fact} fact */
export const factName = (fact) => label(fact.labels, fact.slug);

/** @param {readonly Fact[]} facts */
export const factNames = (facts) => facts.map(factName).join(', ');

/** @param {Kind} kind */
export const kindName = (kind) => t(kind === 'blind' ? 'kind.blind' : 'kind.revocable');

/** What a code of this kind tells. @param {Kind} kind */
export const kindMeans = (kind) => t(kind === 'blind' ? 'kind.blind-means' : 'kind.revocable-means');

/** How few others a blind code hides among, or "". @param {import('../core/wallet.js').Crowd | null} crowd */
export function crowdSentence(crowd) {
  if (!crowd) return t('crowd.unknown');
  return crowd.small ? t('crowd.small', { n: crowd.most }) : '';
}

const FRESHNESS = { unused: '', 'same-question': 'fresh.same-question', borrowed: 'fresh.borrowed', again: 'fresh.again' };

/** What showing gives away. @param {import('../core/wallet.js').Freshness | null} freshness */
export function freshnessSentence(freshness) {
  const key = freshness ? FRESHNESS[freshness] : '';
  return key ? t(key) : '';
}

/** @param {import('../core/wallet.js').Prospect} prospect */
export function obstacleSentence({ obstacle, facts }) {
  const names = { facts: factNames(facts) };
  switch (obstacle) {
    case null: return '';
    case 'lacking': return t('obstacle.lacking', names);
    case 'apart': return t('obstacle.apart', names);
    case 'wrong-mode': return t('obstacle.mode', names);
    case 'wrong-kind': return t('obstacle.kind', names);
    case 'over': return t('obstacle.over');
  }
}

/** When anonymous codes come. @param {import('../core/wallet.js').BlindOutlook} outlook @param {number} now */
export function blindWhen({ stage, at }, now) {
  if (stage === 'due' || stage === 'busy') return t('blind.due');
  if (stage !== 'waiting' || at === null) return '';
  return at <= now ? t('blind.due') : t('blind.when', { time: dateAndClock(at) });
}
