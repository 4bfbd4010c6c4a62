// SPDX-License-Identifier: Apache-2.0
// What the page answers: set-up, yes, no, cannot tell and specimen, from real offices and a wallet,
// and from the vectors where time has to pass.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { VECTORS } from './places.mjs';

const PERMIT = 'work-permit-valid';
const vector = (name) => JSON.parse(fs.readFileSync(path.join(VECTORS, 'verify', `${name}.json`), 'utf8'));

async function setUpByCard(world) {
  const office = await world.training(), other = await world.earnest();
  const at = await world.page();
  await at.page.goto(office.page);
  await at.at('setup');
  const card = office.card();
  const refused = async (text, hint) => {
    await at.$('setup-text').fill(text);
    await at.$('setup-go').click();
    await at.says('setup-error', hint);
  };
  await refused('https://example.org/', /not a set-up card/);
  await refused(office.holder.show(PERMIT).text, /not a set-up card/);
  await refused(card.slice(0, -3), /damaged/);
  // A card of another address leads there, and nothing is fetched from it.
  await at.$('setup-text').fill(other.card());
  await at.$('setup-go').click();
  await at.$('setup-elsewhere').waitFor();
  assert.equal(await at.$('setup-elsewhere-link').getAttribute('href'), other.page);
  // Words that differ keep nothing.
  await at.$('setup-text').fill(card);
  await at.$('setup-go').click();
  await at.at('words');
  await at.$('words-differ').click();
  await at.at('notice');
  await at.page.reload();
  await at.at('setup');
  await at.setUp(office);
  assert.match(await at.text('freshness-text'), /limit/);
  await at.page.reload();  // and it stays
  await at.at('scan');
}

async function yes(world) {
  const office = await world.earnest(), at = await world.page();
  await at.setUp(office);
  const said = await at.give(office.holder.show(PERMIT).text);
  assert.equal(said.look, 'yes');
  assert.equal(said.word, 'YES');
  assert.equal(said.sign, '#sign-yes');
  assert.match(said.facts, /Work permit valid/);
  assert.match(said.data, /Data .* old, limit 3 days|Data .* old, limit 72 h/);
  await at.at('scan');  // by itself
}

async function wrongFact(world) {
  const office = await world.earnest(), at = await world.page();
  await at.setUp(office);
  const said = await at.give(office.holder.show('tax-current').text);
  assert.equal(said.look, 'no');
  assert.match(said.reason, /does not answer what is asked here/);
  assert.match(said.reason, /Work permit valid/);
}

async function withdrawn(world) {
  const office = await world.earnest(), at = await world.page();
  await at.setUp(office);
  const leaver = office.enrol('P-0040');
  assert.equal((await at.give(leaver.show(PERMIT).text)).look, 'yes');
  await at.at('scan');
  const shown = leaver.show(PERMIT).text;
  office.end('P-0040', PERMIT);
  office.publish();
  await at.page.waitForTimeout(1500);  // the running service takes up what another process published
  await at.page.reload();
  await at.at('scan');
  await at.page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/segment/')));
  await at.page.waitForTimeout(500);
  const said = await at.give(shown);
  assert.equal(said.look, 'no');
  assert.equal(said.reason, 'Not valid now.');
}

const USUAL = 1802414460;  // the vectors' usual moment, at which their data is good

/** byFiles is a page that knows a vector's office from files alone; then it is the vector's time. */
async function byFiles(world, name) {
  const { trust, bundle, at: time, showing, preset } = vector(name);
  const office = await world.training(), at = await world.page();
  await at.page.clock.install({ time: USUAL * 1000 });
  await at.page.goto(office.page);
  await at.at('setup');
  await at.$('setup-files').setInputFiles([path.join(VECTORS, trust), path.join(VECTORS, bundle)]);
  await at.at('words');
  await at.$('words-same').click();
  await at.at('scan');
  assert.equal(preset, 'gate');
  await at.page.clock.setSystemTime(time * 1000);
  return { at, showing };
}

const answerTo = async (world, name) => {
  const { at, showing } = await byFiles(world, name);
  return at.give(showing);
};

/** What somebody at a gate sees, without the age of the data. */
const seen = ({ look, sign, word, reason, facts, advice }) => ({ look, sign, word, reason, facts, advice });

