// SPDX-License-Identifier: Apache-2.0
// The border to whit.wasm: src/wasm/border.h from the other side.

/** @typedef {(...values: number[]) => number} Call */

export class WhitError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = "WhitError";
    this.code = code;
  }
}

const decoder = new TextDecoder();

/**
 * Bytes and strings as arguments of a call: each becomes an address and a size.
 * @typedef {number | Uint8Array | null} Argument
 */

/** Module is one instance of whit.wasm. Its memory may move with every call. */
export class Module {
  /** @param {WebAssembly.Instance} instance */
  constructor(instance) {
    /** @type {Record<string, Call>} */
    this.calls = /** @type {any} */ (instance.exports);
    this.memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
    this.isBroken = false;
    this.raw("_initialize");
  }

  /** @param {string} name @param {...number} values */
  raw(name, ...values) {
    if (this.isBroken) throw new WhitError("broken", "the module has stopped: load it anew");
    try {
      return this.calls[name](...values);
    } catch {
      this.isBroken = true;
      throw new WhitError("broken", "the module has stopped: load it anew");
    }
  }

  /**
   * call passes bytes by copying them in for as long as the call lasts, and wipes them.
   * @param {string} name @param {...Argument} values
   */
  call(name, ...values) {
    /** @type {number[]} */ const plain = [];
    /** @type {[number, number][]} */ const taken = [];
    try {
      for (const value of values) {
        if (typeof value === "number") plain.push(value);
        else if (value === null) plain.push(0, 0);
        else {
          const at = this.take(value);
          taken.push([at, value.length]);
          plain.push(at, value.length);
        }
      }
      return this.raw(name, ...plain);
    } finally {
      if (!this.isBroken) for (const [at, size] of taken) this.give(at, size);
    }
  }

  /** @param {Uint8Array} bytes */
  take(bytes) {
    // At least one byte, so that an address is one.
    const at = this.raw("w_alloc", Math.max(bytes.length, 1));
    if (at === 0) throw new WhitError("storage_failed", "there is not enough memory");
    this.view(at, bytes.length).set(bytes);
    return at;
  }

  /** @param {number} at @param {number} size */
  give(at, size) {
    this.view(at, size).fill(0);
    this.raw("w_free", at);
  }

  /**
   * view is good until the next call.
   * @param {number} at @param {number} size
   */
  view(at, size) {
    return new Uint8Array(/** @type {ArrayBuffer} */ (this.memory.buffer), at, size);
  }

  /** out is a copy of what the last call left, which is wiped here. */
  out() {
    const bytes = this.view(this.raw("w_out"), this.raw("w_out_size")).slice();
    this.raw("w_clear");
    return bytes;
  }

  text() {
    return decoder.decode(this.out());
  }

  /** @returns {any} */
  json() {
    return JSON.parse(this.text());
  }

  /**
   * must is call for what can fail.
   * @param {string} name @param {...Argument} values
   */
  must(name, ...values) {
    const code = this.call(name, ...values);
    if (code === 0) return this;
    this.raw("w_error", code);
    const why = this.json();
    throw new WhitError(why.code, why.message);
  }
}

/**
 * withAddress lends `work` an address of these bytes, 0 for none.
 * @template T
 * @param {Module} module @param {Uint8Array | undefined} bytes @param {(at: number) => T} work
 */
export function withAddress(module, bytes, work) {
  if (bytes === undefined) return work(0);
  const at = module.take(bytes);
  try {
    return work(at);
  } finally {
    module.give(at, bytes.length);
  }
}
