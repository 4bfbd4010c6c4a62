// SPDX-License-Identifier: Apache-2.0
// What goes wrong at a gate that isn't the code: old data, a wrong clock, a full device, an address
// without HTTPS.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Browser, Page } from './browser.mjs';
import { codeOf, writePng } from './picture.mjs';
import { VECTORS } from './places.mjs';

const PERMIT = 'work-permit-valid';
const HOUR = 3600 * 1000, DAY = 24 * HOUR;
const level = (at) => at.$('freshness').getAttribute('data-level');
const until = (at, wanted) => at.page.locator(`#freshness[data-level="${wanted}"]`).waitFor({ state: 'attached' });

async function ageing(world) {
  const office = await world.earnest(), at = await world.page();
  await at.page.clock.install();
  await at.setUp(office);
  assert.equal(await level(at), 'fresh');
  const look = () => at.page.evaluate(() => getComputedStyle(document.getElementById('freshness')).backgroundColor);
  const green = await look(), fresh = await at.text('freshness-text');
  await at.page.clock.setSystemTime(Date.now() + 2 * DAY + HOUR);  // of three
  await at.page.clock.runFor(20000);
  await until(at, 'ageing');
  const amber = await look(), old = await at.text('freshness-text');
  assert.notEqual(await at.$('freshness-sign').getAttribute('href'), '#sign-fresh', 'by colour alone');
  await at.page.clock.setSystemTime(Date.now() + 3 * DAY + HOUR);
  await at.page.clock.runFor(20000);
  await until(at, 'stale');
  const red = await look();
  assert.equal(new Set([green, amber, red]).size, 3, 'the same colour');
  assert.notEqual(old, fresh);
  const said = await at.give('WH1:');
  assert.notEqual(said.look, 'yes');
  await at.next();
  const shown = await at.give(office.holder.show(PERMIT).text);
  assert.equal(shown.look, 'cannot-tell');
  assert.match(shown.reason, /data here is .* old; the limit is|made .* ago/);
  assert.ok(await at.$('result-ask').isVisible() || await at.$('result-update').isVisible(), 'nothing to do next');
}

async function clockOf1970(world) {
  const office = await world.earnest(), at = await world.page();
  await at.page.clock.install({ time: 1000 });
  await at.setUp(office);
  await until(at, 'clock');
  const { text } = office.holder.show(PERMIT);
  const said = await at.give(text);
  assert.equal(said.look, 'cannot-tell');
  assert.match(said.reason, /^This device says 1 January 1970.*; the data is from/);
  assert.doesNotMatch(`${said.reason} ${said.advice}`, /phone's clock|worker's clock/);
  await at.$('result-ask').click();
  await at.at('name');
  await at.$('name-text').fill('Gate 7');
  await at.$('name-go').click();
  await at.at('ask');
  // A question needs no clock: its own time runs on another.
  fs.writeFileSync(office.w.at('question.png'), await at.page.screenshot());
  const answer = office.holder.answer('question.png');
  await at.$('ask-scan').click();
  assert.equal((await at.give(answer.text)).look, 'yes');
}

async function storageFull(world) {
  const office = await world.earnest(), at = await world.page();
  const cdp = await at.context.newCDPSession(at.page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: office.url, quotaSize: 1000 });
  await at.setUp(office);
  await at.page.locator('.notice[data-key="storage"]').waitFor();
  assert.equal((await at.give(office.holder.show(PERMIT).text)).look, 'yes');
}

/** Any name but that of this machine itself is an address without HTTPS to a browser. */
async function noHttps(world) {
  const office = await world.training(), own = new Browser(world.workshop.dir);
  const { trust, bundle, at: time, showing } = JSON.parse(fs.readFileSync(path.join(VECTORS, 'verify/one-way.json'), 'utf8'));
  const blind = JSON.parse(fs.readFileSync(path.join(VECTORS, 'verify/blind-one-way.json'), 'utf8'));
  await own.start({ names: ['office.test'] });
  try {
    const at = await Page.open(own);
    await at.page.clock.install({ time: time * 1000 });
    await at.page.goto(`http://office.test:${office.port}/check/`);
    await at.at('setup');
    await at.$('setup-files').setInputFiles([path.join(VECTORS, trust), path.join(VECTORS, bundle)]);
    await at.at('words');
    await at.$('words-same').click();
    await at.at('scan');
    await at.page.locator('#camera-box[data-state="insecure"]').waitFor();
    assert.match(await at.text('camera-text'), /https addresses only/);
    await at.page.locator('.notice[data-key="https"]').waitFor();
    await at.$('picture').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: writePng(codeOf(showing, 'L')) });
    assert.equal((await at.answer()).look, 'yes');
    await at.at('scan');
    // A blind code's signature is the browser's to check, and here it won't.
    await at.$('paste-open').click();
    await at.$('paste-text').fill(blind.showing);
    await at.$('paste-go').click();
    await at.at('notice');
    assert.match(await at.text('view-notice'), /https/i);
  } finally {
    await own.end();
  }
}

export const cases = [
  { name: 'data grows old: amber, then red', run: ageing },
  { name: 'clock in 1970', run: clockOf1970 },
  { name: 'storage full', run: storageFull },
  { name: 'no HTTPS', run: noHttps },
];
