// SPDX-License-Identifier: Apache-2.0
// What is asked at this place, and everything else that can be set. Drawn anew whenever it is opened.

import { $, make } from './dom.js';
import { LANGUAGES, dateAndClock, label, language, note, span, t, use } from './i18n.js';
import { change, now, resetSettings, state } from './state.js';
import { canLock, cancel, isLocked, unlock, whatWaits } from './lock.js';
import { guarded, newPin } from './pin_view.js';
import { askName } from './ask.js';
import { openSetup, takeFiles } from './setup.js';
import { dataSentence } from './data_words.js';
import { isOurs } from './net.js';
import { lastTry, updateAll } from './update.js';
import { announce, go, goHome, onView, view } from './views.js';

const BACK = [0, 5, 10, 20];  // seconds; 0 is never

/** Told when something on the other screens has to be drawn anew. */
let changed = () => {};
let serial = 0;

function again() {
  draw();
  if (view() !== 'settings') go('settings');
}

/** @param {string} title @param {Node[]} parts */
const section = (title, ...parts) => make('section', {}, make('h3', { text: title }), ...parts);

/** @param {string} id @param {string} text @param {() => void} does @param {string} [kind] */
function press(id, text, does, kind = 'second') {
  const element = make('button', { class: kind, text, id });
  element.type = 'button';
  element.addEventListener('click', does);
  return element;
}

/**
 * One of several, as a list of radio buttons.
 * @param {string} name @param {{ value: string, text: string, more?: string, note?: string, lang?: string }[]} choices
 * @param {string} chosen @param {(value: string) => void} choose
 */
function radios(name, choices, chosen, choose) {
  return choices.map(({ value, text, more = '', lang = '' }) => {
    const radio = make('input', { id: `${name}-${value}` });
    Object.assign(radio, { type: 'radio', name, value, checked: value === chosen });
    radio.addEventListener('change', () => choose(value));
    const words = make('span', {}, make('b', { text }));
    if (lang !== '') words.lang = lang;
    if (more !== '') words.append(make('small', { text: more }));
    return make('label', { class: 'choice' }, radio, words);
  });
}

/** The presets of all offices, each slug once. */
function presets() {
  /** @type {Map<string, import('../whit/whit.js').Preset>} */
  const out = new Map();
  for (const office of state.offices.open()) {
    for (const preset of office.presets) if (!out.has(preset.slug)) out.set(preset.slug, preset);
  }
  return [...out.values()];
}

function presetSection() {
  const choices = presets().map((preset) => ({
    value: preset.slug,
    text: label(preset.labels, preset.slug),
    more: t('settings.preset-more', {
      facts: preset.facts.map((fact) => label(fact.labels, fact.slug)).join(', ') +
        (preset.binding === 'document' ? `, ${t('fact.document')}` : ''),
      limit: span(preset.maxAge),
    }) + (preset.modes.join() === 'challenge' ? ` ${t('settings.asks-first')}` : ''),
  }));
  const choose = (/** @type {string} */ slug) => {
    const named = choices.find(({ value }) => value === slug)?.text ?? slug;
    void guarded(t('change.preset', { preset: named }), async () => {
      await change({ preset: slug });
      state.question = null;
      changed();
    }, again);
  };
  const group = make('div', { class: 'choices-list' }, ...radios('preset', choices, state.settings.preset, choose));
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', t('settings.preset'));
  return section(t('settings.preset'), ...waitingLine(), group);
}

/** What will change here by itself, and how to stop it. */
function waitingLine() {
  const waits = whatWaits();
  if (!waits) return [];
  const line = t('change.waits', { what: waits.what, span: span(waits.left / 1000 + 59) });
  return [make('div', { class: 'alert' }, make('p', { text: line }),
    press('change-cancel', t('change.cancel'), () => {
      cancel();
      again();
    }))];
}

function nameSection() {
  const { name } = state.settings;
  return section(t('name.label'), make('p', { class: 'large', text: name || t('name.none') }),
    press('name-change', t('name.change'), () => {
      void guarded(t('change.name'), async () => {}, (made) => (made ? askName(again, again) : again()), false);
    }));
}

/** @param {import('./offices.js').Entry} entry */
function officeLines({ trust, office, problem }) {
  const lines = [
    make('p', { class: 'large', text: trust.issuer }),
    make('p', { text: t('settings.words', { words: trust.words }) }),
    make('p', { text: office ? t('settings.data', { time: dateAndClock(office.issued), n: office.version, until: dateAndClock(office.expires) })
      : problem === '' ? t('fresh.none', { issuer: trust.issuer }) : dataSentence(problem) }),
  ];
  if (office?.specimen) lines.push(make('p', { class: 'note', text: t('settings.specimen') }));
  if (office && !office.withdrawals) lines.push(make('p', { text: t('result.no-withdrawals') }));
  const last = lastTry.get(trust.issuer);
  if (last && last.code !== '') lines.push(make('p', { class: 'alert', text: dataSentence(last.code) }));
  else if (last) lines.push(make('p', { class: 'small', text: t('update.asked', { time: dateAndClock(last.at) }) }));
  if (!isOurs(trust.url)) lines.push(make('p', { class: 'small', text: t('update.by-file', { address: trust.url }) }));
  return lines;
}

