// SPDX-License-Identifier: Apache-2.0
// The engine in a worker of its own, so that a first check against many withdrawals never makes the
// page stand still.

import { Engine } from './engine.js';

const engine = Engine.start(new URL('../whit/whit.wasm', import.meta.url));
engine.then(() => postMessage({ ready: true }), (error) => postMessage({ ready: false, message: String(error) }));

onmessage = async ({ data }) => {
  const { id, name, given } = data;
  try {
    const at = /** @type {any} */ (await engine);
    postMessage({ id, value: await at[name](...given) });
  } catch (error) {
    const { code = '', message = '' } = /** @type {{ code?: string, message?: string }} */ (error);
    postMessage({ id, error: { code, message } });
  }
};
