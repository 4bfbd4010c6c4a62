// SPDX-License-Identifier: Apache-2.0
// The network: gone after the first load, and never asked for anything but the office's own data.

import assert from 'node:assert/strict';
import { Browser, Page, logged } from './browser.mjs';
import { film } from './film.mjs';
import { readPng } from './picture.mjs';

const PERMIT = 'work-permit-valid';

/** kept waits until the page says that its files are on the device. */
async function kept(at) {
  await at.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await at.page.waitForFunction(async () => (await caches.keys()).length > 0);
}

async function serverOff(world) {
  const office = await world.earnest(), at = await world.page();
  await at.setUp(office);
  await kept(at);
  const codes = [office.holder.show(PERMIT), office.holder.show(PERMIT)];
  await office.stop();
  try {
    const fetched = at.requests.length;
    await at.page.reload();
    await at.at('scan');
    assert.equal((await at.give(codes[0].text)).look, 'yes');
    await at.next();
    // A tab that is opened anew has it all, the camera too; one camera serves all tabs.
    await at.$('open-settings').click();
    await at.at('settings');
    film((await world.browser()).camera, readPng(codes[1].png));
    const page = await at.context.newPage();
    await page.goto(office.page);
    await page.locator('body[data-class="yes"]').waitFor({ state: 'attached' });
    await page.close();
    assert.ok(at.requests.length >= fetched);
    await at.$('settings-done').click();
    await at.at('scan');
    await at.$('ask').click();
    await at.at('name');
  } finally {
    await office.start();
  }
}

const ALLOWED = /^\/(check\/[a-z0-9._\/-]*|v1\/trust|v1\/bundle\/head|v1\/bundle\/segment\/[0-9a-f]{64})$/;

/** judge looks at every request of a page: where to, and that nothing goes along. */
function judge(requests, office) {
  for (const { method, url, body } of requests) {
    const { origin, pathname, search } = new URL(url);
    if (url.startsWith('blob:') || url.startsWith('data:')) continue;
    assert.equal(origin, office.url, `a request to ${url}`);
    assert.match(pathname, ALLOWED);
    assert.equal(search, '', `${url} says something`);
    assert.equal(method, 'GET', url);
    assert.equal(body, null, url);
  }
}

async function sameOrigin(world) {
  const office = await world.earnest(), at = await world.page();
  film((await world.browser()).camera, null);
  await at.setUp(office);
  await kept(at);
  assert.ok(at.requests.some(({ worker }) => worker), 'the service worker\'s requests aren\'t counted');
  assert.ok(at.requests.some(({ url }) => url.endsWith('/v1/bundle/head')));
  await at.page.waitForTimeout(500);  // its icon is the last that a browser fetches
  const before = at.requests.length;
  for (const text of [office.holder.show(PERMIT).text, 'https://restaurant.example/menu', office.holder.show('tax-current').text]) {
    await at.give(text);
    await at.next();
  }
  await at.$('ask').click();
  await at.$('name-text').fill('Gate 7');
  await at.$('name-go').click();
  await at.at('ask');
  await at.page.waitForTimeout(500);
  const after = at.requests.slice(before).map(({ url }) => url).filter((url) => !url.endsWith('/check/icon.svg'));
  assert.deepEqual(after, [], 'a check asks the network for something');
  judge(at.requests, office);
  const cookies = await at.context.cookies();
  assert.deepEqual(cookies, []);
}

/** What a check leaves on the device: nothing. */
async function nothingKept(world) {
  const office = await world.earnest(), at = await world.page();
  await at.setUp(office);
  await kept(at);
  const everything = () => at.page.evaluate(async () => {
    const out = { local: { ...localStorage }, session: { ...sessionStorage }, data: [], caches: [] };
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve) => { const r = indexedDB.open(name); r.onsuccess = () => resolve(r.result); });
      for (const store of db.objectStoreNames) {
        const get = (what) => new Promise((resolve) => { const r = db.transaction(store).objectStore(store)[what](); r.onsuccess = () => resolve(r.result); });
        out.data.push(store, await get('getAllKeys'), JSON.stringify(await get('getAll')));
      }
      db.close();
    }
    for (const name of await caches.keys()) out.caches.push(name, (await (await caches.open(name)).keys()).map(({ url }) => url));
    return out;
  });
  const before = await everything(), { text } = office.holder.show(PERMIT);
  assert.equal((await at.give(text)).look, 'yes');
  await at.at('scan');
  assert.deepEqual(await everything(), before);
  assert.ok(!(await at.page.content()).includes(text.slice(0, 60)), 'the code is still on the page');
}

/**
 * The browser's own log of the network, below everything that a page could hide. What a browser asks
 * its maker for by itself is its own matter, as long as nothing of a check is in it.
 */
async function nowhereElse(world) {
  const office = await world.earnest(), own = new Browser(world.workshop.dir);
  await own.start();
  const at = await Page.open(own);
  await at.setUp(office);
  await kept(at);
  const { text, png } = office.holder.show(PERMIT);
  film(own.camera, readPng(png));
  await at.page.reload();
  assert.equal((await at.answer()).look, 'yes');
  judge(at.requests, office);
  await own.end();
  const { pages, own: others } = logged(own.log);
  assert.ok(pages.some(({ url }) => url === `${office.url}/v1/bundle/head`), 'the log lacks what was fetched');
  judge(pages.map(({ url }) => ({ method: 'GET', url, body: null })), office);
  for (const { url } of others) {
    for (const part of ['127.0.0.1', 'check', 'WH1', text.slice(4, 24), encodeURIComponent(text.slice(4, 24))]) {
      assert.ok(!url.includes(part), `the browser told somebody: ${url}`);
    }
  }
  return `${pages.length} requests, all to the office`;
}

export const cases = [
  { name: 'server switched off', run: serverOff },
  { name: 'no request but to the office, none by a check', run: sameOrigin },
  { name: 'a check leaves nothing on the device', run: nothingKept },
  { name: 'the browser\'s own log names nobody else', run: nowhereElse },
];
