// SPDX-License-Identifier: Apache-2.0
// Codes before a camera: what the wallet draws, as a film of a cheap camera.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { film } from './film.mjs';
import { Grey, beside, codeOf, inverted, mirrored, readPng, writePng } from './picture.mjs';

const PERMIT = 'work-permit-valid';

/** show puts a picture before the camera, and starts it anew where it is on. */
async function show(world, at, picture, how) {
  film((await world.browser()).camera, picture, how);
  if (!at) return;
  await at.$('open-settings').click();
  await at.at('settings');
  await at.$('settings-done').click();
}

const size = (width, height) => async (world) => {
  const office = await world.earnest(), at = await world.page();
  await show(world, null, null);
  await at.setUp(office);
  await show(world, at, readPng(office.holder.show(PERMIT).png), { width, height });
  const said = await at.answer();
  assert.equal(said.look, 'yes');
  const seen = await at.page.evaluate(() => {
    const { videoWidth, videoHeight } = document.getElementById('camera');
    return [videoWidth, videoHeight];
  });
  assert.deepEqual(seen, [width, height], 'the camera has another size than the film');
  // It goes back by itself, and the code that is still there isn't answered again.
  await at.at('scan');
  await at.says('scan-hint', /Still the same code/);
};

async function setUpByCamera(world) {
  const office = await world.training(), at = await world.page();
  office.card();
  await show(world, null, readPng(office.w.read(`${office.iss}-card.png`)));
  await at.page.goto(office.page);
  await at.at('setup');
  await at.$('setup-scan').click();
  await at.at('words');
  await at.$('words-same').click();
  await at.at('scan');
}

async function challenge(world) {
  const office = await world.earnest(), at = await world.page();
  await show(world, null, null);
  await at.page.clock.install();
  await at.setUp(office);
  await at.$('ask').click();
  await at.at('name');
  await at.$('name-text').fill('Gate 7 North');
  await at.$('name-go').click();
  await at.at('ask');
  // The wallet reads the question off the screen, as another phone would.
  fs.writeFileSync(office.w.at('question.png'), await at.page.screenshot());
  const answer = office.holder.answer('question.png');
  await at.$('ask-scan').click();
  await at.at('scan');
  await show(world, at, readPng(answer.png));
  assert.equal((await at.answer()).look, 'yes');
  await at.at('scan');
  // Answered once is answered: the same answer has no question any more.
  await show(world, at, null);
  await at.page.clock.fastForward(16000);
  const again = await at.give(answer.text);
  assert.equal(again.look, 'no');
  assert.match(again.reason, /answered already/);
}

async function challengeOfAnother(world) {
  const office = await world.earnest(), at = await world.page(), other = await world.page();
  await show(world, null, null);
  for (const one of [at, other]) {
    await one.setUp(office);
    await one.$('ask').click();
    await one.$('name-text').fill('Gate 7 North');
    await one.$('name-go').click();
    await one.at('ask');
  }
  fs.writeFileSync(office.w.at('question.png'), await other.page.screenshot());
  const answer = office.holder.answer('question.png');
  await at.$('ask-scan').click();
  const said = await at.give(answer.text);
  assert.equal(said.look, 'no');
  assert.match(said.reason, /somebody else's question/);
}

async function twoCodes(world) {
  const office = await world.earnest(), at = await world.page();
  await show(world, null, null);
  await at.setUp(office);
  const one = readPng(office.holder.show(PERMIT).png), other = codeOf('https://restaurant.example/menu');
  await show(world, at, beside(one, other), { width: 1280, height: 720 });
  await at.says('scan-hint', /Two codes in one picture/);
  assert.equal(await at.view(), 'scan');
}

const seenAs = (change, look, reason = /^$/) => async (world) => {
  const office = await world.earnest(), at = await world.page();
  await show(world, null, null);
  await at.setUp(office);
  await show(world, at, change(office));
  const said = await at.answer();
  assert.equal(said.look, look);
  assert.match(said.reason, reason);
};

const shown = (office) => readPng(office.holder.show(PERMIT).png);

async function takenPicture(world) {
  const office = await world.earnest(), at = await world.page();
  await show(world, null, null);
  await at.setUp(office);
  const take = (name, buffer) => at.$('picture').setInputFiles({ name, mimeType: 'image/png', buffer });
  await take('code.png', office.holder.show(PERMIT).png);
  assert.equal((await at.answer()).look, 'yes');
  await at.at('scan');
  const notice = async (name, buffer, wanted) => {
    await take(name, buffer);
    await at.at('notice');
    assert.match(await at.text('notice-text'), wanted);
    await at.$('notice-go').click();
    await at.at('scan');
  };
  await notice('wall.png', Buffer.from('no picture at all'), /could not be read/);
  await notice('two.png', writePng(beside(codeOf('one'), codeOf('two'))), /Two codes in one picture/);
  await notice('none.png', writePng(new Grey(300, 300)), /No code was found/);
}

async function refused(world) {
  const office = await world.training(), at = await world.page();
  // Chromium's fake dialogue always says yes; this is what a page gets where a person says no.
  await at.page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await at.setUp(office);
  await at.page.locator('#camera-box[data-state="refused"]').waitFor();
  assert.match(await at.text('camera-text'), /not allowed/);
  await at.$('picture').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: office.holder.show(PERMIT).png });
  assert.equal((await at.answer()).look, 'specimen');
}

export const cases = [
  { name: 'set-up card before the camera', run: setUpByCamera },
  { name: 'camera of 640 x 480', run: size(640, 480) },
  { name: 'camera of 1280 x 720', run: size(1280, 720) },
  { name: 'challenge, there and back', run: challenge },
  { name: 'challenge that another asked', run: challengeOfAnother },
  { name: 'two codes in one picture', run: twoCodes },
  { name: 'mirrored code', run: seenAs((office) => mirrored(shown(office)), 'yes') },
  { name: 'inverted code', run: seenAs((office) => inverted(shown(office)), 'yes') },
  { name: 'menu before the camera',
    run: seenAs(() => codeOf('https://restaurant.example/menu'), 'no', /Not a whit code: this is a web address/) },
  { name: 'pictures instead of a camera', run: takenPicture },
  { name: 'camera refused', run: refused },
];
