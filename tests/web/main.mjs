// SPDX-License-Identifier: Apache-2.0
// Runs the cases one after the other and says how long each took.

import fs from 'node:fs';
import path from 'node:path';
import { Browser, Page } from './browser.mjs';
import { film } from './film.mjs';
import { Office, Workshop } from './office.mjs';
import { BIN, CHROMIUM, PAGES, SHOTS } from './places.mjs';
import { cases as checking } from './checking.mjs';
import { cases as cameras } from './cameras.mjs';
import { cases as people } from './people.mjs';
import { cases as trouble } from './trouble.mjs';
import { cases as typing } from './typing.mjs';
import { cases as offline } from './offline.mjs';
import { cases as vectors } from './vectors.mjs';
import { cases as figures } from './figures.mjs';
import { cases as holding } from './holding.mjs';
import { cases as holders } from './holders.mjs';
import { cases as anonymous } from './anonymous.mjs';

const ALL = [...checking, ...cameras, ...typing, ...offline, ...people, ...trouble, ...vectors, ...holding, ...holders, ...anonymous, ...figures];
const TRIES = 5;
const LONGEST = 150000;  // ms of one try

/** World is what cases share: offices, made when the first case asks for one, and a browser. */
class World {
  constructor() {
    this.workshop = new Workshop();
    this.offices = new Map();
    this.pages = [];
  }

  /** training is an office with specimen keys; earnest one with a root and two witnesses. */
  training() {
    return this.#office('dlo', true);
  }

  earnest() {
    return this.#office('mtl', false);
  }

  async #office(iss, specimen) {
    if (!this.offices.has(iss)) {
      const office = await new Office(this.workshop, iss).make({ specimen });
      await office.start();
      office.specimen = specimen;
      office.holder = office.enrol('P-0042');
      this.offices.set(iss, office);
    }
    return this.offices.get(iss);
  }

  async browser() {
    this.shared ??= await new Browser(this.workshop.dir).start();
    return this.shared;
  }

  /** page is a fresh one in the shared browser; it is closed when its case ends. Its camera sees a wall. */
  async page(options) {
    const browser = await this.browser();
    film(browser.camera, null);
    const page = await Page.open(browser, options);
    this.pages.push(page);
    return page;
  }

  async endCase(name, failed) {
    for (const [i, page] of this.pages.entries()) {
      if (failed) {
        await page.shot(`${name.replace(/\W+/g, '-')}${i || ''}`);
        for (const complaint of page.complaints) console.log(`        ${complaint.slice(0, 300)}`);
      }
      await page.close().catch(() => {});
    }
    this.pages = [];
  }

  async end() {
    await this.shared?.end();
    await this.workshop.end();
  }
}

/** What went wrong, without a hundred lines of what a click waited for. */
const shortened = (error) => [...error.stack.split('\n').filter((line) => !/^\s+at /.test(line)).slice(0, 12),
  ...error.stack.split('\n').filter((line) => /^\s+at .*tests.web/.test(line)).slice(0, 4)].join('\n');

const within = (promise, ms) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** attempt gives what went wrong, or null. A figure has five tries, since machines are busy. */
async function attempt(world, { name, run, figure = false }) {
  let wrong = null;
  for (let i = 0; i < (figure ? TRIES : 1); i += 1) {
    wrong = await within(run(world), LONGEST).then((said) => {
      if (said) console.log(`        ${said}`);
      return null;
    }, (error) => error);
    await world.endCase(name, wrong !== null);
    if (wrong === null) return null;
    if (figure) console.log(`        ${wrong.message}`);
  }
  return wrong;
}

function couldNot(what, hint) {
  console.error(`tests/web/run: error: ${what}\ntests/web/run: hint: ${hint}`);
  process.exit(3);
}

async function main(wanted) {
  if (wanted[0] === '--list') {
    for (const { name } of ALL) console.log(name);
    return 0;
  }
  const chosen = ALL.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (chosen.length === 0) couldNot(`no case has ${wanted.join(' or ')} in its name`, 'tests/web/run --list');
  for (const page of ['check', 'wallet']) {
    if (!fs.existsSync(path.join(PAGES, page, 'index.html'))) couldNot(`no page in ${PAGES}/${page}`, 'scripts/web');
  }
  for (const program of [CHROMIUM, ...['whit-issuer', 'whit-wallet', 'whit-audit'].map((name) => path.join(BIN, name))]) {
    if (!fs.existsSync(program)) couldNot(`there is no ${program}`, 'scripts/web --test');
  }
  fs.rmSync(SHOTS, { recursive: true, force: true });
  const world = new World(), failed = [], begin = Date.now();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void world.end().finally(() => process.exit(130)));
  try {
    for (const one of chosen) {
      const start = Date.now(), wrong = await attempt(world, one);
      const took = `${((Date.now() - start) / 1000).toFixed(1)} s`;
      if (wrong) failed.push(one.name);
      console.log(wrong ? `FAILED  ${one.name}  ${took}\n${shortened(wrong)}` : `ok      ${one.name}  ${took}`);
    }
  } finally {
    await world.end();
  }
  console.log(failed.length ? `${failed.length} of ${chosen.length} cases failed; screenshots in ${SHOTS}`
    : `all ${chosen.length} cases passed in ${Math.round((Date.now() - begin) / 1000)} s`);
  return failed.length ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
