// SPDX-License-Identifier: Apache-2.0
// Wallet and Showing: what stays in the module until it is freed.
import { MAX_BUNDLE, MAX_NAME, MAX_SETUP, MAX_TRUST, bytesOf, seconds, utf8 } from "./arguments.js";
import { withAddress } from "./border.js";
import { KINDS, bits, unhex } from "./bits.js";
import { accountOf, askedOf, evidenceOf, outlookOf, prospectOf, refusedOf, showingOf, shownOf }
  from "./views.js";

/** @typedef {import("./border.js").Module} Module */
/** @typedef {import("./wallet.js").Question} Question */

// src/token/limits.h: no answer is larger, and neither is a request.
const MAX_ANSWER = 4194304, MAX_REQUEST = 4096;

// What belongs to an object and is nobody else's business.
/** @type {WeakMap<object, { module: Module, handle: number }>} */ const handles = new WeakMap();
export const KEY = Symbol("wallet");

/** @param {unknown} key */
export function onlyHere(key) {
  if (key !== KEY) throw new TypeError("made by load, create, open and show alone");
}

/** @param {object} object */
function heldBy(object) {
  const held = handles.get(object);
  if (held === undefined) throw new TypeError("wallet: freed, or not one");
  return held;
}

/**
 * must is a call of the module that leaves nothing of what it worked on.
 * @param {Module} module @param {string} name @param {...import("./border.js").Argument} values
 */
export function must(module, name, ...values) {
  try {
    return module.must(name, ...values);
  } finally {
    if (!module.isBroken) module.raw("w_wipe_stack");
  }
}

/** @param {unknown} text */
const requestText = (text) => utf8(text, "request", MAX_REQUEST);
/** @param {unknown} name */
const office = (name) => utf8(name, "issuer", MAX_NAME);
/** @param {number} value */
const time = (value) => seconds(/** @type {any} */ (value ?? NaN), "clock", 0);

/**
 * What a question is for the module: a text, lines of slugs, and the number of a kind.
 * @param {Question} question
 * @returns {[Uint8Array, Uint8Array, number]}
 */
function asked(question) {
  const kind = question.kind === undefined ? 0 : bits([question.kind], KINDS.slice(0, 2), "kind");
  if ("request" in question) return [requestText(question.request), new Uint8Array(0), kind];
  const { issuer, facts } = question;
  if (!Array.isArray(facts) || facts.length < 1 || facts.length > 4 ||
      facts.some((slug) => typeof slug !== "string" || slug === "" || slug.includes("\n"))) {
    throw new TypeError("facts: one to four names");
  }
  return [office(issuer), utf8(facts.join("\n"), "facts", MAX_REQUEST), kind];
}

/**
 * @typedef {import("./wallet.js").Showing} ShowingShape
 * @implements {ShowingShape}
 */
export class Showing {
  /** @type {() => { module: Module, handle: number }} */ #wallet;
  #question;
  #holder;
  /**
   * @param {symbol} key @param {() => { module: Module, handle: number }} wallet
   * @param {Question} question @param {any} row
   */
  constructor(key, wallet, question, row) {
    onlyHere(key);
    this.#wallet = wallet;
    this.#question = { ...question };
    this.#holder = unhex(row.holder);
    const { kind, freshness, crowd } = showingOf(row);
    /** @type {string} */ this.text = row.text;
    /** @type {import("./wallet.js").Kind} */ this.kind = kind;
    /** @type {import("./wallet.js").Freshness} */ this.freshness = freshness;
    /** @type {import("./wallet.js").Crowd | null} */ this.crowd = crowd;
    /** @type {number} */ this.next = row.next;
    Object.freeze(this);
  }

  /** @param {number} clock @returns {{ text: string, next: number }} */
  sign(clock) {
    const { module, handle } = this.#wallet();
    const [text, slugs] = asked(this.#question);
    return withAddress(module, this.#holder, (at) =>
      must(module, "w_sign", handle, text, slugs, at, time(clock)).json());
  }
}

/**
 * @typedef {import("./wallet.js").Wallet} WalletShape
 * @implements {WalletShape}
 */
export class Wallet {
  /** @param {symbol} key @param {Module} module @param {number} handle */
  constructor(key, module, handle) {
    onlyHere(key);
    handles.set(this, { module, handle });
    Object.freeze(this);
  }

