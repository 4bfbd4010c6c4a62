// SPDX-License-Identifier: Apache-2.0
// A holder at the wallet's page: takes a letter in, shows codes, answers questions.

import assert from 'node:assert/strict';
import fs from 'node:fs';

/** A letter for `who`, as { text, pin }. */
export function letterFor(office, who) {
  const name = `${office.iss}-${who}-${Date.now()}.pin`;
  const said = office.issuer('invite', who, '--pin-file', name);
  const text = said.split('\n').find((line) => line.startsWith('WI1:'));
  return { text, pin: String(office.w.read(name)).trim() };
}

/** enter takes the text of a letter as far as the PIN. */
export async function enter(at, office, text) {
  await at.page.goto(office.wallet);
  await at.at('start');
  await at.$('start-text').fill(text);
  await at.$('start-go').click();
  await at.at('words');
  const words = (await at.page.locator('#words-list li').allInnerTexts()).join(' ').toLowerCase();
  assert.equal(words, office.words);
  await at.$('words-same').click();
  await at.at('pin');
}

/** enrol is a letter from its code to its codes. */
export async function enrol(at, office, who) {
  const { text, pin } = letterFor(office, who);
  await enter(at, office, text);
  await at.$('pin-text').fill(pin);
  await at.$('pin-go').click();
  await at.at('home');
}

/** shown is what is on the screen, as a picture in a file. */
export async function shown(at, office, name = 'shown.png') {
  await at.at('show');
  await at.page.locator('#show-code svg').waitFor();
  const picture = await at.page.screenshot();
  fs.writeFileSync(office.w.at(name), picture);
  return picture;
}

/** fetchData brings the office's data to whit-verify. */
export async function fetchData(office) {
  const data = Buffer.from(await (await fetch(`${office.url}/v1/bundle/whole`)).arrayBuffer());
  fs.writeFileSync(office.w.at(`${office.iss}.whit-bundle`), data);
}

/** verdict is what whit-verify says of a picture of the screen, which has to be a yes. */
export async function verdict(office, name = 'shown.png', ...more) {
  await fetchData(office);
  return JSON.parse(office.w.plain('whit-verify', ['check', '--json', '--preset', 'gate', '--trust', `${office.iss}.whit-trust`,
    '--bundle', `${office.iss}.whit-bundle`, ...more, name]));
}

/** lines is what the wallet says of a fact. */
export async function lines(at, slug) {
  return at.page.locator(`.fact:has(#show-${slug})`).innerText();
}

/** readerKept waits until the reader of codes is kept for working without a network. */
export async function readerKept(at) {
  await at.settled();
  await at.page.evaluate(async () => {
    const kept = () => caches.match(new URL('zxing/zxing_reader.wasm', location.href));
    while (!await kept()) await new Promise((resolve) => { setTimeout(resolve, 100); });
  });
}
