// SPDX-License-Identifier: Apache-2.0
// The offices that are trusted here, and their data: kept, opened, replaced. What is open stays open
// until something newer has opened and may follow it.

import { hex } from './bytes.js';
import { NetError, fetchHead, fetchSegment, isOurs, BUNDLE_LIMIT } from './net.js';

/** @typedef {import('../types').Client} Client */
/** @typedef {import('../types').Office} Office */
/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').KeptOffice} KeptOffice */

/**
 * @typedef {object} Entry
 * @property {KeptOffice} kept
 * @property {{ issuer: string, url: string, words: string, root: string }} trust
 * @property {Office | null} office  null until its data has opened
 * @property {string} problem  code of why what was kept didn't open, or ""
 */

/**
 * What an installation did.
 * @typedef {{ issuer: string, version: number, before: number, newRoot: boolean, words: string }} Installed
 */

/** @param {Uint8Array} bytes */
async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (bytes))));
}

export class Offices {
  #engine;
  #store;
  /** @type {Map<string, Entry>} */
  all = new Map();

  /** @param {Client} engine @param {Store} store */
  constructor(engine, store) {
    this.#engine = engine;
    this.#store = store;
  }

  /** load opens what was kept. What doesn't open any more is named by its `problem`. */
  async load() {
    for (const kept of await this.#store.offices()) {
      try {
        const trust = await this.#engine.readTrust(kept.trust);
        this.all.set(kept.issuer, { kept, trust, ...(await this.#openKept(kept)) });
      } catch {
        await this.#store.dropOffice(kept.issuer);  // not even its trust file can be read
      }
    }
  }

  /** @param {KeptOffice} kept @returns {Promise<{ office: Office | null, problem: string }>} */
  async #openKept(kept) {
    if (!kept.head) return { office: null, problem: '' };
    try {
      const segments = [];
      for (const hash of kept.segments) segments.push((await this.#store.segment(hash)) ?? new Uint8Array());
      return { office: await this.#engine.open(kept.trust, kept.head, segments), problem: '' };
    } catch (error) {
      return { office: null, problem: codeOf(error) };
    }
  }

  /** The offices whose data is open. */
  open() {
    return [...this.all.values()].flatMap((entry) => (entry.office ? [entry.office] : []));
  }

  /**
   * add believes a trust file. A person has compared its words.
   * @param {Uint8Array} bytes
   */
  async add(bytes) {
    const trust = await this.#engine.readTrust(bytes);
    const known = this.all.get(trust.issuer);
    if (known && known.trust.root === trust.root) return trust;
    const kept = { issuer: trust.issuer, trust: bytes, head: null, segments: [] };
    await this.#engine.drop(trust.issuer);
    await this.#store.keepOffice(kept, new Map());
    this.all.set(trust.issuer, { kept, trust, office: null, problem: '' });
    return trust;
  }

  /** @param {string} issuer */
  async remove(issuer) {
    await this.#engine.drop(issuer);
    await this.#store.dropOffice(issuer);
    this.all.delete(issuer);
  }

  async clear() {
    for (const issuer of [...this.all.keys()]) await this.remove(issuer);
    await this.#store.clear();
  }

  /**
   * installFile takes a whole bundle, as it comes on a stick.
   * @param {Uint8Array} file @param {number} now
   */
  async installFile(file, now) {
    const { head, segments } = await this.#engine.split(file);
    const { issuer } = await this.#engine.headParts(head);
    if (!this.all.has(issuer)) throw Object.assign(new Error(issuer), { code: 'untrusted', issuer });
    return this.#install(issuer, head, segments, now);
  }

  /**
   * update fetches what is new of one office, from this page's own origin, and installs it. It is
   * null where there is nothing newer.
   * @param {string} issuer @param {number} now
   * @returns {Promise<Installed | null>}
   */
  async update(issuer, now) {
    const entry = this.all.get(issuer);
    if (!entry || !isOurs(entry.trust.url)) throw new NetError('elsewhere');
    const { url } = entry.trust;
    const head = await fetchHead(url);
    const parts = await this.#engine.headParts(head);
    if (parts.issuer !== issuer) throw Object.assign(new Error(issuer), { code: 'other_issuer' });
    if (entry.office && same(entry.kept.head, head)) return null;
    await this.#engine.checkHead(issuer, entry.kept.trust, head, now);
    const named = parts.segments.reduce((sum, { size }) => sum + size, head.length);
    if (named > BUNDLE_LIMIT) throw new NetError('large');
    const segments = [];
    for (const { hash, size } of parts.segments) segments.push(await this.#segment(url, hash, size));
    return this.#install(issuer, head, segments, now);
  }

  /**
   * A segment that is here, or from the network. Only what is the right one is kept.
   * @param {string} url @param {string} hash @param {number} size
   */
  async #segment(url, hash, size) {
    const held = await this.#store.segment(hash);
    if (held && held.length === size) return held;
    const got = await fetchSegment(url, hash, size);
    if (!globalThis.crypto?.subtle) return got;
    if ((await sha256(got)) !== hash) throw new NetError('damaged');
    await this.#store.keepSegment(hash, got);
    return got;
  }

  /**
   * @param {string} issuer @param {Uint8Array} head @param {Uint8Array[]} segments @param {number} now
   * @returns {Promise<Installed>}
   */
  async #install(issuer, head, segments, now) {
    const entry = /** @type {Entry} */ (this.all.get(issuer));
    const before = entry.office?.version ?? 0;
    const { office, trust, newRoot } = await this.#engine.replace(issuer, entry.kept.trust, head, segments, now);
    const { segments: rows } = await this.#engine.headParts(head);
    const hashes = rows.map(({ hash }) => hash);
    const kept = { issuer, trust, head, segments: hashes };
    await this.#store.keepOffice(kept, new Map(hashes.map((hash, i) => [hash, segments[i] ?? new Uint8Array()])));
    this.all.set(issuer, { kept, trust: await this.#engine.readTrust(trust), office, problem: '' });
    return { issuer, version: office.version, before, newRoot, words: office.words };
  }
}

/** @param {Uint8Array | null} a @param {Uint8Array} b */
const same = (a, b) => a !== null && a.length === b.length && a.every((byte, i) => byte === b[i]);

/** codeOf is why something failed: a name of include/whit/errc.h, or of NetError. @param {unknown} error */
export function codeOf(error) {
  if (error instanceof NetError) return `net-${error.kind}`;
  return /** @type {{ code?: string }} */ (error)?.code || 'failed';
}
