// SPDX-License-Identifier: Apache-2.0
// The wallet in WebAssembly, as wallet.d.ts describes it. All decisions are in wallet.wasm, which is
// the C++ of src/; these files carry bytes over its border and give numbers names. border.js,
// arguments.js and names.js are those of the module that checks (web/whit).
import { MAX_BUNDLE, MAX_SETUP, MAX_TRUST, bytesOf, seconds, shown, utf8 } from "./arguments.js";
import { Module, WhitError } from "./border.js";
import { KEY, Showing, Wallet, must, onlyHere } from "./holder.js";
import { unhex } from "./bits.js";

export { Showing, Wallet, WhitError as WalletError };

const AT_ONCE = 65536;  // what getRandomValues fills in one call, bytes

/**
 * random fills the module's memory, or says that it couldn't: then the module stops.
 * @param {() => WebAssembly.Memory} memory @returns {(at: number, size: number) => number}
 */
function random(memory) {
  return (at, size) => {
    try {
      const room = new Uint8Array(/** @type {ArrayBuffer} */ (memory().buffer), at, size);
      for (let from = 0; from < size; from += AT_ONCE) {
        globalThis.crypto.getRandomValues(room.subarray(from, from + AT_ONCE));
      }
      return 1;
    } catch {
      return 0;
    }
  };
}

/**
 * @typedef {import("./wallet.js").WalletCore} CoreShape
 * @implements {CoreShape}
 */
export class WalletCore {
  /** @type {Module} */ #module;
  /** @param {symbol} key @param {Module} module */
  constructor(key, module) {
    onlyHere(key);
    this.#module = module;
    Object.freeze(this);
  }

  create() {
    return new Wallet(KEY, this.#module, must(this.#module, "w_create").json());
  }

  /** @param {Uint8Array} saved */
  open(saved) {
    const handle = must(this.#module, "w_load", bytesOf(saved, "saved", MAX_BUNDLE)).json();
    return new Wallet(KEY, this.#module, handle);
  }

  /** @param {string} text @returns {import("./wallet.js").Recognised} */
  recognise(text) {
    return must(this.#module, "w_recognise", shown(text)).json();
  }

  /** @param {string} text @returns {import("./wallet.js").Invitation} */
  readInvitation(text) {
    const issuer = must(this.#module, "w_read_invitation", utf8(text, "text", MAX_SETUP)).json();
    return Object.freeze({ issuer, text });
  }

  /** @param {Uint8Array} file @returns {import("./wallet.js").Trust} */
  readTrust(file) {
    const row = must(this.#module, "w_read_trust", bytesOf(file, "trust file", MAX_TRUST)).json();
    return { ...row, rootThumbprint: unhex(row.rootThumbprint) };
  }

  /** @param {string} typed @param {import("./wallet.js").Trust} trust */
  sameWords(typed, trust) {
    return this.#module.call("w_same_words", utf8(typed, "typed", MAX_SETUP),
      utf8(trust.words, "words", MAX_SETUP)) === 1;
  }

  /** @param {Uint8Array} trust @param {Uint8Array} file @param {number} clock */
  checkData(trust, file, clock) {
    must(this.#module, "w_check_data", bytesOf(trust, "trust file", MAX_TRUST),
      bytesOf(file, "bundle", MAX_BUNDLE), seconds(clock, "clock", 0));
  }
}

/**
 * @param {BufferSource | WebAssembly.Module | Response | Promise<Response>} wasm
 * @returns {Promise<WalletCore>}
 */
export async function load(wasm) {
  const source = await wasm;
  const isResponse = typeof Response === "function" && source instanceof Response;
  // Not instantiateStreaming: it wants a type that not every web server gives.
  const code = isResponse ? await /** @type {Response} */ (source).arrayBuffer() : source;
  const compiled = code instanceof WebAssembly.Module ? code :
    await WebAssembly.compile(/** @type {BufferSource} */ (code));
  /** @type {WebAssembly.Instance} */
  const instance = await WebAssembly.instantiate(compiled, { whit: {
    w_random: random(() => /** @type {WebAssembly.Memory} */ (instance.exports.memory)) } });
  return new WalletCore(KEY, new Module(instance));
}
