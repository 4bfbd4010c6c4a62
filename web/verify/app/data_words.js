// SPDX-License-Identifier: Apache-2.0
// Why data was not taken, in a sentence. What is here keeps working until it is too old.

import { t } from './i18n.js';

const SENTENCES = /** @type {Record<string, string>} */ ({
  older_version: 'data.older', older_manifest: 'data.older-keys', older_key_list: 'data.older-keys',
  version_conflict: 'data.two-stories', broken_chain: 'data.two-stories',
  other_successor: 'data.other-successor', other_training: 'data.other-training',
  other_issuer: 'data.other-issuer', wrong_issuer: 'data.other-issuer',
  wrong_root: 'data.other-root', unannounced_root: 'data.other-root', false_root: 'data.other-root',
  no_log_proof: 'data.not-logged', bad_log_proof: 'data.not-logged', wrong_log: 'data.not-logged',
  unproven_log: 'data.not-logged', wrong_key_list: 'data.not-logged',
  no_quorum: 'data.no-witness', old_cosignature: 'data.no-witness',
  bad_policy: 'data.bad-policy', weak_policy: 'data.bad-policy',
  manifest_ended: 'data.keys-ended', key_out_of_date: 'data.keys-ended',
  bundle_expired: 'data.expired', expired: 'data.expired',
  'net-network': 'net.none', 'net-status': 'net.status', 'net-large': 'net.large',
  'net-redirect': 'net.redirect', 'net-damaged': 'net.damaged', 'net-elsewhere': 'net.elsewhere',
});

/** dataSentence says the code of a failure. @param {string} code */
export function dataSentence(code) {
  const key = SENTENCES[code];
  return key ? t(key) : t('data.damaged', { code });
}

/** isAlarm tells whether a person has to hear of it though the old data still works. @param {string} code */
export const isAlarm = (code) => ['version_conflict', 'broken_chain', 'other_successor', 'wrong_root',
  'unannounced_root', 'false_root'].includes(code);
