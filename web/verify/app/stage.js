// SPDX-License-Identifier: Apache-2.0
// Which part of a page is seen, where the focus is, and what is said aloud.

import { $, say } from './dom.js';

/**
 * makeStage shows one view of a page at a time. `focus` names every view with the id that gets the
 * focus: what is next to be done, or its title. `home` is where everything returns to.
 * @template {string} V
 * @param {Record<V, string>} focus @param {() => V} home
 */
export function makeStage(focus, home) {
  const views = /** @type {V[]} */ (Object.keys(focus));
  let current = /** @type {V} */ (views[0]);
  /** @type {((view: V, before: V) => void)[]} */
  const listeners = [];

  /** @param {V} to @param {string} at id of what gets the focus */
  const go = (to, at = focus[to]) => {
    const before = current;
    current = to;
    for (const name of views) $(`view-${name}`).hidden = name !== to;
    document.body.dataset.view = to;
    if (to !== home() && !history.state?.away) history.pushState({ away: true }, '');
    for (const listener of listeners) listener(to, before);
    $(at).focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };
  return {
    go,
    view: () => current,
    /** @param {(view: V, before: V) => void} listener */
    onView: (listener) => {
      listeners.push(listener);
    },
  };
}

/**
 * announce tells it to whoever hears the page.
 * @param {string} text @param {'status' | 'alert'} how
 */
export function announce(text, how = 'status') {
  say('say-status', '');
  say('say-alert', '');
  // Emptied first, so that the same words twice are said twice.
  setTimeout(() => say(`say-${how}`, text), 50);
}
