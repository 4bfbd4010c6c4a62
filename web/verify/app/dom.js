// SPDX-License-Identifier: Apache-2.0
// The few things that every part does to the page. Text goes in as text, never as markup.

/**
 * $ is the element with this id; the page is not itself without it.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function $(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/** @param {string} id @returns {HTMLInputElement} */
export const input = (id) => /** @type {HTMLInputElement} */ ($(id));
/** @param {string} id @returns {HTMLTextAreaElement} */
export const area = (id) => /** @type {HTMLTextAreaElement} */ ($(id));
/** @param {string} id @returns {HTMLButtonElement} */
export const button = (id) => /** @type {HTMLButtonElement} */ ($(id));

/** @param {string} id @param {string} text */
export function say(id, text) {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * sayIf shows the element with `text`, or hides it where there is none.
 * @param {string} id @param {string} text
 */
export function sayIf(id, text) {
  say(id, text);
  $(id).hidden = text === '';
}

/** @param {string} id @param {boolean} visible */
export function show(id, visible) {
  $(id).hidden = !visible;
}

/**
 * sign draws one of the page's own signs.
 * @param {string} name @returns {SVGElement}
 */
export function sign(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#sign-${name}`);
  svg.append(use);
  return svg;
}

/**
 * make is a new element with classes, text and an id, each of which may be empty.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {{ class?: string, text?: string, id?: string }} [about]
 * @param {Node[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, about = {}, ...children) {
  const element = document.createElement(tag);
  if (about.class) element.className = about.class;
  if (about.id) element.id = about.id;
  if (about.text) element.textContent = about.text;
  element.append(...children);
  return element;
}
