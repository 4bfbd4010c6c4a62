// SPDX-License-Identifier: Apache-2.0
// What the page knows at this moment. Only settings outlive it, in the store.

/** @typedef {import('../types').Client} Client */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./offices.js').Offices} Offices */
/** @typedef {import('./camera.js').Camera} Camera */

/**
 * The lock on what is asked here.
 * @typedef {object} Lock
 * @property {Uint8Array} salt
 * @property {Uint8Array} hash
 * @property {number} rounds
 * @property {number} wrong   PINs in a row
 * @property {boolean} paused  no PIN is taken for five minutes
 */

/** What is set at this place. */
const DEFAULTS = {
  language: '',   // empty: as the browser has it
  preset: '',     // slug
  issuer: '',     // whose facts a question is about, where several offices are trusted
  name: '',       // of this place, by which it asks
  back: 10,       // seconds until an answer other than yes goes by itself; 0: never
  sound: true,
  /** @type {Lock | null} */
  lock: null,
};
/** @typedef {typeof DEFAULTS} Settings */

/**
 * A question that is open. Its time runs on a timer that nobody sets.
 * @typedef {object} Question
 * @property {Uint8Array} nonce
 * @property {string} text
 * @property {string} issuer
 * @property {string} preset
 * @property {string} name
 * @property {number} asked  performance.now()
 */

export const state = {
  engine: /** @type {Client} */ (/** @type {unknown} */ (null)),
  store: /** @type {Store} */ (/** @type {unknown} */ (null)),
  offices: /** @type {Offices} */ (/** @type {unknown} */ (null)),
  camera: /** @type {Camera} */ (/** @type {unknown} */ (null)),
  settings: { ...DEFAULTS },
  question: /** @type {Question | null} */ (null),
  training: false,
  filesKept: true,  // the page's own files, for working without a network
  scanFor: /** @type {'check' | 'setup'} */ ('check'),
  counter: { yes: 0, talk: 0, no: 0 },
};

const KEY = 'place';

export async function loadSettings() {
  const kept = await state.store.setting(KEY);
  state.settings = { ...DEFAULTS, .../** @type {object} */ (kept ?? {}) };
}

/** @param {Partial<Settings>} changes */
export async function change(changes) {
  Object.assign(state.settings, changes);
  await state.store.keepSetting(KEY, state.settings);
}

export function resetSettings() {
  state.settings = { ...DEFAULTS, language: state.settings.language };
}

/** now is this device's clock, Unix seconds. */
export const now = () => Math.floor(Date.now() / 1000);
