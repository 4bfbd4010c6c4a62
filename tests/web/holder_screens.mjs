// SPDX-License-Identifier: Apache-2.0
// Every screen of the wallet's page, one after the other, for those who look at all of them.

import { letterFor } from './holder.mjs';

const PERMIT = 'work-permit-valid';

/** ask is a question of a checker, as the text of its code. */
export function ask(office, preset = 'gate', name = 'Gate 7 North') {
  const said = office.w.plain('whit-verify', ['ask', '--preset', preset, '--name', name, '--trust', `${office.iss}.whit-trust`,
    '--bundle', `${office.iss}.whit-bundle`, '--json']);
  return JSON.parse(said).text;
}

/** walkHolder leads through all screens and calls `visit` on each with its name. */
export async function walkHolder(at, office, who, visit) {
  await at.page.goto(office.wallet);
  await at.at('start');
  await at.$('start-text').fill('hello');
  await at.$('start-go').click();
  await at.$('start-error').waitFor();
  await visit('start, refused');
  const { text, pin } = letterFor(office, who);
  await at.$('start-text').fill(text);
  await at.$('start-go').click();
  await at.at('words');
  await visit('words');
  await at.$('words-same').click();
  await at.at('pin');
  await at.$('pin-text').fill('12');
  await at.$('pin-go').click();
  await at.$('pin-error').waitFor();
  await visit('PIN, refused');
  await at.$('pin-text').fill(pin);
  await at.$('pin-go').click();
  await at.at('home');
  await visit('home');
  await at.$(`show-${PERMIT}`).click();
  await at.at('show');
  await visit('show');
  await at.$('show-done').click();
  await questions(at, office, visit);
  await rest(at, visit);
}

async function questions(at, office, visit) {
  await at.$('answer').click();
  await at.at('scan');
  await visit('scanning');
  await at.$('paste-text').fill('hello');
  await at.$('paste-go').click();
  await at.at('notice');
  await visit('notice');
  await at.$('notice-go').click();
  await at.at('home');
  await at.$('answer').click();
  await at.$('paste-text').fill(ask(office));
  await at.$('paste-go').click();
  await at.at('offer');
  await visit('offer');
  await at.$('offer-go').click();
  await at.at('show');
  await visit('show, answer');
  await at.$('show-done').click();
  await at.at('home');
}

async function rest(at, visit) {
  await at.$('more').click();
  await at.at('more');
  await visit('more');
  await at.$('history-open').click();
  await at.at('history');
  await visit('history');
  await at.$('history-done').click();
  await at.$('erase-open').click();
  await at.at('erase');
  await visit('erase');
  await at.$('erase-go').click();
  await at.at('notice');
  await at.$('notice-go').click();
  await at.at('start');
}
