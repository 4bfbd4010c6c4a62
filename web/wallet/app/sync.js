// SPDX-License-Identifier: Apache-2.0
// When the office is asked: on opening and then once an hour at most, when somebody presses the button,
// and for anonymous codes at their own minute, whatever else happens.

import { codeOf, collect, collectBlind, takeNews } from './office.js';
import { accounts, change, keep, now, state, wallet } from './state.js';
import { isOurs } from '../../verify/app/net.js';

/** @typedef {import('./office.js').Brought} Brought */
/** @typedef {import('../core/wallet.js').BlindOutlook} Outlook */

const HOUR = 3600;       // s between two askings that nobody pressed a button for
const FIRST = 60, LONGEST = 1800;  // s between two tries that fail
const TICK = 15000;      // ms

/** By issuer: why the last asking came to nothing, "" where it didn't. @type {Map<string, string>} */
export const failed = new Map();
/** By issuer: why anonymous codes didn't come when they should have. @type {Map<string, string>} */
export const blindFailed = new Map();
/** By issuer, since its data came in. @type {Map<string, Outlook>} */
const outlooks = new Map();

let running = false, wait = 0, notBefore = 0;
/** @type {(brought: Brought, issuer: string) => void} */
let told = () => {};

export const isRunning = () => running;

/**
 * lookAhead lets the core draw the next minute, and keeps what it drew: beside the wallet as well, for
 * the page to know when it is opened, before the office's data are there.
 * @param {string} issuer
 */
async function lookAhead(issuer) {
  const outlook = wallet().nextBlind(issuer, now()), { minutes } = state.settings;
  outlooks.set(issuer, outlook);
  if (outlook.at === minutes[issuer]) return;
  await keep();
  await change({ minutes: { ...minutes, [issuer]: outlook.at } });
}

/**
 * outlookOf is where anonymous codes stand, as far as it is known.
 * @param {string} issuer @returns {Outlook}
 */
export const outlookOf = (issuer) =>
  outlooks.get(issuer) ?? { stage: 'waiting', at: state.settings.minutes[issuer] ?? null, faults: [] };

/** Its minute has come, or had come before the page was opened. @param {string} issuer */
const blindIsDue = (issuer) => {
  const { stage, at } = outlookOf(issuer);
  return stage === 'due' || (stage === 'waiting' && at !== null && at <= now());
};

/**
 * syncOne asks one office for everything.
 * @param {{ issuer: string, url: string }} account @param {Uint8Array} [data]
 * @returns {Promise<Brought>}
 */
async function syncOne(account, data) {
  const brought = { codes: 0, blind: 0, newRoot: await takeNews(account, data), blindCode: '' };
  await lookAhead(account.issuer);  // whatever becomes of the rest, the page can say how it stands
  brought.codes = await collect(account);
  await blindOne(account, brought);
  await change({ asked: { ...state.settings.asked, [account.issuer]: now() } });
  return brought;
}

/** Anonymous codes that don't come stop nothing else. @param {{ issuer: string, url: string }} account @param {Brought} brought */
async function blindOne(account, brought) {
  try {
    await lookAhead(account.issuer);
    if (blindIsDue(account.issuer)) {
      brought.blind = await collectBlind(account);
      await lookAhead(account.issuer);
    }
    blindFailed.delete(account.issuer);
  } catch (error) {
    brought.blindCode = codeOf(error);
    blindFailed.set(account.issuer, brought.blindCode);
  }
}

/** @param {import('../core/wallet.js').Account} account */
const canAsk = (account) => account.ended === null && isOurs(account.url);

/** @param {import('../core/wallet.js').Account} account */
const isDue = (account) => canAsk(account) &&
  (now() - (state.settings.asked[account.issuer] ?? 0) >= HOUR || now() < (state.settings.asked[account.issuer] ?? 0) ||
    (blindIsDue(account.issuer) && !blindFailed.has(account.issuer)));

/**
 * sync asks the offices that are due, or all. `data` is at hand for `of` after enrolling.
 * @param {boolean} all @param {{ of?: string, data?: Uint8Array }} [given]
 */
export async function sync(all, given = {}) {
  if (running || !state.wallet) return;
  running = true;
  document.body.dataset.asking = 'true';
  let fine = true;
  try {
    for (const account of accounts()) {
      if (!canAsk(account) || !(all || isDue(account))) continue;
      try {
        const brought = await syncOne(account, given.of === account.issuer ? given.data : undefined);
        failed.delete(account.issuer);
        told(brought, account.issuer);
      } catch (error) {
        fine = false;
        failed.set(account.issuer, codeOf(error));
      }
    }
  } finally {
    running = false;
    document.body.dataset.asking = 'false';
  }
  wait = fine ? 0 : Math.min(LONGEST, Math.max(FIRST, wait * 2));
  notBefore = performance.now() + wait * 1000 * (0.75 + Math.random() / 2);
  told({ codes: 0, blind: 0, newRoot: false, blindCode: '' }, '');
}

/**
 * keepSynced asks on opening, every hour, at the minute of anonymous codes, and when the network is back.
 * @param {(brought: Brought, issuer: string) => void} onChange
 */
export function keepSynced(onChange) {
  told = onChange;
  const tick = () => {
    if (!state.wallet || navigator.onLine === false || performance.now() < notBefore) return;
    if (accounts().some(isDue)) void sync(false);
  };
  setInterval(tick, TICK);
  addEventListener('online', () => {
    notBefore = 0;
    tick();
  });
  document.addEventListener('visibilitychange', tick);
  tick();
}

/** resumeBlind lets anonymous codes come again, after a person has read why they had stopped. @param {string} issuer */
export async function resumeBlind(issuer) {
  wallet().resumeBlind(issuer);
  await keep();
  blindFailed.delete(issuer);
  outlooks.delete(issuer);
}

/** forgetSync is for a wallet that is gone. */
export function forgetSync() {
  for (const map of [failed, blindFailed, outlooks]) map.clear();
}
