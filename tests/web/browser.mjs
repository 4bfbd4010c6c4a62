// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, with a film for a camera, and an account of all that it ever asks of a network.

import fs from 'node:fs';
import path from 'node:path';
import { film } from './film.mjs';
import { CHROMIUM, SHOTS } from './places.mjs';

process.env.PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS = '1';
const { chromium } = await import('playwright-core');

const SEEN = 30000;  // ms for what has to appear

const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-domain-reliability', '--no-pings'];

/** A browser whose camera shows `camera`, a film that may be changed between two starts of a camera. */
export class Browser {
  constructor(folder) {
    this.camera = path.join(folder, 'camera.y4m');
    this.log = path.join(folder, `net-${Date.now()}.json`);
    this.folder = folder;
  }

  /** Names lead nowhere, so that nobody outside hears of a test; `names` are led to this machine. */
  #arguments(more, names = []) {
    const rules = [...names.map((name) => `MAP ${name} 127.0.0.1`), 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'];
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return [...root, ...FLAGS, ...more, `--host-resolver-rules=${rules.join(', ')}`, '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${this.camera}`,
      `--log-net-log=${this.log}`, '--net-log-capture-mode=IncludeSensitive'];
  }

  async start({ flags = [], names = [] } = {}) {
    if (!fs.existsSync(this.camera)) film(this.camera, null);
    this.browser = await chromium.launch({ executablePath: CHROMIUM, args: this.#arguments(flags, names) });
    return this;
  }

  /** lasting is a context whose profile outlives it, in a browser of its own. */
  lasting(name, { flags = [], ...options } = {}) {
    if (!fs.existsSync(this.camera)) film(this.camera, null);
    return chromium.launchPersistentContext(path.join(this.folder, name),
      { executablePath: CHROMIUM, args: this.#arguments(flags), ...options });
  }

  async end() {
    await this.browser?.close();
  }
}

/** record writes each result down that comes on the screen. */
function record() {
  Object.assign(globalThis, { results: [], taken: 0 });
  const of = (id) => {
    const it = document.getElementById(id);
    return it.hidden ? '' : it.innerText;
  };
  const look = () => {
    if (document.body.dataset.view !== 'result') return;
    globalThis.results.push({
      look: document.getElementById('view-result').dataset.class,
      sign: document.getElementById('result-sign-use').getAttribute('href'),
      training: of('result-training'), word: of('result-word'), reason: of('result-reason'),
      facts: of('result-facts'), advice: of('result-do'), data: of('result-data'), note: of('result-note'),
    });
  };
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ['data-view'] });
  });
}

/** The page in one browser context, as a worker holds it. */
export class Page {
  constructor(context, page) {
    this.context = context;
    this.page = page;
    this.requests = [];
    this.complaints = [];
    context.on('request', (request) => this.requests.push({
      method: request.method(), url: request.url(), body: request.postData(),
      worker: request.serviceWorker() !== null,
    }));
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`));
    page.on('console', (said) => {
      if (said.type() === 'error') this.complaints.push(`console: ${said.text()}`);
    });
  }

  static async open(browser, { camera = true, ...options } = {}) {
    const context = await browser.browser.newContext({
      viewport: { width: 390, height: 844 }, locale: 'en-GB', hasTouch: true,
      permissions: camera ? ['camera'] : [], ...options,
    });
    context.setDefaultTimeout(SEEN);
    return Page.in(context);
  }

  /** in is a fresh page of a context. */
  static async in(context) {
    const page = new Page(context, await context.newPage());
    await page.page.addInitScript(record);
    return page;
  }

  async close() {
    await this.context.close();
  }

  $(id) {
    return this.page.locator(`#${id}`);
  }

  /** at waits until `view` is on the screen. */
  async at(view) {
    await this.page.locator(`body[data-view="${view}"]`).waitFor({ state: 'attached' });
  }

  view() {
    return this.page.evaluate(() => document.body.dataset.view);
  }

  text(id) {
    return this.$(id).innerText();
  }

  /** says waits until a text is on the screen. */
  async says(id, wanted) {
    const found = this.page.waitForFunction(([name, source, flags]) => {
      const it = document.getElementById(name);
      return it !== null && it.getClientRects().length > 0 && new RegExp(source, flags).test(it.innerText);
    }, [id, wanted.source, wanted.flags]);
    await found.catch(async () => {
      throw new Error(`${id} says "${await this.$(id).innerText()}", not ${wanted}`);
    });
  }

  /** setUp brings an office in by the text of its card and the comparison of its six words. */
  async setUp(office, preset = 'gate') {
    await this.page.goto(office.page);
    await this.at('setup');
    await this.$('setup-text').fill(office.card(preset));
    await this.$('setup-go').click();
    await this.at('words');
    const words = (await this.page.locator('#words-list li').allInnerTexts()).join(' ').toLowerCase();
    if (words !== office.words) throw new Error(`the page says "${words}", the office "${office.words}"`);
    await this.$('words-same').click();
    await this.at('scan');
    return this;
  }

  /** give types a code into the box and reads the answer. */
  async give(text) {
    await this.at('scan');
    if (!(await this.$('paste-form').isVisible())) await this.$('paste-open').click();
    await this.$('paste-text').fill(text);
    await this.$('paste-go').click();
    return this.answer();
  }

  /** answer is the next result. A yes goes by itself, so all are written down as they come. */
  async answer() {
    await this.page.waitForFunction(() => globalThis.results.length > globalThis.taken);
    return this.page.evaluate(() => globalThis.results[globalThis.taken++]);
  }

  async next() {
    if (await this.view() === 'result') await this.$('result-next').click({ timeout: 3000 }).catch(() => {});
    await this.at('scan');
  }

  async train() {
    if (await this.$('training').getAttribute('aria-checked') !== 'true') await this.$('training').click();
  }

  /** settled waits until the service worker has the page. */
  async settled() {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  }

  /** shot keeps what is on the screen. */
  async shot(name) {
    fs.mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`) }).catch(() => {});
  }
}

/**
 * logged is every request of a browser's own log of the network: what pages and workers asked for, as
 * { url, initiator }, and what the browser asked in a matter of its own (those with no initiator).
 */
export function logged(log) {
  const pages = [], own = [];
  for (const line of fs.readFileSync(log, 'utf8').split('\n')) {
    if (!line.includes('"initiator":') || !line.includes('"url":')) continue;
    const { params } = JSON.parse(line.replace(/,\s*$/, ''));
    const page = params.initiator !== 'not an origin' || /frame/.test(params.request_type ?? '');
    (page ? pages : own).push({ url: params.url, initiator: params.initiator });
  }
  return { pages, own };
}