  /** @param {string} name @param {...import("./border.js").Argument} values */
  #must(name, ...values) {
    const { module, handle } = heldBy(this);
    return must(module, name, handle, ...values);
  }

  save() {
    return this.#must("w_save").out();
  }

  free() {
    const held = handles.get(this);
    if (held === undefined) return;
    handles.delete(this);
    held.module.raw("w_wallet_free", held.handle);
    held.module.raw("w_wipe_stack");
  }

  /** @param {import("./wallet.js").Invitation} invitation @param {string} pin @param {number} clock */
  enrol(invitation, pin, clock) {
    const secret = utf8(pin, "pin", MAX_NAME);
    try {
      return this.#must("w_enrol", utf8(invitation.text, "invitation", MAX_SETUP), secret, time(clock)).out();
    } finally {
      secret.fill(0);
    }
  }

  /** @param {Uint8Array} trust @param {Uint8Array} answer @param {number} clock @returns {string} */
  takeEnrolled(trust, answer, clock) {
    return this.#must("w_take_enrolled", bytesOf(trust, "trust file", MAX_TRUST),
      bytesOf(answer, "answer", MAX_ANSWER), time(clock)).json();
  }

  /** @param {string} issuer @param {Uint8Array} file @param {number} clock */
  takeNews(issuer, file, clock) {
    return { newRoot: /** @type {boolean} */ (this.#must("w_take_news", office(issuer),
      bytesOf(file, "bundle", MAX_BUNDLE), time(clock)).json()) };
  }

  /** @param {string} issuer @param {number} date @param {number} asked @param {number} answered */
  seeTime(issuer, date, asked, answered) {
    this.#must("w_see_time", office(issuer), time(date), time(asked), time(answered));
  }

  /** @param {string} issuer @param {number} clock */
  planCollect(issuer, clock) {
    const body = this.#must("w_plan_collect", office(issuer), time(clock)).out();
    return body.length === 0 ? null : body;
  }

  /** @param {string} issuer @param {Uint8Array} answer @param {number} clock @returns {import("./wallet.js").Gain} */
  takeCollected(issuer, answer, clock) {
    return this.#must("w_take_collected", office(issuer), bytesOf(answer, "answer", MAX_ANSWER),
      time(clock)).json();
  }

  /** @param {string} issuer @param {number} status @param {Uint8Array} answer @param {number} clock */
  refusedCollect(issuer, status, answer, clock) {
    return refusedOf(this.#must("w_refused_collect", office(issuer), seconds(status, "status", 0),
      bytesOf(answer, "answer", MAX_ANSWER), time(clock)).json());
  }

  /** @param {string} issuer @param {number} clock */
  nextBlind(issuer, clock) {
    return outlookOf(this.#must("w_next_blind", office(issuer), time(clock)).json());
  }

  /** @param {string} issuer @param {number} clock */
  planBlind(issuer, clock) {
    const body = this.#must("w_plan_blind", office(issuer), time(clock)).out();
    return body.length === 0 ? null : body;
  }

  /** @param {string} issuer @returns {readonly import("./wallet.js").Evidence[]} */
  evidence(issuer) {
    return this.#must("w_evidence", office(issuer)).json().map(evidenceOf);
  }

  /** @param {string} issuer */
  resumeBlind(issuer) {
    this.#must("w_resume_blind", office(issuer));
  }

  /** @param {number} clock @returns {readonly import("./wallet.js").Account[]} */
  overview(clock) {
    return this.#must("w_overview", time(clock)).json().map(accountOf);
  }

  /** @returns {readonly import("./wallet.js").Shown[]} */
  history() {
    return this.#must("w_history").json().map(shownOf);
  }

  /** @param {string} text */
  readRequest(text) {
    return askedOf(this.#must("w_read_request", requestText(text)).json(), text);
  }

  /** @param {Question} question @param {number} clock */
  look(question, clock) {
    return prospectOf(this.#must("w_look", ...asked(question), time(clock)).json());
  }

  /** @param {Question} question @param {number} clock @param {{ again?: boolean }} [agreed] */
  show(question, clock, agreed = {}) {
    const row = this.#must("w_show", ...asked(question), Number(agreed.again === true), time(clock))
      .json();
    return new Showing(KEY, () => heldBy(this), question, row);
  }
}
