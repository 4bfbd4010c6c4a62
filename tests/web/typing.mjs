// SPDX-License-Identifier: Apache-2.0
// Scanners that type like a keyboard, and floods of keys and text.

import assert from 'node:assert/strict';

const PERMIT = 'work-permit-valid';
const KEYS = 300000, LETTERS = 10 * 1000 * 1000;

// What the keys of an American keyboard give where the machine is set to Russian. The scanner knows
// nothing of it: it presses the keys of its own country.
const AMERICAN = 'qwertyuiop[]asdfghjkl;\'zxcvbnm,./`QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?~@#$^&|';
const RUSSIAN = '\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e.\u0451'
  + '\u0419\u0426\u0423\u041a\u0415\u041d\u0413\u0428\u0429\u0417\u0425\u042a\u0424\u042b\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d\u042f\u0427\u0421\u041c\u0418\u0422\u042c\u0411\u042e,\u0401"\u2116;:?/';
const russian = (text) => [...text].map((c) => (AMERICAN.includes(c) ? RUSSIAN[AMERICAN.indexOf(c)] : c)).join('');
// Caps Lock turns every letter over, also those that the Russian layout has where others have signs.
const capsLock = (text) => [...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');

/** type presses the keys of a text as a scanner does, in one go and wherever the focus is. */
async function type(at, text, end = 'Enter') {
  await at.at('scan');
  await at.page.evaluate(([keys, last]) => {
    const press = (key) => {
      for (const kind of ['keydown', 'keyup']) {
        document.activeElement.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true }));
      }
    };
    for (const key of keys) press(key);
    if (last) press(last);
  }, [text, end]);
}

async function wedge(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await at.setUp(office);
  const ways = [
    ['as it is', (text) => text, 'Enter'], ['a tab behind', (text) => text, 'Tab'],
    ['nothing behind', (text) => text, ''], ['symbology in front', (text) => `]Q1${text}`, 'Enter'],
    ['Russian layout', russian, 'Enter'], ['Caps Lock', capsLock, 'Enter'],
    ['Russian layout and Caps Lock', (text) => capsLock(russian(text)), 'Enter'],
  ];
  const wallet = office.enrol('P-0041');
  for (const [name, change, end] of ways) {
    await type(at, change(wallet.show(PERMIT).text), end);
    assert.equal((await at.answer()).look, 'yes', name);
    await at.next();
  }
}

async function realKeys(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await at.setUp(office);
  await at.page.keyboard.type(office.holder.show(PERMIT).text);
  await at.page.keyboard.press('Enter');
  assert.equal((await at.answer()).look, 'yes');
}

async function twice(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await at.page.clock.install();
  await at.setUp(office);
  const { text } = office.holder.show(PERMIT);
  await type(at, text);
  assert.equal((await at.answer()).look, 'yes');
  const counter = await at.text('counter');
  await at.at('scan');
  await type(at, text);
  const again = await at.answer();
  assert.equal(again.look, 'yes', 'a scanner that fires twice gets the same answer');
  assert.match(again.note, /same scan/);
  assert.equal(await at.text('counter'), counter, 'counted twice');
  await at.at('scan');
  await at.page.clock.fastForward(16000);
  const later = await at.give(text);
  assert.equal(later.look, 'cannot-tell');
  assert.match(later.reason, /used here a moment ago/);
}

async function half(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await at.setUp(office);
  const { text } = office.holder.show(PERMIT);
  await type(at, text.slice(0, 150), '');
  const said = await at.answer();
  assert.equal(said.look, 'no');
  assert.match(said.reason, /Damaged/);
  await at.next();
  await type(at, text);
  assert.equal((await at.answer()).look, 'yes');
}

const memory = (at) => at.page.evaluate(() => performance.memory.usedJSHeapSize);

async function floodOfKeys(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await at.setUp(office);
  const before = await memory(at);
  await at.page.evaluate((count) => {
    const target = document.body;
    const event = { key: 'A', bubbles: true, cancelable: true };
    for (let i = 0; i < count; i += 1) target.dispatchEvent(new KeyboardEvent('keydown', event));
  }, KEYS);
  await at.says('say-alert', /too much/);
  assert.ok(await memory(at) - before < 20e6, 'keys were kept');
  await type(at, office.holder.show(PERMIT).text);
  assert.equal((await at.answer()).look, 'yes');
}

async function floodOfText(world) {
  const office = await world.earnest(), at = await world.page({ camera: false });
  await at.setUp(office);
  await at.page.evaluate((count) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'A'.repeat(count));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, LETTERS);
  const said = await at.answer();
  assert.equal(said.look, 'no');
  await at.next();
  assert.equal((await at.give(`WH1:${'A'.repeat(8000)}`)).look, 'no');
  await at.next();
  assert.equal((await at.give(office.holder.show(PERMIT).text)).look, 'yes');
}

export const cases = [
  { name: 'scanner that types', run: wedge },
  { name: 'scanner that types, key by key', run: realKeys },
  { name: 'scanner that fires twice', run: twice },
  { name: 'half a code, then the whole', run: half },
  { name: '300,000 keys in one go', run: floodOfKeys },
  { name: '10 MB pasted', run: floodOfText },
];
