// SPDX-License-Identifier: Apache-2.0
// Every vector of the specification through the module, in Chromium.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { serve } from './static.mjs';
import { MODULE, ROOT, VECTORS } from './places.mjs';

/** all are the files of the vectors, by path. */
function all(folder = '') {
  return fs.readdirSync(path.join(VECTORS, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? all(name) : [name];
  });
}

/** packed is all of them as one answer: thousands of requests would take longer than the cases. */
const packed = (names) => JSON.stringify(Object.fromEntries(
  names.map((name) => [name, fs.readFileSync(path.join(VECTORS, name)).toString('base64')])));

async function vectors(world) {
  const files = all().sort(), list = files.filter((name) => name.endsWith('.json')), at = await world.page();
  const server = await serve({ '/built/': path.dirname(MODULE), '/web/whit/': path.join(ROOT, 'web/whit') },
    { '/vectors': packed(files) });
  try {
    await at.page.goto(server.url);
    const done = await at.page.evaluate(async (paths) => {
      const { load } = await import('/built/whit/whit.js');
      const { loadProbe, runVectors } = await import('/web/whit/test/vectors.mjs');
      const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
      const whit = await load(fetch('/built/whit/whit.wasm'));
      const probe = await loadProbe(await bytes('/built/probe.wasm'));
      const kept = await (await fetch('/vectors')).json();
      const read = async (name) => Uint8Array.from(atob(kept[name]), (c) => c.charCodeAt(0));
      const { ran, others, failures } = await runVectors(whit, paths, read, probe);
      return { ran, others, failures: failures.slice(0, 10), failed: failures.length };
    }, list);
    assert.deepEqual(done.failures, []);
    const count = Object.values(done.ran).reduce((sum, n) => sum + n, 0);
    const left = Object.values(done.others).reduce((sum, n) => sum + n, 0);
    assert.equal(count + left, list.length, JSON.stringify(done));
    assert.ok(done.ran.verify > 900 && done.ran.bundle > 0 && done.ran.parse > 0, JSON.stringify(done.ran));
    return `${count} cases; ${left} are of what a verifier doesn't do`;
  } finally {
    await server.close();
  }
}

export const cases = [{ name: 'every vector, in Chromium', run: vectors }];
