// SPDX-License-Identifier: Apache-2.0
// The page's end of the engine: in a worker, or here where a browser has no module workers.

const WASM = new URL('../whit/whit.wasm', import.meta.url);
const PATIENCE = 20000;  // ms for a worker to start, on a slow phone

/** What the engine could not do; `code` is a name of include/whit/errc.h, or the module's own. */
export class EngineError extends Error {
  /** @param {{ code: string, message: string }} from */
  constructor(from) {
    super(from.message);
    this.code = from.code;
  }
}

/** @typedef {{ resolve: (value: any) => void, reject: (error: Error) => void }} Waiting */

/** A worker that has said that it is ready. */
class InWorker {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #next = 0;
  /** @type {Worker} */
  #worker;

  /** @param {Worker} worker */
  constructor(worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#take(data);
  }

  /** @param {{ id: number, value?: unknown, error?: { code: string, message: string } }} data */
  #take(data) {
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.error) waiting?.reject(new EngineError(data.error));
    else waiting?.resolve(data.value);
  }

  /** @param {string} name @param {unknown[]} given @returns {Promise<any>} */
  call(name, given) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, given });
    });
  }
}

/** @returns {Promise<InWorker>} */
function startWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('engine_worker.js', import.meta.url), { type: 'module' });
    const fail = () => {
      worker.terminate();
      reject(new Error('no worker'));
    };
    const timer = setTimeout(fail, PATIENCE);
    worker.onerror = fail;
    worker.onmessage = ({ data }) => {
      clearTimeout(timer);
      worker.onerror = null;
      if (data.ready) resolve(new InWorker(worker));
      else fail();
    };
  });
}

/**
 * startEngine is an engine whose every method gives a promise.
 * @returns {Promise<import('../types').Client>}
 */
export async function startEngine() {
  /** @type {(name: string, given: unknown[]) => Promise<any>} */
  let call;
  try {
    const worker = await startWorker();
    call = (name, given) => worker.call(name, given);
  } catch {
    const { Engine } = await import('./engine.js');
    const engine = /** @type {any} */ (await Engine.start(WASM));
    call = async (name, given) => engine[name](...given);
  }
  return new Proxy(/** @type {any} */ ({}), {
    get: (_, name) => (name === 'then' ? undefined : (/** @type {unknown[]} */ ...given) => call(String(name), given)),
  });
}
