// SPDX-License-Identifier: Apache-2.0
// Every vector of the specification through the module, in Chromium.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { serve } from './static.mjs';
import { MODULE, ROOT, VECTORS } from './places.mjs';

/** all are the cases on the disk, which must be those that ran. */
function all(folder = '') {
  return fs.readdirSync(path.join(VECTORS, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return all(name);
    return name.endsWith('.json') ? [name] : [];
  });
}

async function vectors(world) {
  const list = all().sort(), at = await world.page();
  const server = await serve({
    '/vectors/': VECTORS, '/built/': MODULE, '/web/whit/': path.join(ROOT, 'web/whit'),
  });
  try {
    await at.page.goto(server.url);
    const done = await at.page.evaluate(async (paths) => {
      const { load } = await import('/built/whit.js');
      const { loadProbe, runVectors } = await import('/web/whit/test/vectors.mjs');
      const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
      const whit = await load(fetch('/built/whit.wasm'));
      const probe = await loadProbe(await bytes('/built/probe.wasm'));
      const { ran, others, failures } = await runVectors(whit, paths, (name) => bytes(`/vectors/${name}`), probe);
      return { ran, others, failures: failures.slice(0, 10), failed: failures.length };
    }, list);
    assert.deepEqual(done.failures, []);
    const count = Object.values(done.ran).reduce((sum, n) => sum + n, 0);
    const left = Object.values(done.others).flat().length;
    assert.equal(count + left, list.length, JSON.stringify(done));
    assert.ok(done.ran.verify > 900 && done.ran.bundle > 0 && done.ran.parse > 0, JSON.stringify(done.ran));
    return `${count} cases; ${left} are of what a verifier doesn't do`;
  } finally {
    await server.close();
  }
}

export const cases = [{ name: 'every vector, in Chromium', run: vectors }];
