// SPDX-License-Identifier: Apache-2.0
// Fetching from this page's own origin: bounded in size and time, sent on to nowhere.

const HEAD_PATH = 'v1/bundle/head', SEGMENT_PATH = 'v1/bundle/segment/', TRUST_PATH = 'v1/trust';
const IDLE = 15000;      // ms in which nothing came
const TOTAL = 600000;    // ms for one file: a slow line may need this long
const TRUST_LIMIT = 256000;
export const BUNDLE_LIMIT = 16000000;  // head and segments together

/** `kind` says what happened: "network", "status", "large", "redirect", "damaged". */
export class NetError extends Error {
  /** @param {string} kind @param {number} [status] */
  constructor(kind, status = 0) {
    super(status === 0 ? kind : `${kind} ${status}`);
    this.kind = kind;
    this.status = status;
  }
}

/**
 * isOurs tells whether an office's address is on this page's own origin.
 * @param {string} address
 */
export function isOurs(address) {
  try {
    return new URL(address).origin === location.origin;
  } catch {
    return false;
  }
}

/** @param {string} address */
const base = (address) => (address.endsWith('/') ? address : `${address}/`);

/**
 * ask is what the office at an address answers at `path`, with at most `limit` bytes. With a `body` it
 * is a POST. `date` is the office's clock as it says itself, Unix seconds, or 0.
 * @param {string} address @param {string} path @param {number} limit @param {Uint8Array} [body]
 * @returns {Promise<{ status: number, date: number, bytes: Uint8Array }>}
 */
export async function ask(address, path, limit, body) {
  if (!isOurs(address)) throw new NetError('elsewhere');
  const stop = new AbortController();
  const total = setTimeout(() => stop.abort(), TOTAL);
  const sent = body ? { method: 'POST', body: /** @type {BodyInit} */ (body), headers: { 'Content-Type': 'application/cbor' } } : {};
  try {
    const reply = await quietly(fetch(new URL(path, base(address)), {
      ...sent, signal: stop.signal, cache: 'no-store', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer',
    }), stop);
    if (reply.type === 'opaqueredirect') throw new NetError('redirect');
    const wanted = reply.body && (reply.status === 200 || body);  // why something isn't there, nobody reads
    const bytes = reply.body && wanted ? await read(reply.body.getReader(), limit, stop) : new Uint8Array();
    return { status: reply.status, date: Math.floor(Date.parse(reply.headers.get('date') ?? '') / 1000) || 0, bytes };
  } finally {
    clearTimeout(total);
  }
}

/**
 * get is the body at `path` under an office's address, of at most `limit` bytes.
 * @param {string} address @param {string} path @param {number} limit
 * @returns {Promise<Uint8Array>}
 */
async function get(address, path, limit) {
  const { status, bytes } = await ask(address, path, limit);
  if (status !== 200) throw new NetError('status', status);
  return bytes;
}

/**
 * @template T
 * @param {Promise<T>} promise @param {AbortController} stop
 * @returns {Promise<T>}
 */
async function quietly(promise, stop) {
  const idle = setTimeout(() => stop.abort(), IDLE);
  try {
    return await promise;
  } catch {
    throw new NetError('network');
  } finally {
    clearTimeout(idle);
  }
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader @param {number} limit
 * @param {AbortController} stop
 */
async function read(reader, limit, stop) {
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await quietly(reader.read(), stop);
    if (done) break;
    size += value.length;
    if (size > limit) {
      stop.abort();
      throw new NetError('large');
    }
    parts.push(value);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** @param {string} address */
export const fetchTrust = (address) => get(address, TRUST_PATH, TRUST_LIMIT);

/** @param {string} address */
export const fetchHead = (address) => get(address, HEAD_PATH, BUNDLE_LIMIT);

/**
 * fetchSegment is one of exactly `size` bytes. Whether it is the right one, its hash tells later.
 * @param {string} address @param {string} hash in hex @param {number} size
 */
export async function fetchSegment(address, hash, size) {
  const got = await get(address, SEGMENT_PATH + hash, Math.max(size, 1));
  if (got.length !== size) throw new NetError('damaged');
  return got;
}
