// SPDX-License-Identifier: Apache-2.0
// A real office on this machine: our own programs, on a loopback port, in a folder that goes when
// the tests end.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { BIN, PAGES, ROOT } from './places.mjs';

const SECRET = 'a passphrase of this test';

export const freePort = () => new Promise((resolve, reject) => {
  const server = net.createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A folder for a test run, and what runs in it. */
export class Workshop {
  constructor() {
    this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'whit web '));
    fs.writeFileSync(this.at('secret'), `${SECRET}\n`);
    this.children = [];
  }

  at(...names) {
    return path.join(this.dir, ...names);
  }

  read(name) {
    return fs.readFileSync(this.at(name));
  }

  /** run runs one of our programs with the passphrase on descriptor 3, and a PIN on 4. */
  run(program, words, { pin = '', input, code = 0 } = {}) {
    const files = [fs.openSync(this.at('secret'))];
    const asked = [...words, '--passphrase-fd', '3'];
    if (pin) {
      files.push(fs.openSync(this.at(pin)));
      asked.push('--pin-fd', '4');
    }
    const done = spawnSync(path.join(BIN, program), asked, {
      cwd: this.dir, encoding: 'utf8', input, timeout: 120000,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...files],
    });
    for (const file of files) fs.closeSync(file);
    if (code !== null && done.status !== code) {
      throw new Error(`${program} ${words.join(' ')}: exit ${done.status}\n${done.stdout}${done.stderr}`);
    }
    return done.stdout;
  }

  /** plain is for commands without a passphrase. */
  plain(program, words) {
    const done = spawnSync(path.join(BIN, program), words, { cwd: this.dir, encoding: 'utf8', timeout: 120000 });
    if (done.status !== 0) {
      throw new Error(`${program} ${words.join(' ')}: exit ${done.status}\n${done.stdout}${done.stderr}`);
    }
    return done.stdout;
  }

  /** serve starts a program that says "listening on" once it answers. */
  async serve(program, words, name) {
    const secret = fs.openSync(this.at('secret'));
    const child = spawn(path.join(BIN, program), [...words, '--passphrase-fd', '3'],
      { cwd: this.dir, stdio: ['ignore', 'pipe', 'pipe', secret] });
    fs.closeSync(secret);
    this.children.push(child);
    let said = '';
    child.stdout.on('data', (data) => { said += data; });
    child.stderr.on('data', (data) => { said += data; });
    for (let i = 0; i < 600 && !said.includes('listening on'); i += 1) {
      if (child.exitCode !== null) break;
      await sleep(50);
    }
    if (!said.includes('listening on')) throw new Error(`${name} did not start: ${said}`);
    return child;
  }

  async stop(child) {
    if (child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    this.children = this.children.filter((one) => one !== child);
  }

  async end() {
    await Promise.all(this.children.map((child) => this.stop(child)));
    fs.rmSync(this.dir, { recursive: true, force: true });
  }
}

/** An office, its page, and a holder's wallet. */
export class Office {
  constructor(workshop, iss) {
    this.w = workshop;
    this.iss = iss;
    this.dir = `office-${iss}`;
    this.server = null;
    this.when = [];
  }

  issuer(...words) {
    return this.w.run('whit-issuer', [...words, '--dir', this.dir, ...this.when]);
  }

  plain(...words) {
    return this.w.plain('whit-issuer', [...words, '--dir', this.dir, ...this.when]);
  }

  /** Its clock, and its witnesses', from the next command on. @param {number} time Unix seconds */
  moveTo(time) {
    this.when = ['--at', String(time)];
  }

