// SPDX-License-Identifier: Apache-2.0
// All that this page keeps on the device. The wallet is sealed with a key that the browser uses for us
// and gives to nobody, not even to this page.

const DATABASE = 'whit-wallet', STORE = 'vault';
const KEY = 'key', WALLET = 'wallet', SETTINGS = 'settings';
const MARK = 'whit-wallet';  // in localStorage: that there was a wallet here
const ABOUT = new TextEncoder().encode('whit-wallet 1');

/** A sealed wallet. `turn` grows with each saving. @typedef {{ turn: number, iv: Uint8Array, sealed: ArrayBuffer }} Kept */

/** `kind`: "storage" where the device doesn't keep it, "turn" where another window has saved since. */
export class VaultError extends Error {
  /** @param {'storage' | 'turn'} kind */
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

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

/** @param {(store: Storage) => void} work a mark that can't be set or read is no mark */
function mark(work) {
  try {
    work(localStorage);
  } catch {
    // not on this device
  }
}

export class Vault {
  /** @type {IDBDatabase | null} */
  #database = null;
  /** @type {CryptoKey | null} */
  #key = null;
  #turn = 0;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  static async open() {
    const vault = new Vault();
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      const database = await done(request);
      database.onversionchange = () => database.close();
      vault.#database = database;
    } catch {
      vault.#database = null;
    }
    return vault;
  }

  /** lasts tells whether anything can be kept here at all. */
  get lasts() {
    return this.#database !== null;
  }

  /** @param {IDBTransactionMode} mode */
  #begin(mode) {
    if (!this.#database) throw new VaultError('storage');
    return this.#database.transaction([STORE], mode, { durability: 'strict' });
  }

  /** @template T @param {string} name @returns {Promise<T | undefined>} */
  async #read(name) {
    try {
      return await done(this.#begin('readonly').objectStore(STORE).get(name));
    } catch {
      return undefined;
    }
  }

  /**
   * load is the wallet's bytes; null where there never was one, "gone" where there was one and the
   * browser has erased it, or what opens it.
   * @returns {Promise<Uint8Array | null | 'gone'>}
   */
  async load() {
    /** @type {Kept | undefined} */
    const kept = await this.#read(WALLET);
    /** @type {CryptoKey | undefined} */
    const key = await this.#read(KEY);
    if (!kept) {
      let was = false;
      mark((store) => { was = store.getItem(MARK) !== null; });
      return was ? 'gone' : null;
    }
    this.#turn = kept.turn;
    if (!key) return 'gone';
    this.#key = key;
    try {
      const how = { name: 'AES-GCM', iv: /** @type {BufferSource} */ (kept.iv), additionalData: ABOUT };
      return new Uint8Array(await crypto.subtle.decrypt(how, key, kept.sealed));
    } catch {
      return 'gone';
    }
  }

  /**
   * save seals the bytes and writes them, one saving after the other. It is there when this resolves.
   * @param {Uint8Array} bytes is wiped
   * @returns {Promise<void>}
   */
  save(bytes) {
    const saving = this.#last.then(() => this.#save(bytes));
    this.#last = saving.catch(() => {});
    return saving;
  }

  /** @param {Uint8Array} bytes */
  async #save(bytes) {
    try {
      this.#key ??= await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const how = { name: 'AES-GCM', iv, additionalData: ABOUT };
      const sealed = await crypto.subtle.encrypt(how, this.#key, /** @type {BufferSource} */ (bytes));
      await this.#write({ turn: this.#turn + 1, iv, sealed });
    } catch (error) {
      throw error instanceof VaultError ? error : new VaultError('storage');
    } finally {
      bytes.fill(0);
    }
    this.#turn += 1;
    mark((store) => store.setItem(MARK, '1'));
  }

  /** Only over what this window has seen last: two that write would use a code twice. @param {Kept} kept */
  async #write(kept) {
    const tx = this.#begin('readwrite'), store = tx.objectStore(STORE);
    const end = finished(tx);
    end.catch(() => {});
    const there = await done(store.get(WALLET));
    if ((there?.turn ?? 0) !== this.#turn) {
      tx.abort();
      throw new VaultError('turn');
    }
    store.put(this.#key, KEY);
    store.put(kept, WALLET);
    await end;
  }

  /** @returns {Promise<object>} */
  async settings() {
    return (await this.#read(SETTINGS)) ?? {};
  }

  /** @param {object} settings what isn't kept is asked for again */
  async keepSettings(settings) {
    try {
      const tx = this.#begin('readwrite');
      tx.objectStore(STORE).put(settings, SETTINGS);
      await finished(tx);
    } catch {
      // they hold for as long as the page is open
    }
  }

  /** erase forgets the wallet and the key that opens it. */
  async erase() {
    await this.#last;
    const tx = this.#begin('readwrite');
    tx.objectStore(STORE).delete(WALLET);
    tx.objectStore(STORE).delete(KEY);
    await finished(tx);
    this.#key = null;
    this.#turn = 0;
    mark((store) => store.removeItem(MARK));
  }
}
