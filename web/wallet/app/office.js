// SPDX-License-Identifier: Apache-2.0
// Asking the office: enrolling, its data, and codes. What is sent was saved before; what comes is saved
// before anything is shown of it.

import { NetError, ask, isOurs } from '../../verify/app/net.js';
import { keep, now, state, wallet } from './state.js';

const TRUST = 'v1/trust', WHOLE = 'v1/bundle/whole', ENROL = 'v1/enrol', COLLECT = 'v1/collect';
const TRUST_LIMIT = 256000, DATA_LIMIT = 16000000, ENROLLED_LIMIT = 65536, COLLECTED_LIMIT = 4194304;
const ROUNDS = 8;  // of collecting: one for each code of a day, at the most

/** Where this page's own office answers: one folder up. */
export const here = () => new URL('..', location.href).href;

/** `code` names a sentence; `more` fills it in. */
export class OfficeError extends Error {
  /** @param {string} code @param {Record<string, string>} [more] */
  constructor(code, more = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

/** @param {unknown} error */
export function codeOf(error) {
  if (error instanceof NetError) return `net-${error.kind}`;
  const { code, kind } = /** @type {{ code?: string, kind?: string }} */ (error ?? {});
  return String(code ?? (kind ? `vault-${kind}` : 'error'));
}

/**
 * exchange is one request to an office that has an account here; its clock is looked at by the way.
 * @param {{ issuer: string, url: string }} account @param {string} path @param {number} limit
 * @param {Uint8Array} [body]
 */
async function exchange({ issuer, url }, path, limit, body) {
  const asked = now();
  const reply = await ask(url, path, limit, body);
  if (reply.date !== 0 && state.wallet) wallet().seeTime(issuer, reply.date, asked, now());
  return reply;
}

/** fetchTrust is the trust file of this page's own office, which nobody believes yet. */
export async function fetchTrust() {
  const { status, bytes } = await ask(here(), TRUST, TRUST_LIMIT);
  if (status !== 200) throw new NetError('status', status);
  return bytes;
}

/** @param {{ issuer: string, url: string }} account */
async function fetchData(account) {
  const { status, bytes } = await exchange(account, WHOLE, DATA_LIMIT);
  if (status !== 200) throw new NetError('status', status);
  return bytes;
}

/**
 * enrol uses a letter up, and opens an account with the office whose words were compared.
 * @param {import('../core/wallet.js').Invitation} letter @param {string} pin
 * @param {Uint8Array} trust @param {string} url
 */
export async function enrol(letter, pin, trust, url) {
  if (!isOurs(url)) throw new NetError('elsewhere');
  // A letter works once: first see whether the office's data can be believed.
  const data = await ask(url, WHOLE, DATA_LIMIT);
  if (data.status !== 200) throw new NetError('status', data.status);
  state.core.checkData(trust, data.bytes, now());
  state.wallet ??= state.core.create();
  const body = wallet().enrol(letter, pin, now());
  await keep();
  const { status, bytes } = await ask(url, ENROL, ENROLLED_LIMIT, body).finally(() => body.fill(0));
  if (status === 403) throw new OfficeError('letter-refused');
  if (status === 429) throw new OfficeError('too-many');
  if (status !== 200) throw new OfficeError(status >= 500 ? 'office-busy' : 'refused');
  wallet().takeEnrolled(trust, bytes, now());
  await keep();
  return data.bytes;
}

/**
 * What an asking brought.
 * @typedef {object} Brought
 * @property {number} codes     new ones
 * @property {number} blind     anonymous ones among them
 * @property {boolean} newRoot
 * @property {string} blindCode why anonymous codes didn't come; "" where nothing was wrong
 */

/**
 * takeNews brings the office's newest data in. Codes are checked under it, so it comes first.
 * @param {{ issuer: string, url: string }} account @param {Uint8Array} [data] where it is at hand
 */
export async function takeNews(account, data) {
  const { newRoot } = wallet().takeNews(account.issuer, data ?? await fetchData(account), now());
  await keep();
  return newRoot;
}

/**
 * collect asks for all usual codes that can be had. It is how many came.
 * @param {{ issuer: string, url: string }} account
 */
export async function collect(account) {
  let codes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const body = wallet().planCollect(account.issuer, now());
    if (!body) break;
    await keep();
    const { status, bytes } = await exchange(account, COLLECT, COLLECTED_LIMIT, body);
    if (status === 200) {
      const gain = wallet().takeCollected(account.issuer, bytes, now());
      await keep();
      codes += gain.codes;
      if (gain.tokens === 0) break;
    } else if (!await goOn(wallet().refusedCollect(account.issuer, status, bytes, now()))) break;
  }
  return codes;
}

/** @param {import('../core/wallet.js').Refused} what */
async function goOn(what) {
  await keep();
  if (what === 'conflict' || what === 'refused') throw new OfficeError(what);
  if (what === 'later') throw new OfficeError('office-busy');
  return what === 'again';
}

/**
 * collectBlind asks for anonymous codes if this is their time. It is how many came.
 * @param {{ issuer: string, url: string }} account
 */
export async function collectBlind(account) {
  const body = wallet().planBlind(account.issuer, now());
  if (!body) return 0;
  await keep();
  const { status, bytes } = await exchange(account, COLLECT, COLLECTED_LIMIT, body);
  if (status !== 200) {
    await goOn(wallet().refusedCollect(account.issuer, status, bytes, now()));
    return 0;
  }
  const { blind, failed } = wallet().takeCollected(account.issuer, bytes, now());
  await keep();
  if (failed > 0) throw new OfficeError('blind-wrong');
  return blind;
}
