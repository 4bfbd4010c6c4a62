// SPDX-License-Identifier: Apache-2.0
// The wallet in a browser: from a letter to codes that checkers take, with a real office behind it, and
// what goes wrong on a phone.

import assert from 'node:assert/strict';
import { film } from './film.mjs';
import { codeOf, readPng } from './picture.mjs';
import { enrol, enter, fetchData, letterFor, lines, readerKept, shown, verdict } from './holder.mjs';
import { ask } from './holder_screens.mjs';

const PERMIT = 'work-permit-valid';

async function fromLetterToCode(world) {
  const office = await world.earnest(), other = await world.training(), at = await world.page();
  await at.page.clock.install();
  await at.page.goto(office.wallet);
  await at.at('start');
  const refused = async (text, why) => {
    await at.$('start-text').fill(text);
    await at.$('start-go').click();
    await at.says('start-error-text', why);
  };
  const { text, pin } = letterFor(office, 'P-0046');
  await refused('https://example.org/', /not the code of a letter/);
  await refused(office.card(), /set-up card/);
  await refused(text.slice(0, -2), /damaged/);
  await refused(letterFor(other, 'P-0046').text, /letter is from dlo, and this page belongs to mtl/);
  await at.$('start-text').fill(text);
  await at.$('start-go').click();
  await at.at('words');
  await at.$('words-differ').click();
  await at.at('notice');
  await at.$('notice-go').click();
  await enter(at, office, text);
  await at.$('pin-text').fill('12345');
  await at.$('pin-go').click();
  await at.says('pin-error', /6 to 12/);
  await at.$('pin-text').fill(pin === '000000' ? '000001' : '000000');
  await at.$('pin-go').click();
  await at.says('pin-error', /PIN is wrong/);
  await at.page.reload();  // what was begun is no wallet yet
  await enter(at, office, text);
  await at.$('pin-text').fill(pin);
  await at.$('pin-go').click();
  await at.at('home');
  assert.match(await lines(at, PERMIT), /Valid[\s\S]*Usual codes: \d+, for 14 days/);
  await at.$(`show-${PERMIT}`).click();
  await shown(at, office);
  assert.equal(await at.text('show-title'), 'Work permit valid');
  const said = await verdict(office);
  assert.deepEqual([said.verdict, said.kind, said.mode], ['valid', 'revocable', 'one-way']);
  await signedAnew(at);
}

