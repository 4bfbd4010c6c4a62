// SPDX-License-Identifier: Apache-2.0
// All that this page keeps on the device, in one place: whom it trusts, their data, and what is asked
// here. Nothing that was shown, and nothing about any person, ever comes here.

const DATABASE = 'whit-check';
const OFFICES = 'offices', SEGMENTS = 'segments', SETTINGS = 'settings';

/**
 * An office as it is kept. `head` is null until its data came.
 * @typedef {object} KeptOffice
 * @property {string} issuer
 * @property {Uint8Array} trust
 * @property {Uint8Array | null} head
 * @property {string[]} segments  their SHA-256 in hex, in order
 */

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(OFFICES, { keyPath: 'issuer' });
    request.result.createObjectStore(SEGMENTS);
    request.result.createObjectStore(SETTINGS);
  };
  return done(request);
}

/** Store keeps what it can. Where the device refuses, `lasting` is false and all works until closed. */
export class Store {
  /** @type {IDBDatabase | null} */
  #database = null;
  lasting = true;

  static async open() {
    const store = new Store();
    try {
      store.#database = await openDatabase();
      store.#database.onversionchange = () => store.#database?.close();
    } catch {
      store.lasting = false;
    }
    return store;
  }

  /**
   * @template T
   * @param {string[]} names @param {IDBTransactionMode} mode
   * @param {(transaction: IDBTransaction) => Promise<T> | T} work @param {T} otherwise
   * @returns {Promise<T>}
   */
  async #run(names, mode, work, otherwise) {
    if (!this.#database) return otherwise;
    try {
      const transaction = this.#database.transaction(names, mode);
      const end = finished(transaction);
      end.catch(() => {});
      const result = await work(transaction);
      await end;
      if (mode === 'readwrite') this.lasting = true;
      return result;
    } catch {
      this.lasting = false;
      return otherwise;
    }
  }

  /** @returns {Promise<KeptOffice[]>} */
  offices() {
    return this.#run([OFFICES], 'readonly', (tx) => done(tx.objectStore(OFFICES).getAll()), []);
  }

  /**
   * segment is the bytes with this SHA-256, if they are here.
   * @param {string} hash @returns {Promise<Uint8Array | undefined>}
   */
  segment(hash) {
    return this.#run([SEGMENTS], 'readonly', (tx) => done(tx.objectStore(SEGMENTS).get(hash)), undefined);
  }

  /**
   * keepSegment keeps one before its bundle is whole, so that a line that breaks costs nothing twice.
   * @param {string} hash @param {Uint8Array} bytes
   */
  keepSegment(hash, bytes) {
    return this.#run([SEGMENTS], 'readwrite', (tx) => {
      tx.objectStore(SEGMENTS).put(bytes, hash);
    }, undefined);
  }

  /**
   * keepOffice writes an office and its segments at once or not at all, and drops segments that no
   * office names any more.
   * @param {KeptOffice} office @param {Map<string, Uint8Array>} segments
   */
  keepOffice(office, segments) {
    return this.#run([OFFICES, SEGMENTS], 'readwrite', async (tx) => {
      tx.objectStore(OFFICES).put(office);
      for (const [hash, bytes] of segments) tx.objectStore(SEGMENTS).put(bytes, hash);
      await this.#sweep(tx);
    }, undefined);
  }

  /** @param {string} issuer */
  dropOffice(issuer) {
    return this.#run([OFFICES, SEGMENTS], 'readwrite', async (tx) => {
      tx.objectStore(OFFICES).delete(issuer);
      await this.#sweep(tx);
    }, undefined);
  }

  /** @param {IDBTransaction} tx */
  async #sweep(tx) {
    /** @type {KeptOffice[]} */
    const offices = await done(tx.objectStore(OFFICES).getAll());
    const named = new Set(offices.flatMap((office) => office.segments));
    for (const key of await done(tx.objectStore(SEGMENTS).getAllKeys())) {
      if (!named.has(String(key))) tx.objectStore(SEGMENTS).delete(key);
    }
  }

  /** @template T @param {string} name @returns {Promise<T | undefined>} */
  setting(name) {
    return this.#run([SETTINGS], 'readonly', (tx) => done(tx.objectStore(SETTINGS).get(name)), undefined);
  }

  /** @param {string} name @param {unknown} value */
  keepSetting(name, value) {
    return this.#run([SETTINGS], 'readwrite', (tx) => {
      tx.objectStore(SETTINGS).put(value, name);
    }, undefined);
  }

  /** clear forgets everything. */
  clear() {
    return this.#run([OFFICES, SEGMENTS, SETTINGS], 'readwrite', (tx) => {
      for (const name of [OFFICES, SEGMENTS, SETTINGS]) tx.objectStore(name).clear();
    }, undefined);
  }
}
