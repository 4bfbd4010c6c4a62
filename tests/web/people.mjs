// SPDX-License-Identifier: Apache-2.0
// Whoever uses it: by keyboard, by screen reader, with large text, on a narrow phone, in five
// languages.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { walk } from './screens.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = new Set(['serious', 'critical']);
const WITHIN_ANOTHER = new Set(['setup', 'scan', 'result, missing']);  // the next screen shows all of it
const PERMIT = 'work-permit-valid';

/** axeOn gives a visitor of screens, who writes down in `found` what is grave. */
export const axeOn = (at, found) => async (screen) => {
  if (WITHIN_ANOTHER.has(screen)) return;
  if (!await at.page.evaluate(() => 'axe' in globalThis)) await at.page.evaluate(AXE);
  const { violations } = await at.page.evaluate(() => globalThis.axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  for (const { id, impact, nodes } of violations.filter((one) => GRAVE.has(one.impact))) {
    found.push(`${screen}: ${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  }
};

async function axe(world) {
  const found = [];
  const office = await world.training(), at = await world.page();
  await walk(at, office, axeOn(at, found));
  const real = await world.earnest(), other = await world.page();
  await other.setUp(real);
  await other.give(real.holder.show(PERMIT).text);
  await axeOn(other, found)('result, yes');
  assert.deepEqual(found, []);
}

/** lost is the text that can't be read at the present size: beside the screen, or cut off. */
export const lost = (at) => at.page.evaluate(() => {
  const out = [], wide = document.documentElement.clientWidth;
  const quiet = (element) => element !== null && (/inset\(50%\)/.test(getComputedStyle(element).clipPath) || quiet(element.parentElement));
  const hidden = (element) => quiet(element) || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || element.closest('.quiet, [aria-hidden="true"], .skip');
  const cut = (box, style) => (/hidden|clip/.test(style.overflowX) && box.scrollWidth > box.clientWidth + 2)
    || (/hidden|clip/.test(style.overflowY) && box.scrollHeight > box.clientHeight + 2);
  for (const element of document.body.querySelectorAll('*')) {
    if (hidden(element)) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    for (const node of own) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right } of range.getClientRects()) {
        if (left < -1 || right > wide + 1) out.push(`beside the screen: ${node.data.trim().slice(0, 60)}`);
      }
    }
    const text = element.innerText?.trim() ?? '';
    if (text !== '' && cut(element, getComputedStyle(element))) out.push(`cut off: #${element.id} ${text.slice(0, 60)}`);
  }
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth + 1) out.push(`the page is ${root.scrollWidth} wide, the screen ${root.clientWidth}`);
  for (const box of [document.documentElement, document.body]) {
    if (/hidden|clip/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight + 1) out.push('the page can\'t be scrolled');
  }
  return [...new Set(out)];
});

const large = (options, scale) => async (world) => {
  const office = await world.training(), at = await world.page(options), found = [];
  if (scale !== 1) {
    await at.page.addInitScript((size) => {
      addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = size; });
    }, `${scale * 100}%`);
  }
  let before = 0;
  await walk(at, office, async (screen) => {
    if (screen === 'setup') before = await at.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('#setup-title + p')).fontSize));
    for (const one of await lost(at)) found.push(`${screen}: ${one}`);
  });
  assert.ok(before >= 14 * scale, `text is ${before} px high at ${scale * 100} %`);
  assert.deepEqual(found, []);
};

/** unread is what stands on the screen and was meant for programs: keys of texts, empty places. */
export async function unread(at) {
  const text = await at.page.evaluate(() => document.body.innerText);
  return [...text.matchAll(/(?<![\w./@-])[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*(?![\w/])|\{[a-z]+\}|undefined|\[object/g)].map(([key]) => key);
}

const tongue = (code) => async (world) => {
  const office = await world.training(), found = [];
  const at = await world.page({ locale: code, viewport: { width: 320, height: 640 } });
  await walk(at, office, async (screen) => {
    for (const key of await unread(at)) found.push(`${screen}: ${key}`);
    for (const one of await lost(at)) found.push(`${screen}: ${one}`);
  });
  assert.equal(await at.page.getAttribute('html', 'lang'), code);
  if (code !== 'en') assert.doesNotMatch(await at.page.evaluate(() => document.body.innerText), /Settings|Cancel|Training/);
  assert.deepEqual(found, []);
};

/** press goes to an element by Tab alone and presses it. */
export async function press(at, id, key = 'Enter') {
  for (let i = 0; i < 60; i += 1) {
    if (await at.page.evaluate(() => document.activeElement?.id) === id) {
      const seen = await at.page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      });
      assert.ok(seen, `the focus on ${id} can't be seen`);
      await at.page.keyboard.press(key);
      return;
    }
    await at.page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${id}`);
}

async function keyboard(world) {
  const office = await world.earnest(), at = await world.page({ hasTouch: false });
  await at.page.goto(office.page);
  await at.at('setup');
  const type = async (id, text) => {
    await press(at, id, 'Shift');
    await at.page.keyboard.insertText(text);
  };
  await type('setup-text', office.card());
  await press(at, 'setup-go');
  await at.at('words');
  await press(at, 'words-same');
  await at.at('scan');
  await press(at, 'paste-open');
  await at.page.waitForFunction(() => document.activeElement?.id === 'paste-text');
  await at.page.keyboard.insertText('https://restaurant.example/');
  await at.page.keyboard.press('Enter');
  assert.equal((await at.answer()).look, 'no');
  await press(at, 'result-next');
  await at.at('scan');
  await press(at, 'ask');
  await at.at('name');
  await type('name-text', 'Gate 7');
  await press(at, 'name-go');
  await at.at('ask');
  await press(at, 'ask-scan');
  await at.at('scan');
  await press(at, 'open-settings');
  await at.at('settings');
  await press(at, 'settings-done');
  await at.at('scan');
  await type('paste-text', office.holder.show(PERMIT).text);
  await press(at, 'paste-go');
  assert.equal((await at.answer()).look, 'yes');
}

const PHONE = { viewport: { width: 390, height: 844 } };
export const cases = [
  { name: 'axe on every screen', run: axe },
  { name: 'keyboard alone', run: keyboard },
  { name: 'text of 200 %', run: large(PHONE, 2) },
  { name: 'screen of 640 px, as a desktop at 200 %', run: large({ viewport: { width: 640, height: 360 } }, 1) },
  ...['en', 'ru', 'uz', 'tg', 'ky'].map((code) => ({ name: `language ${code}, 320 px wide`, run: tongue(code) })),
];