async function endedLooksTheSame(world) {
  const expired = await answerTo(world, 'expired-yesterday');
  const ended = await answerTo(world, 'withdrawal-17th-among-pads');
  assert.equal(expired.look, 'no');
  assert.deepEqual(seen(ended), seen(expired));
}

async function cannotTell(world) {
  const office = await world.earnest(), at = await world.page();
  await at.setUp(office);
  const { text } = office.holder.show(PERMIT);
  await at.page.clock.setSystemTime(Date.now() + 3 * 60 * 1000);
  const said = await at.give(text);
  assert.equal(said.look, 'cannot-tell');
  assert.equal(said.word, 'CANNOT TELL');
  assert.match(said.reason, /made \d+ (min|s) ago/);
  assert.doesNotMatch(`${said.reason} ${said.advice}`, /clock.*(wrong|phone)/i);
  await at.next();
  await at.page.clock.setSystemTime(Date.now() + 20 * 60 * 1000);
  assert.match((await at.give(text)).reason, /picture of a phone/);
}

async function specimen(world) {
  const office = await world.training(), at = await world.page();
  await at.setUp(office);
  const earnest = await at.give(office.holder.show(PERMIT).text);
  assert.equal(earnest.look, 'specimen');
  assert.equal(earnest.word, 'SPECIMEN');
  assert.match(earnest.reason, /proves nothing/);
  await at.next();
  await at.train();
  const trained = await at.give(office.holder.show(PERMIT).text);
  assert.equal(trained.look, 'specimen', 'never the look of a yes');
  assert.match(trained.training, /Training/);
  assert.equal(trained.sign, '#sign-yes');
  await at.at('scan');
  const no = await at.give(office.holder.show('tax-current').text);
  assert.equal(no.sign, '#sign-no');
}

const FROM_VECTORS = {
  accepted: ['yes', /^$/],
  'accepted-paper': ['cannot-tell|yes', /document/],
  'blind-one-way': ['yes', /^$/],  // its signature is the browser's to check
  'blind-salt-32': ['no', /office did not sign/],
  'holder-signature': ['no', /wallet that it was given to/],
  'bundle-age-over': ['cannot-tell', /limit is/],
  'clock-1970': ['cannot-tell', /^This device says .* the data is from/],
  'clock-far-future': ['cannot-tell', /expired on .* this device says/],
  'key-withdrawn': ['cannot-tell', /withdrawn the key/],
};

async function fromVectors(world) {
  const pages = new Map();  // by world
  for (const [name, [look, reason]] of Object.entries(FROM_VECTORS)) {
    const { bundle, at: time, showing } = vector(name);
    if (!pages.has(bundle)) pages.set(bundle, (await byFiles(world, name)).at);
    const at = pages.get(bundle);
    await at.page.clock.setSystemTime(time * 1000);
    const said = await at.give(showing);
    assert.match(said.look, new RegExp(`^(${look})$`), `${name}: ${said.look} ${said.reason}`);
    assert.match(said.reason, reason, `${name}: ${said.reason}`);
    await at.next();
  }
}

async function notOurs(world) {
  const office = await world.training(), at = await world.page();
  await at.setUp(office);
  for (const [text, reason] of [
    ['https://restaurant.example/menu', /Not a whit code: this is a web address/],
    ['WIFI:T:WPA;S:guests;P:secret;;', /wireless network/],
    ['HC1:6BFOXN', /health certificate/],
    ['otpauth://totp/x?secret=A', /log-in secret/],
    ['hello', /Not a whit code/],
    [office.card(), /set-up card; it proves nothing/],
    ['WH2:0XKJPC', /newer than this page/],
    [office.holder.show(PERMIT).text.slice(0, -20), /Damaged|office did not sign/],
  ]) {
    const said = await at.give(text);
    assert.notEqual(said.look, 'yes', text);
    assert.match(said.reason, reason, text.slice(0, 20));
    await at.next();
  }
}

export const cases = [
  { name: 'set-up by a card and six words', run: setUpByCard },
  { name: 'yes', run: yes },
  { name: 'no: another fact', run: wrongFact },
  { name: 'no: withdrawn by the office', run: withdrawn },
  { name: 'no: withdrawn and expired look the same at a gate', run: endedLooksTheSame },
  { name: 'cannot tell: made a while ago', run: cannotTell },
  { name: 'specimen, in earnest and in training', run: specimen },
  { name: 'data from files, and the vectors\' own moment', run: fromVectors },
  { name: 'codes of others', run: notOurs },
];
