// SPDX-License-Identifier: Apache-2.0
// Whoever holds the wallet: in five languages, by keyboard, by screen reader, with large text.

import assert from 'node:assert/strict';
import { fetchData, letterFor, shown, verdict } from './holder.mjs';
import { ask, walkHolder } from './holder_screens.mjs';
import { axeOn, lost, press, unread } from './people.mjs';

const PERMIT = 'work-permit-valid';

/** Every screen in one language: nothing of it is cut off, nothing is untranslated. */
const screens = (code, who, { scale = 1, axe = false, ...options } = {}) => async (world) => {
  const office = await world.training(), at = await world.page({ locale: code, ...options }), found = [];
  await fetchData(office);
  if (scale !== 1) {
    await at.page.addInitScript((size) => {
      addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = size; });
    }, `${scale * 100}%`);
  }
  const look = axe ? axeOn(at, found) : async () => {};
  await walkHolder(at, office, who, async (screen) => {
    for (const one of [...await unread(at), ...await lost(at)]) found.push(`${screen}: ${one}`);
    await look(screen);
  });
  assert.equal(await at.page.getAttribute('html', 'lang'), code);
  if (code !== 'en') assert.doesNotMatch(await at.page.evaluate(() => document.body.innerText), /letter|Cancel|wallet\b.*PIN/);
  assert.deepEqual(found, []);
};

async function keyboard(world) {
  const office = await world.earnest(), at = await world.page({ hasTouch: false, camera: false });
  await fetchData(office);
  const { text, pin } = letterFor(office, 'P-0053');
  const type = async (id, what) => {
    await press(at, id, 'Shift');
    await at.page.keyboard.insertText(what);
  };
  await at.page.goto(office.wallet);
  await at.at('start');
  await type('start-text', text);
  await press(at, 'start-go');
  await at.at('words');
  await press(at, 'words-same');
  await at.at('pin');
  await at.page.keyboard.insertText(pin);  // the focus is there already
  await at.page.keyboard.press('Enter');
  await at.at('home');
  await press(at, `show-${PERMIT}`);
  await shown(at, office);
  await press(at, 'show-done');
  await at.at('home');
  await press(at, 'answer');
  await at.at('scan');
  await type('paste-text', ask(office));
  await press(at, 'paste-go');
  await at.at('offer');
  await press(at, 'offer-go');
  await at.at('show');
  assert.match(await at.$('show-code').getAttribute('aria-label'), /^Code for Work permit valid, good now, changes every 15 seconds$/);
  await press(at, 'show-done');
  await press(at, 'more');
  await at.at('more');
  await press(at, 'history-open');
  await at.at('history');
  assert.equal((await verdict(office)).verdict, 'valid');
}

const NARROW = { viewport: { width: 320, height: 640 } };
export const cases = [
  { name: 'wallet: every screen in English, with axe', run: screens('en', 'P-0044', { axe: true }) },
  { name: 'wallet: every screen in Russian, 320 px', run: screens('ru', 'P-0046', NARROW) },
  { name: 'wallet: every screen in Uzbek, 320 px', run: screens('uz', 'P-0047', NARROW) },
  { name: 'wallet: every screen in Tajik, text of 200 %', run: screens('tg', 'P-0048', { scale: 2 }) },
  { name: 'wallet: every screen in Kyrgyz, as a desktop at 200 %', run: screens('ky', 'P-0049', { viewport: { width: 640, height: 360 } }) },
  { name: 'wallet: keyboard alone', run: keyboard },
];