  /**
   * make is an office with the demonstration's register. In earnest it has two witnesses. `change` may
   * change its catalogue.
   */
  async make({ specimen, register = path.join(ROOT, 'demo/register.csv'), change = (catalogue) => catalogue }) {
    const { w, iss } = this;
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const more = specimen ? ['--specimen'] : ['--witnesses', await this.#witnessPolicy()];
    w.run('whit-issuer', ['init', this.dir, '--iss', iss, '--name', `Office ${iss}`, '--origin',
      `${iss}.whit.example/`, '--url', this.url, ...more, ...this.when]);
    if (!specimen) await this.#certify();
    // A wallet may show more in a day than in the demonstration.
    const catalogue = fs.readFileSync(path.join(ROOT, 'tests/support/catalogue.json'), 'utf8').replace(/"per_day": 2/g, '"per_day": 8');
    fs.writeFileSync(w.at('catalogue.json'), JSON.stringify(change(JSON.parse(catalogue))));
    this.plain('catalogue', 'apply', 'catalogue.json');
    this.issuer('import', register);
    this.words = /words to read aloud: (.*)/.exec(this.plain('trust', '-o', `${iss}.whit-trust`))[1].trim();
    return this;
  }

  async #witnessPolicy() {
    const { w } = this;
    let policy = '';
    this.witnesses = [];
    for (const side of ['north', 'south']) {
      const port = await freePort(), name = `${side}-${this.iss}`;
      const said = w.run('whit-audit', ['witness', 'new', '-o', `${name}.key`, '--name',
        `${name}.example`, '--url', `http://127.0.0.1:${port}`]);
      policy += said.split('\n').find((line) => line.startsWith('witness ')).replace(/^witness \S+/, `witness ${name}`) + '\n';
      this.witnesses.push({ name, port });
    }
    const [north, south] = this.witnesses.map(({ name }) => name);
    fs.writeFileSync(w.at(`policy-${this.iss}`), `${policy}group two 2 ${north} ${south}\nquorum two\n`);
    return `policy-${this.iss}`;
  }

  /** The root's ceremony; then the witnesses begin, who know the log's keys alone. */
  async #certify() {
    const { w } = this;
    const [root, requests, certificates] = ['root.key', 'requests/', 'certificates/'].map((name) => `${this.iss}-${name}`);
    w.run('whit-issuer', ['root', 'new', '--iss', this.iss, '-o', root, ...this.when]);
    this.issuer('key', 'request', '-o', requests);
    w.run('whit-issuer', ['root', 'certify', requests, '--root', root, '-o', certificates, ...this.when]);
    this.plain('key', 'install', certificates);
    const status = this.plain('log', 'status');
    const known = [...status.matchAll(/^key +(\S.*)$/gm)].flatMap((found) => ['--log', found[1].trim()]);
    await Promise.all(this.witnesses.map(({ name, port }) => w.serve('whit-audit', ['witness', 'serve',
      '-k', `${name}.key`, '--state', name, ...known, '--listen', `127.0.0.1:${port}`, ...this.when], name)));
  }

  publish(...more) {
    return this.issuer('publish', ...more);
  }

  async start(...more) {
    this.server = await this.w.serve('whit-issuer', ['serve', '--dir', this.dir, '--listen',
      `127.0.0.1:${this.port}`, '--pages', PAGES, ...this.when, ...more], `office ${this.iss}`);
    return this;
  }

  async stop() {
    await this.w.stop(this.server);
  }

  get page() {
    return `${this.url}/check/`;
  }

  get wallet() {
    return `${this.url}/wallet/`;
  }

  /** card is the text of the set-up card, and a picture of it in `${iss}-card.png`. */
  card(preset = 'gate') {
    const card = (out) => this.plain('setup-card', '--preset', preset, '-o', out);
    card(`${this.iss}-card.png`);
    return card('-').split('\n').find((line) => line.startsWith('WS1:'));
  }

  /** enrol gives `who` a wallet. */
  enrol(who, name = `${this.iss}-${who}`) {
    const said = this.issuer('invite', who, '--pin-file', `${name}.pin`);
    const letter = said.split('\n').find((line) => line.startsWith('WI1:'));
    this.w.run('whit-wallet', ['--dir', name, 'accept', letter, '--trust', `${this.iss}.whit-trust`, '--yes'],
      { pin: `${name}.pin` });
    return new Wallet(this.w, name);
  }

  /** end ends one fact of a person; publish lets checkers know. */
  end(who, fact) {
    this.issuer('end', who, fact, '--reason', 'test');
  }
}

export class Wallet {
  constructor(workshop, name) {
    this.w = workshop;
    this.name = name;
  }

  /** A wallet that has no unused code left shows one again, which another page can't know. */
  #codes(words) {
    const png = `${this.name}.png`;
    fs.rmSync(this.w.at(png), { force: true });
    const whole = ['--dir', this.name, ...words, '--text', '--png', png];
    const said = this.w.run('whit-wallet', whole, { code: null }) || this.w.run('whit-wallet', [...whole, '--again']);
    return { text: said.split('\n').filter((line) => line.startsWith('WH1:')).at(-1), png: this.w.read(png) };
  }

  /** show is a fresh code, as { text, png }. */
  show(...facts) {
    return this.#codes(['show', ...facts]);
  }

  /** answer is the code that answers a question, given as its text or a picture's path. */
  answer(question) {
    return this.#codes(['answer', question, '--yes']);
  }
}
