// SPDX-License-Identifier: Apache-2.0
// What the page knows at this moment. The wallet and the settings outlive it, in the vault.

/** @typedef {import('../core/wallet.js').WalletCore} WalletCore */
/** @typedef {import('../core/wallet.js').Wallet} Wallet */
/** @typedef {import('../core/wallet.js').Account} Account */
/** @typedef {import('./vault.js').Vault} Vault */
/** @typedef {import('../../verify/app/camera.js').Camera} Camera */

/** What became of the last time that an office was asked. @typedef {{ at: number, code: string }} Asked */

const DEFAULTS = {
  language: '',  // empty: as the browser has it
  /** By issuer: when the last asking that was answered ended. @type {Record<string, number>} */
  asked: {},
  /** By issuer: when its next anonymous codes come. @type {Record<string, number | null>} */
  minutes: {},
};

export const state = {
  core: /** @type {WalletCore} */ (/** @type {unknown} */ (null)),
  vault: /** @type {Vault} */ (/** @type {unknown} */ (null)),
  camera: /** @type {Camera} */ (/** @type {unknown} */ (null)),
  /** Null before the first letter, and while another window has it. Without an account until one is
   * opened. @type {Wallet | null} */
  wallet: null,
  gone: false,       // there was one, and the browser has erased it
  elsewhere: false,  // another window has it
  settings: { ...DEFAULTS },
  filesKept: true,   // the page's own files, for working without a network
  scanFor: /** @type {'letter' | 'question'} */ ('letter'),
};

export async function loadSettings() {
  state.settings = { ...DEFAULTS, ...await state.vault.settings() };
}

/** @param {Partial<typeof DEFAULTS>} changes */
export async function change(changes) {
  Object.assign(state.settings, changes);
  await state.vault.keepSettings(state.settings);
}

/** now is this device's clock, Unix seconds. */
export const now = () => Math.floor(Date.now() / 1000);

/** The wallet, where the caller knows that there is one. */
export function wallet() {
  if (!state.wallet) throw new Error('elsewhere');
  return state.wallet;
}

/** @returns {readonly Account[]} */
export const accounts = () => state.wallet?.overview(now()) ?? [];

/** keep saves the wallet. Nothing is sent or shown before this has resolved. */
export function keep() {
  return state.vault.save(wallet().save());
}

/** dropWallet wipes it from memory; what is kept stays. */
export function dropWallet() {
  state.wallet?.free();
  state.wallet = null;
}
