// SPDX-License-Identifier: Apache-2.0
// The page's languages: the texts of lang/*.json, and numbers, times and spans in words.

// Each in itself: English, Russian, Uzbek, Tajik, Kyrgyz.
export const LANGUAGES = Object.freeze({
  en: 'English',
  ru: '\u0420\u0443\u0441\u0441\u043a\u0438\u0439',
  uz: 'O\u2018zbekcha',
  tg: '\u0422\u043e\u04b7\u0438\u043a\u04e3',
  ky: '\u041a\u044b\u0440\u0433\u044b\u0437\u0447\u0430',
});
/** @typedef {keyof typeof LANGUAGES} Language */

/** @type {Record<string, string>} */
let texts = {};
/** @type {string[]} */
let months = [];
/** @type {Language} */
let current = 'en';

/** @param {unknown} code @returns {code is Language} */
const isKnown = (code) => typeof code === 'string' && Object.hasOwn(LANGUAGES, code);

/**
 * preferred is the first of the browser's languages that the page has.
 * @param {readonly string[]} wanted
 * @returns {Language}
 */
export function preferred(wanted = navigator.languages) {
  for (const tag of wanted) {
    const code = tag.slice(0, 2).toLowerCase();
    if (isKnown(code)) return code;
  }
  return 'en';
}

export const language = () => current;

/**
 * use loads a language and puts it on the page.
 * @param {string} wanted
 */
export async function use(wanted) {
  const code = isKnown(wanted) ? wanted : 'en';
  const reply = await fetch(new URL(`../lang/${code}.json`, import.meta.url));
  if (!reply.ok) throw new Error(`lang/${code}.json: ${reply.status}`);
  const file = await reply.json();
  texts = file;
  months = file['month-names'].split(' ');
  current = code;
  document.documentElement.lang = code;
  document.documentElement.dataset.texts = code;
  apply(document);
}

/**
 * t is the text of a key with its {placeholders} filled in.
 * @param {string} key @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** note is what the current language's file says about itself, empty if nothing. */
export const note = () => texts._note ?? '';

/**
 * apply fills in what the markup names by data-text and data-label.
 * @param {ParentNode} root
 */
export function apply(root) {
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = t(/** @type {HTMLElement} */ (element).dataset.text ?? '');
  }
  for (const element of root.querySelectorAll('[data-label]')) {
    const label = t(/** @type {HTMLElement} */ (element).dataset.label ?? '');
    element.setAttribute('aria-label', label);
    element.setAttribute('title', label);
  }
}

/**
 * label is an issuer's own text in the page's language, else in English, else any.
 * @param {Readonly<Record<string, string>> | undefined} labels @param {string} fallback
 */
export function label(labels, fallback) {
  if (!labels) return fallback;
  return labels[current] ?? (current === 'en' ? undefined : labels.ru && usesRussian() ? labels.ru : undefined) ??
    labels.en ?? Object.values(labels)[0] ?? fallback;
}

// Where an office has no Tajik label, its Russian one is nearer than its English one.
const usesRussian = () => current === 'tg' || current === 'ky' || current === 'uz';

const UNITS = /** @type {const} */ ([
  ['span.days', 86400, 172800],
  ['span.hours', 3600, 7200],
  ['span.minutes', 60, 90],
]);

/**
 * span is a length of time in words of one unit, rounded down: "75 h".
 * @param {number} seconds
 */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  for (const [key, unit, from] of UNITS) {
    // Limits are given in hours by the office, so days come only where hours grow large.
    const least = key === 'span.days' ? 240 * 3600 : from;
    if (whole >= least) return t(key, { n: Math.floor(whole / unit) });
  }
  return t('span.seconds', { n: whole });
}

/**
 * date is a day in words, in this device's own time zone.
 * @param {number} time Unix seconds
 */
export function date(time) {
  const at = new Date(time * 1000);
  return t('date', { day: at.getDate(), month: months[at.getMonth()] ?? '', year: at.getFullYear() });
}

/** @param {number} time Unix seconds */
export function clock(time) {
  const at = new Date(time * 1000);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {number} time Unix seconds */
export const dateAndClock = (time) => `${date(time)}, ${clock(time)}`;

/**
 * value is what a fact says beyond "yes". A number such as 202708 is a month.
 * @param {number | string | null} given
 */
export function value(given) {
  if (given === null) return '';
  if (typeof given === 'string') return given;
  const month = given % 100, year = Math.floor(given / 100);
  if (year >= 2000 && year <= 2099 && month >= 1 && month <= 12) {
    return `${String(month).padStart(2, '0')}.${year}`;
  }
  return String(given);
}
