// SPDX-License-Identifier: Apache-2.0
// Every screen of the page, one after the other, for those who look at all of them.

const PERMIT = 'work-permit-valid';

/** walk leads through all screens of a page and calls `visit` on each with its name. */
export async function walk(at, office, visit) {
  await at.page.goto(office.page);
  await at.at('setup');
  await visit('setup');
  await at.$('setup-text').fill('hello');
  await at.$('setup-go').click();
  await at.$('setup-error').waitFor();
  await visit('setup, refused');
  await at.$('setup-text').fill(office.card());
  await at.$('setup-go').click();
  await at.at('words');
  await visit('words');
  await at.$('words-differ').click();
  await at.at('notice');
  await visit('notice');
  await at.setUp(office);
  await visit('scan');
  await at.$('paste-open').click();
  await visit('scan, paste');
  await answers(at, office, visit);
  await questions(at, visit);
  await settings(at, visit);
}

async function answers(at, office, visit) {
  const { holder } = office;
  const once = async (name, text) => {
    await at.give(text);
    await visit(`result, ${name}`);
    if (await at.view() === 'result') await at.next();
  };
  await once(office.specimen ? 'specimen' : 'yes', holder.show(PERMIT).text);
  if (office.specimen) {
    await at.train();
    await once('training', holder.show(PERMIT).text);
  }
  await once('no', 'https://restaurant.example/menu');
  await once('missing', holder.show('tax-current').text);
  const { text } = holder.show(PERMIT);
  await at.page.clock.setSystemTime(Date.now() + 600000);
  await once('cannot tell', text);
  await at.page.clock.setSystemTime(Date.now());
}

async function questions(at, visit) {
  await at.$('ask').click();
  await at.at('name');
  await visit('name');
  await at.$('name-text').fill('Gate 7 North');
  await at.$('name-go').click();
  await at.at('ask');
  await visit('ask');
  await at.$('ask-end').click();
  await at.at('scan');
}

async function settings(at, visit) {
  await at.$('open-settings').click();
  await at.at('settings');
  await visit('settings');
  await at.$('lock-on').click();
  await at.at('pin');
  await visit('pin');
  await at.$('pin-cancel').click();
  await at.at('settings');
}