/** Every 15 seconds another code; and what can't be written down as used up isn't shown. */
async function signedAnew(at) {
  const path = () => at.page.locator('#show-code path').getAttribute('d');
  const first = await path();
  await at.page.clock.fastForward(16000);
  await at.page.waitForFunction((before) => document.querySelector('#show-code path').getAttribute('d') !== before, first);
  await at.$('show-done').click();
  await at.at('home');
  await at.page.evaluate(() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await at.$(`show-${PERMIT}`).click();
  await at.at('notice');
  assert.match(await at.text('notice-text'), /does not keep it/);
  assert.equal(await at.page.locator('#show-code path').count(), 0);
}

/** A letter before the camera; and what the camera sees of the screen then is a yes. */
async function byCamera(world) {
  const office = await world.earnest(), at = await world.page(), checker = await world.page();
  const browser = await world.browser(), { text, pin } = letterFor(office, 'P-0047');
  film(browser.camera, codeOf(text));
  await at.page.goto(office.wallet);
  await at.at('start');
  const loaded = () => at.requests.some(({ url }) => url.endsWith('zxing_reader.wasm'));
  assert.ok(!loaded(), 'the reader is loaded before anything is read');
  await at.$('start-scan').click();
  await at.at('words');
  assert.ok(loaded());
  await at.$('words-same').click();
  await at.$('pin-text').fill(pin);
  await at.$('pin-go').click();
  await at.at('home');
  await at.$(`show-${PERMIT}`).click();
  film(browser.camera, readPng(await shown(at, office)));
  await checker.setUp(office);
  assert.equal((await checker.answer()).look, 'yes');
}

async function thereAndBack(world) {
  const office = await world.earnest(), at = await world.page({ camera: false }), checker = await world.page();
  film((await world.browser()).camera, null);
  await enrol(at, office, 'P-0044');
  await checker.setUp(office);
  await checker.$('ask').click();
  await checker.$('name-text').fill('Gate 7 North');
  await checker.$('name-go').click();
  await checker.at('ask');
  await at.$('answer').click();
  await at.$('picture').setInputFiles({ name: 'question.png', mimeType: 'image/png', buffer: await checker.page.screenshot() });
  await at.at('offer');
  assert.match(await at.text('offer-title'), /"Gate 7 North" asks:/);
  assert.match(await at.text('offer-who'), /nobody vouches/);
  assert.equal(await at.text('offer-facts'), 'Work permit valid');
  await at.$('offer-go').click();
  film((await world.browser()).camera, readPng(await shown(at, office)));
  await checker.$('ask-scan').click();
  assert.equal((await checker.answer()).look, 'yes');
  await checker.page.close();  // and with it the camera, which goes on with its film while it is open
  film((await world.browser()).camera, null);
  await at.$('show-done').click();
  await at.$('more').click();
  await at.$('history-open').click();
  assert.match(await at.text('history-list'), /Work permit valid\s+Answer for "Gate 7 North"/);
  // The same question again is the same code; others are told from it.
  await at.$('history-done').click();
  await at.$('more-done').click();
  await at.$('answer').click();
  await at.$('paste-text').fill('https://restaurant.example/menu');
  await at.$('paste-go').click();
  await at.at('notice');
  assert.match(await at.text('notice-text'), /not a question/);
}

async function withoutNetwork(world) {
  const office = await world.earnest(), at = await world.page();
  await enrol(at, office, 'P-0048');
  await readerKept(at);
  await fetchData(office);
  const question = ask(office);
  await office.stop();
  try {
    await at.page.reload();
    await at.at('home');
    await at.$('sync').click();
    await at.says('sync-state', /could not be reached.*14 more days/);
    film((await world.browser()).camera, codeOf(question));
    await at.$('answer').click();
    await at.at('offer');
    await at.$('offer-cancel').click();
    await at.$(`show-${PERMIT}`).click();
    await shown(at, office);
  } finally {
    await office.start();
  }
  assert.equal((await verdict(office)).verdict, 'valid');
}

/** What is in the vault opens nothing by itself; without its key, or without itself, it is gone. */
async function erasedByTheBrowser(at, office) {
  const found = await at.page.evaluate(async () => {
    const open = indexedDB.open('whit-wallet');
    await new Promise((resolve) => { open.onsuccess = resolve; });
    const store = open.result.transaction('vault').objectStore('vault');
    const get = (name) => new Promise((resolve) => { const r = store.get(name); r.onsuccess = () => resolve(r.result); });
    const key = await get('key'), { sealed } = await get('wallet');
    open.result.close();
    const text = new TextDecoder('latin1').decode(sealed);
    return { extractable: key.extractable, given: await crypto.subtle.exportKey('raw', key).then(() => true, () => false), plain: text.includes('mtl') };
  });
  assert.deepEqual(found, { extractable: false, given: false, plain: false });
  await at.page.evaluate(async () => {
    const open = indexedDB.open('whit-wallet');
    await new Promise((resolve) => { open.onsuccess = resolve; });
    const change = open.result.transaction('vault', 'readwrite');
    change.objectStore('vault').delete('key');
    await new Promise((resolve) => { change.oncomplete = resolve; });
    open.result.close();
  });
  await at.page.reload();
  await at.at('start');
  await at.says('start-gone', /has erased the wallet/);
  await at.page.evaluate(() => new Promise((resolve) => {
    const gone = indexedDB.deleteDatabase('whit-wallet');
    gone.onsuccess = gone.onblocked = resolve;
  }));
  await at.page.reload();
  await at.at('start');
  await at.says('start-gone', /Ask the office for a new letter/);
  await enrol(at, office, 'P-0050');
  assert.match(await lines(at, PERMIT), /Valid/);
}

async function twoWindowsThenNone(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await enrol(at, office, 'P-0050');
  const codes = async (page) => Number(/Usual codes: (\d+)/.exec(await page.locator(`.fact:has(#show-${PERMIT})`).innerText())[1]);
  const before = await codes(at.page), other = await at.context.newPage();
  await other.goto(office.wallet);
  await other.locator('body[data-view="elsewhere"]').waitFor({ state: 'attached' });
  await other.locator('#elsewhere-here').click();
  await other.locator('body[data-view="home"]').waitFor({ state: 'attached' });
  await at.at('elsewhere');
  await other.locator(`#show-${PERMIT}`).click();
  await other.locator('#show-code svg').waitFor();
  await at.$('elsewhere-here').click();
  await at.at('home');
  assert.equal(await codes(at.page), before - 1, 'what the other window showed is used up here as well');
  await other.locator('body[data-view="elsewhere"]').waitFor({ state: 'attached' });
  await other.close();
  await erasedByTheBrowser(at, office);
}

const ALLOWED = /^(GET \/(wallet\/[a-z0-9._\/-]*|v1\/trust|v1\/bundle\/whole)|POST \/v1\/(enrol|collect))$/;

async function nobodyElse(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await enrol(at, office, 'P-0051');
  await readerKept(at);
  const before = at.requests.length;
  await at.$(`show-${PERMIT}`).click();
  await shown(at, office);
  await at.$('show-done').click();
  await at.$('answer').click();
  await at.$('paste-text').fill('hello');
  await at.$('paste-go').click();
  await at.at('notice');
  await at.page.waitForTimeout(300);
  const asked = at.requests.slice(before).filter(({ url }) => !url.endsWith('/wallet/icon.svg') && !url.includes('/wallet/app/decoder'));
  assert.deepEqual(asked.filter(({ url }) => !url.includes('/wallet/zxing/')), [], 'showing asks the network for something');
  for (const { method, url } of at.requests) {
    const { origin, pathname, search } = new URL(url);
    if (url.startsWith('blob:')) continue;
    assert.equal(origin, office.url, url);
    assert.match(`${method} ${pathname}${search}`, ALLOWED);
  }
  assert.deepEqual(await at.context.cookies(), []);
}

export const cases = [
  { name: 'wallet: from a letter to a code that is signed anew', run: fromLetterToCode },
  { name: 'wallet: a letter and a code before the camera', run: byCamera },
  { name: 'wallet: a question, there and back', run: thereAndBack },
  { name: 'wallet: server switched off', run: withoutNetwork },
  { name: 'wallet: two windows, and erased by the browser', run: twoWindowsThenNone },
  { name: 'wallet: no request but to the office, none by showing', run: nobodyElse },
];
