// SPDX-License-Identifier: Apache-2.0
// Anonymous codes in the wallet's page: they come at their own minute, are shown on their own day, and
// don't come where the office's key isn't in the public log.

import assert from 'node:assert/strict';
import { film } from './film.mjs';
import { readPng } from './picture.mjs';
import { Office } from './office.mjs';
import { enrol, lines, shown, verdict } from './holder.mjs';

const PERMIT = 'work-permit-valid';
const DAY = 86400, HOUR = 3600;

/** The permit is dealt in both kinds, and whoever asks for it alone takes both. */
function both(catalogue) {
  const kinds = ['revocable', 'blind'];
  for (const fact of catalogue.facts) if (fact.slug === PERMIT) Object.assign(fact, { kinds, per_day: 2, blind_lead: 3600 });
  for (const preset of catalogue.presets) if (preset.facts.join() === PERMIT) preset.kinds = kinds;
  return catalogue;
}

/** An office whose day is tomorrow, at nine in the morning. */
async function office(world, iss) {
  const made = new Office(world.workshop, iss), morning = Math.floor(Date.now() / 1000 / DAY) * DAY + DAY + 9 * HOUR;
  made.moveTo(morning);
  await made.make({ specimen: false, change: both });
  return { made, morning };
}

/** move is another time for the office, its pages and everybody. @param {number} time Unix seconds */
async function move(made, time, ...pages) {
  await made.stop();
  made.moveTo(time);
  made.publish();  // what midnight would have done
  await made.start();
  for (const at of pages) await at.page.clock.setSystemTime(time * 1000);
}

const anonymous = async (at) => Number(/Anonymous codes: (\d+)/.exec(await lines(at, PERMIT))?.[1] ?? 0);

/** When the page says that the next ones come. */
async function minuteOf(at) {
  const found = /next anonymous codes come at (.*), (\d\d:\d\d), a minute/.exec(await at.page.locator('#accounts').innerText());
  assert.ok(found, 'the page doesn\'t say when anonymous codes come');
  return Date.parse(`${found[1]} ${found[2]} UTC`) / 1000;
}

async function collect(at) {
  await at.$('sync').click();
  await at.says('sync-state', /codes for|days/);
}

/** reopen loads the page anew, as a phone does on the next day. */
async function reopen(at) {
  await at.page.reload();
  await at.at('home');
  await at.page.locator('body[data-ready="true"]:not([data-asking="true"])').waitFor({ state: 'attached' });
}

async function theirOwnMinute(world) {
  const { made, morning } = await office(world, 'blind');
  const noon = morning + 3 * HOUR, before = noon - 600, at = await world.page({ camera: false, timezoneId: 'UTC', serviceWorkers: 'block' });
  made.moveTo(before);
  await made.start();
  await at.page.clock.install({ time: before * 1000 });
  await enrol(at, made, 'P-0042');
  assert.equal(await anonymous(at), 0);
  const minute = await minuteOf(at);
  assert.ok(minute >= noon && minute < morning + 14 * HOUR + 60, `${minute} is outside their window`);
  await collect(at);
  assert.equal(await anonymous(at), 0, 'they came before their minute');
  await move(made, minute + 60, at);
  await at.page.clock.runFor(20000);  // the page lies open
  await at.page.locator('.fact', { hasText: /Anonymous codes: 2, good from/ }).waitFor();
  assert.ok(await minuteOf(at) > minute + 12 * HOUR);
  // From an hour before midnight on they may be shown.
  await shownInTime(world, made, at, morning + 14 * HOUR + 600);
  await unseen(at, morning + 2 * DAY + HOUR);
}

/** An anonymous code is a yes to the program and before the camera; so is the usual one beside it. */
async function shownInTime(world, made, at, time) {
  await move(made, time, at);
  await reopen(at);
  await at.$(`show-${PERMIT}`).click();
  await at.at('offer');
  assert.equal(await at.text('offer-kind'), 'Anonymous code');
  assert.match(await at.text('offer-crowd'), /people have such anonymous codes/);
  await at.$('offer-go').click();
  const picture = await shown(at, made);
  const when = ['--at', String(Math.floor(await at.page.evaluate(() => Date.now()) / 1000))];
  const said = await verdict(made, 'shown.png', ...when);
  assert.deepEqual([said.verdict, said.kind, said.mode], ['valid', 'blind', 'one-way']);
  await at.$('show-other').click();
  await at.at('offer');
  assert.equal(await at.text('offer-kind'), 'Usual code');
  await at.$('offer-cancel').click();
  const checker = await world.page();
  film((await world.browser()).camera, readPng(picture));
  await checker.page.clock.install({ time: Number(when[1]) * 1000 });
  await checker.setUp(made);
  assert.equal((await checker.answer()).look, 'yes');
  await answered(world, made, at, checker);
  await at.$(`show-${PERMIT}`).click();
  await at.at('show');  // no anonymous one is left: the usual one, at once
  assert.equal(await at.text('show-kind'), 'Usual code');
  await at.$('show-done').click();
}

/** A question that takes either gets the anonymous one, unless its holder takes the other. */
async function answered(world, made, at, checker) {
  await checker.at('scan');
  await checker.$('ask').click();
  await checker.$('name-text').fill('Gate 7 North');
  await checker.$('name-go').click();
  await checker.at('ask');
  await at.$('answer').click();
  await at.$('picture').setInputFiles({ name: 'question.png', mimeType: 'image/png', buffer: await checker.page.screenshot() });
  await at.at('offer');
  assert.equal(await at.text('offer-kind'), 'Anonymous code');
  await at.$('offer-other').click();
  assert.equal(await at.text('offer-kind'), 'Usual code');
  await at.$('offer-other').click();
  await at.$('offer-go').click();
  const picture = await shown(at, made);
  await checker.$('ask-scan').click();
  await checker.at('scan');
  await checker.$('picture').setInputFiles({ name: 'answer.png', mimeType: 'image/png', buffer: picture });
  assert.equal((await checker.answer()).look, 'yes');
  await at.$('show-done').click();
}

/** A log that no witness has seen for two days proves nobody's key: its day goes by without them. */
async function unseen(at, time) {
  let now = time;
  // The office that is there, two days later as far as the wallet can tell.
  await at.context.route(/[/]v1[/]/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), date: new Date(now * 1000).toUTCString() } });
  });
  await at.page.clock.setSystemTime(now * 1000);
  await reopen(at);
  now = await minuteOf(at) + 60;
  await at.page.clock.setSystemTime(now * 1000);
  await reopen(at);
  await at.says('notices', /No anonymous codes today: .* no witness has seen that log for two days/);
  assert.equal(await anonymous(at), 0);
}

export const cases = [
  { name: 'wallet: anonymous codes at their own minute', run: theirOwnMinute },
];
