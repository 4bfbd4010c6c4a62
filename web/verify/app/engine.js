// SPDX-License-Identifier: Apache-2.0
// The module whit, with the offices' bundles open in it. It takes and gives plain values only, so
// that it works in a worker and, where a browser has no module workers, on the page itself.

import { hex } from './bytes.js';
import { load } from '../whit/whit.js';

/** @typedef {import('../whit/whit.js').Whit} Whit */
/** @typedef {import('../whit/whit.js').Bundle} Bundle */
/** @typedef {import('../whit/whit.js').Report} Report */
/** @typedef {import('../types').Office} Office */
/** @typedef {import('../types').Query} Query */
/** @typedef {import('../types').Outcome} Outcome */

// What another office's data may answer better: its key may be the one that is unknown here.
const PERHAPS_ANOTHER = new Set(['unknown_key', 'stale_bundle']);

/** @param {Bundle} bundle @returns {Office} */
function office(bundle) {
  const { issuer, version, issued, nextUpdate, expires, specimen, withdrawals, floor, words } = bundle;
  const presets = structuredCopy(bundle.presets());
  return { issuer, version, issued, nextUpdate, expires, specimen, withdrawals, floor, words, presets };
}

/** @template T @param {T} value @returns {T} */
const structuredCopy = (value) => JSON.parse(JSON.stringify(value));

export class Engine {
  /** @type {Whit} */
  #whit;
  /** @type {Map<string, Bundle>} */
  #bundles = new Map();

  /** @param {Whit} whit */
  constructor(whit) {
    this.#whit = whit;
  }

  /** @param {string | URL} wasm its address */
  static async start(wasm) {
    const reply = await fetch(wasm);
    if (!reply.ok) throw new Error(`whit.wasm: ${reply.status}`);
    return new Engine(await load(await reply.arrayBuffer()));
  }

  /** @param {Uint8Array} file */
  readTrust(file) {
    const { issuer, url, words, rootThumbprint } = this.#whit.readTrust(file);
    return { issuer, url, words, root: hex(rootThumbprint) };
  }

  /** @param {string} text */
  readCard(text) {
    const { issuer, url, preset, rootThumbprint } = this.#whit.readSetup(text);
    return { issuer, url, preset, root: hex(rootThumbprint) };
  }

  /** @param {Uint8Array} head */
  headParts(head) {
    const { issuer, version, segments } = this.#whit.headParts(head);
    return { issuer, version, segments: segments.map(({ hash, size }) => ({ hash: hex(hash), size })) };
  }

  /** @param {Uint8Array} file */
  split(file) {
    return this.#whit.splitBundle(file);
  }

  /**
   * open is for what was kept here: nothing is compared with what was open before.
   * @param {Uint8Array} trust @param {Uint8Array} head @param {Uint8Array[]} segments
   */
  open(trust, head, segments) {
    const bundle = this.#whit.openBundle(trust, this.#whit.joinBundle(head, segments));
    this.#put(bundle);
    return office(bundle);
  }

  /**
   * checkHead throws where a head alone tells that its data won't be taken.
   * @param {string} issuer @param {Uint8Array} trust @param {Uint8Array} head @param {number} now
   */
  checkHead(issuer, trust, head, now) {
    this.#whit.checkHead(this.#bundles.get(issuer) ?? null, trust, head, now);
  }

  /**
   * replace opens newer data in the place of what is open, or throws and leaves that as it is.
   * @param {string} issuer @param {Uint8Array} trust @param {Uint8Array} head
   * @param {Uint8Array[]} segments @param {number} now
   */
  replace(issuer, trust, head, segments, now) {
    const file = this.#whit.joinBundle(head, segments);
    const got = this.#whit.replaceBundle(this.#bundles.get(issuer) ?? null, trust, file, now);
    this.#put(got.bundle);
    return { office: office(got.bundle), trust: got.trust, newRoot: got.newRoot };
  }

  /** @param {Bundle} bundle */
  #put(bundle) {
    this.#bundles.get(bundle.issuer)?.free();
    this.#bundles.set(bundle.issuer, bundle);
  }

  /** @param {string} issuer */
  drop(issuer) {
    this.#bundles.get(issuer)?.free();
    this.#bundles.delete(issuer);
  }

  /** @param {string} name */
  isName(name) {
    return this.#whit.isName(name);
  }

  /** @param {string} typed */
  repair(typed) {
    return this.#whit.repairScan(typed);
  }

  /** @param {string} text */
  recognise(text) {
    return this.#whit.recognise(text);
  }

  /**
   * ask is the text of a challenge in the name of this place.
   * @param {string} issuer @param {string} preset @param {string} name @param {Uint8Array} nonce
   */
  ask(issuer, preset, name, nonce) {
    const bundle = this.#bundles.get(issuer);
    if (!bundle) throw Object.assign(new Error(issuer), { code: 'no_bundle' });
    const question = bundle.question(preset);
    try {
      return question.ask({ name, nonce });
    } finally {
      question.free();
    }
  }

  /**
   * prepare makes the first check of a day as quick as the others.
   * @param {string} issuer @param {string} preset @param {number} now
   */
  prepare(issuer, preset, now) {
    const bundle = this.#bundles.get(issuer);
    if (!bundle || !bundle.presets().some(({ slug }) => slug === preset)) return;
    const question = bundle.question(preset);
    try {
      bundle.prepare(question, now);
    } finally {
      question.free();
    }
  }

  /** @param {Query} query @returns {Promise<Outcome>} */
  async check(query) {
    const recognised = this.#whit.recognise(query.text);
    const context = {
      now: query.now,
      ...(query.name === '' ? {} : { name: query.name }),
      ...(query.nonce ? { nonce: query.nonce, elapsed: query.elapsed } : {}),
    };
    const before = await this.#whit.verify(query.text, null, null, context);
    if (before.verdict !== 'no_bundle') return { ...nothing, recognised, report: before };
    /** @type {{ report: Report, bundle: Bundle, maxAge: number, atGate: boolean } | null} */
    let best = null;
    for (const bundle of this.#inOrder(query)) {
      const question = bundle.question(query.preset);
      try {
        const report = await this.#whit.verify(query.text, bundle, question, context);
        const better = !best || (best.report.verdict === 'unknown_key' && report.verdict === 'stale_bundle');
        const settled = !PERHAPS_ANOTHER.has(report.verdict);
        if (better || settled) {
          best = { report, bundle, maxAge: question.maxAge, atGate: question.binding === 'none' };
        }
        if (settled) break;
      } finally {
        question.free();
      }
    }
    if (!best) return { ...nothing, recognised, report: before };
    const { bundle, maxAge, atGate } = best;
    const { issuer, floor, expires, withdrawals } = bundle;
    return {
      recognised, report: this.#whit.admit(best.report), issuer, floor, expires, withdrawals, maxAge, atGate,
    };
  }

  /**
   * The bundles that can be asked, the preferred office's first.
   * @param {Query} query
   */
  #inOrder(query) {
    const able = [...this.#bundles.values()].filter((bundle) =>
      bundle.presets().some((preset) => preset.slug === query.preset));
    return able.sort((a, b) => Number(b.issuer === query.issuer) - Number(a.issuer === query.issuer));
  }
}

const nothing = { issuer: '', floor: 0, expires: 0, withdrawals: true, maxAge: 0, atGate: true };