/** @param {import('./offices.js').Entry} entry */
function officeBlock(entry) {
  const { issuer } = entry.trust;
  const block = make('div', { class: 'office' }, ...officeLines(entry));
  if (state.offices.all.size > 1) {
    block.append(...radios(`first-${serial}`, [{ value: issuer, text: t('settings.asks-this') }],
      state.settings.issuer || [...state.offices.all.keys()][0] || '', () => {
        void change({ issuer }).then(again);
      }));
  }
  block.append(press(`remove-${issuer}`, t('settings.remove', { issuer }), () => {
    void guarded(t('change.remove', { issuer }), async () => {
      await state.offices.remove(issuer);
      if (state.settings.issuer === issuer) await change({ issuer: '' });
      changed();
    }, () => (state.offices.all.size === 0 ? openSetup() : again()));
  }));
  return block;
}

function officesSection() {
  const file = make('input', { class: 'quiet', id: 'data-file' });
  file.type = 'file';
  file.addEventListener('change', () => {
    const [one] = file.files ?? [];
    if (one) void takeFiles([one]);
  });
  return section(t('settings.offices'), ...[...state.offices.all.values()].map(officeBlock),
    make('div', { class: 'choices' },
      press('update-now', t('update.now'), updateNow, 'main'),
      make('label', { class: 'button', id: 'data-file-label' }, file, make('span', { text: t('update.file') })),
      press('office-add', t('settings.add-office'), openSetup)));
}

/** updateNow asks for news and says what came of it. */
export async function updateNow() {
  announce(t('update.asking'));
  const done = await updateAll(true);
  const failed = [...done.values()].find((result) => typeof result === 'string');
  const said = done.size === 0 ? t('update.nobody') : failed ? dataSentence(String(failed)) : t('update.done', { time: dateAndClock(now()) });
  if (view() === 'settings') draw();
  announce(said, failed ? 'alert' : 'status');
  return said;
}

function afterSection() {
  const choices = BACK.map((n) => ({ value: String(n), text: n === 0 ? t('settings.back-never') : t('span.seconds', { n }) }));
  const group = make('div', { class: 'choices-list row' },
    ...radios('back', choices, String(state.settings.back), (value) => void change({ back: Number(value) })));
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', t('settings.back'));
  const sound = press('sound', t(state.settings.sound ? 'settings.sound-on' : 'settings.sound-off'), () => {
    void change({ sound: !state.settings.sound }).then(() => {
      draw();
      $('sound').focus();
    });
  });
  sound.setAttribute('aria-pressed', String(state.settings.sound));
  return section(t('settings.back'), group, sound);
}

function lockSection() {
  if (!canLock()) return section(t('lock.title'), make('p', { text: t('lock.https') }));
  const buttons = isLocked()
    ? [press('lock-new', t('lock.other-pin'), () => void guarded(t('change.pin'), async () => {}, (made) => (made ? newPin(again) : again()), false)),
      press('lock-off', t('lock.off'), () => void guarded(t('change.unlock'), unlock, again))]
    : [press('lock-on', t('lock.on'), () => newPin(again))];
  return section(t('lock.title'), make('p', { text: t(isLocked() ? 'lock.is-on' : 'lock.is-off') }), make('div', { class: 'choices' }, ...buttons));
}

function languageSection() {
  const choices = Object.entries(LANGUAGES).map(([value, text]) => ({ value, text, lang: value }));
  const group = make('div', { class: 'choices-list row', id: 'languages' }, ...radios('language', choices, language(), (value) => {
    void use(value).then(async () => {
      await change({ language: value });
      changed();
      again();
      document.getElementById(`language-${value}`)?.focus();
    });
  }));
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', t('settings.language'));
  return section(t('settings.language'), group, make('p', { class: 'small', id: 'language-note', text: note() }));
}

function endSection() {
  return section(t('settings.kept-title'), make('p', { text: t('settings.kept') }),
    press('start-afresh', t('settings.afresh'), () => {
      void guarded(t('settings.afresh'), async () => {
        await state.offices.clear();
        resetSettings();
        state.question = null;
        changed();
      }, (made) => (made ? openSetup() : again()), false);
    }));
}

export function draw() {
  serial += 1;
  const any = state.offices.all.size > 0;
  const focused = document.activeElement?.id ?? '';
  $('settings-body').replaceChildren(
    press('settings-done', t('settings.done'), goHome, 'main'),
    ...(any ? [presetSection(), nameSection(), officesSection(), afterSection(), lockSection()] : []),
    languageSection(), ...(any ? [endSection()] : []));
  // Whoever chose by keys goes on from there.
  if (view() === 'settings' && focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {() => void} onChange */
export function wireSettings(onChange) {
  changed = onChange;
  $('open-settings').addEventListener('click', () => go('settings'));
  onView((to) => {
    if (to === 'settings') draw();
  });
}
