// SPDX-License-Identifier: Apache-2.0
// Bundles and questions: what stays in the module until it is freed.
import { MAX_NAME, nonceOf, seconds, utf8 } from "./arguments.js";
import { Module, withAddress } from "./border.js";
import { KINDS, MODES, bits, names, unhex } from "./bits.js";
import { bindingOf } from "./names.js";

// What belongs to an object and is nobody else's business.
/** @type {WeakMap<object, { module: Module, handle: number }>} */ const handles = new WeakMap();
export const KEY = Symbol("whit");

/** @param {unknown} key */
export function onlyHere(key) {
  if (key !== KEY) throw new TypeError("made by load, openBundle and question alone");
}

/** @param {object} object @param {string} what */
function heldBy(object, what) {
  const held = handles.get(object);
  if (held === undefined) throw new TypeError(`${what}: freed, or not one`);
  return held;
}

/** @param {object | null} object @param {string} what @param {Module} module */
export function handleOf(object, what, module) {
  if (object === null) return 0;
  const held = heldBy(object, what);
  if (held.module !== module) throw new TypeError(`${what}: of another instance`);
  return held.handle;
}

/** @param {import("./whit.js").Bundle} bundle @param {Module} module */
export function neededHandle(bundle, module) {
  if (!(bundle instanceof Bundle)) throw new TypeError("bundle: not one");
  return handleOf(bundle, "bundle", module);
}

/**
 * @typedef {import("./whit.js").Question} QuestionShape
 * @implements {QuestionShape}
 */
export class Question {
  /** @param {symbol} key @param {Module} module @param {any} row */
  constructor(key, module, row) {
    onlyHere(key);
    /** @type {string} */ this.issuer = row.issuer;
    /** @type {string} */ this.preset = row.preset;
    /** @type {import("./whit.js").Labels} */ this.labels = row.labels;
    /** @type {readonly import("./whit.js").Fact[]} */ this.facts = row.facts;
    this.kinds = names(row.kinds, KINDS);
    this.modes = names(row.modes, MODES);
    this.binding = bindingOf(row.binding);
    /** @type {number} */ this.maxAge = row.maxAge;
    /** @type {number} */ this.answerTime = row.answerTime;
    handles.set(this, { module, handle: row.handle });
    Object.freeze(this);
  }

  /** @param {{ name: string, nonce?: Uint8Array, until?: number }} asked */
  ask({ name, nonce, until }) {
    const { module, handle } = heldBy(this, "question");
    const given = nonceOf(nonce);
    if (until !== undefined && given === undefined) throw new TypeError("until: without a nonce");
    const end = seconds(until, "until", -1);
    const text = utf8(name, "name", MAX_NAME);
    // w_ask takes an address alone, for a nonce has one size.
    return withAddress(module, given, (at) => module.must("w_ask", handle, text, at, end).text());
  }

  free() {
    const held = handles.get(this);
    if (held === undefined) return;
    handles.delete(this);
    held.module.raw("w_question_free", held.handle);
  }
}

/**
 * @typedef {import("./whit.js").Bundle} BundleShape
 * @implements {BundleShape}
 */
export class Bundle {
  /** @param {symbol} key @param {Module} module @param {any} row */
  constructor(key, module, row) {
    onlyHere(key);
    /** @type {string} */ this.issuer = row.issuer;
    /** @type {number} */ this.version = row.version;
    /** @type {number} */ this.issued = row.issued;
    /** @type {number} */ this.nextUpdate = row.nextUpdate;
    /** @type {number} */ this.expires = row.expires;
    /** @type {boolean} */ this.specimen = row.specimen;
    /** @type {boolean} */ this.withdrawals = row.withdrawals;
    /** @type {number} */ this.cosigned = row.cosigned;
    /** @type {number} */ this.floor = row.floor;
    /** @type {string} */ this.words = row.words;
    /** @type {readonly { path: string, hash: Uint8Array }[]} */
    this.pages = row.pages.map((/** @type {any} */ page) =>
      ({ path: page.path, hash: unhex(page.hash) }));
    handles.set(this, { module, handle: row.handle });
    Object.freeze(this);
  }

  /** @returns {readonly import("./whit.js").Preset[]} */
  presets() {
    const { module, handle } = heldBy(this, "bundle");
    return module.must("w_presets", handle).json()
      .map((/** @type {any} */ row) => ({ ...row, kinds: names(row.kinds, KINDS),
        modes: names(row.modes, MODES), binding: bindingOf(row.binding) }));
  }

  /** @param {string} slug @param {import("./whit.js").Narrowing} [narrowing] */
  question(slug, narrowing = {}) {
    const { module, handle } = heldBy(this, "bundle");
    const binding = narrowing.binding;
    if (binding !== undefined && binding !== "none" && binding !== "document") {
      throw new TypeError("binding: none or document");
    }
    const row = module.must("w_question", handle, utf8(slug, "slug", MAX_NAME),
      bits(narrowing.kinds, KINDS, "kinds"), bits(narrowing.modes, MODES, "modes"),
      binding === undefined ? -1 : Number(binding === "document"),
      seconds(narrowing.maxAge, "maxAge", -1),
      seconds(narrowing.answerTime, "answerTime", -1)).json();
    return new Question(KEY, module, row);
  }

  /** @param {import("./whit.js").Question} question @param {number} now */
  prepare(question, now) {
    const { module, handle } = heldBy(this, "bundle");
    const time = seconds(now, "now", 0);
    if (question.issuer !== this.issuer) throw new TypeError("question: of another bundle");
    module.raw("w_prepare", handle, handleOf(question, "question", module), time);
  }

  free() {
    const held = handles.get(this);
    if (held === undefined) return;
    handles.delete(this);
    held.module.raw("w_close", held.handle);
  }
}
