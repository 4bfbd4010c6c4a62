// SPDX-License-Identifier: Apache-2.0
// What a text is that is no code to be checked: said so that a person knows what to do instead.

import { t } from './i18n.js';

/** @typedef {import('../whit/whit.js').Recognised} Recognised */

/** @type {readonly (readonly [RegExp, string])[]} */
const OTHERS = [
  [/^HC1:/, 'reason.health'],
  [/^https?:\/\//i, 'reason.web-address'],
  [/^WIFI:/, 'reason.wifi'],
  [/^BEGIN:VCARD/, 'reason.visiting-card'],
  [/^otpauth:/, 'reason.log-in-secret'],
  [/^w[hp]1:/, 'reason.lower-case'],
];

/** @param {string} text */
export function reasonOfMalformed(text) {
  const trimmed = text.trim();
  if (/^W[A-Z][0-9]:/.test(trimmed)) return t('reason.damaged');
  for (const [start, key] of OTHERS) {
    if (start.test(trimmed)) return t(key);
  }
  return t('reason.not-ours');
}

/** @param {string} text @param {Recognised} recognised */
export function reasonOfUnsupported(text, recognised) {
  if (recognised === 'request') return t('reason.request');
  if (recognised === 'invitation') return t('reason.invitation');
  if (recognised === 'setup') return t('reason.setup-card');
  const start = text.trim().slice(0, 4);
  if (start === 'WF1:') return t('reason.photo');
  if (start === 'WC1:') return t('reason.receipt');
  return t('reason.newer');
}

/** @param {Recognised} recognised */
export const isNewer = (recognised) => recognised === 'newer';
