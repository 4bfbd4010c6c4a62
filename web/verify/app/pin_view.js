// SPDX-License-Identifier: Apache-2.0
// Asking for the site PIN before what only the PIN allows, or offering five minutes' wait.

import { $, button, input, say, sayIf, show } from './dom.js';
import { span, t } from './i18n.js';
import { isLocked, isPin, lock, pauseLeft, tryPin, waitFor, WAIT, SHORTEST } from './lock.js';
import { go } from './views.js';

/** @type {{ give: (pin: string) => Promise<void>, wait: () => void, leave: () => void }} */
let now = { give: async () => {}, wait: () => {}, leave: () => {} };

/** @param {string} title @param {string} what @param {boolean} mayWait */
function open(title, what, mayWait) {
  say('pin-title', title);
  say('pin-what', what);
  sayIf('pin-error', '');
  show('pin-wait', mayWait);
  input('pin-text').value = '';
  go('pin');
}

/** @param {string} text */
function wrong(text) {
  sayIf('pin-error', text);
  input('pin-text').value = '';
  input('pin-text').focus();
}

/**
 * guarded makes a change: at once where nothing is locked, else by the PIN, or after five minutes.
 * @param {string} what the change, in words
 * @param {() => Promise<void>} make
 * @param {(made: boolean) => void} after is called when this view is done with; true: it is made
 * @param {boolean} [mayWait]
 */
export async function guarded(what, make, after, mayWait = true) {
  if (!isLocked()) {
    await make();
    after(true);
    return;
  }
  now = {
    give: async (pin) => {
      if (pauseLeft() > 0) return wrong(t('pin.paused', { span: span(pauseLeft() / 1000 + 59) }));
      const { right, left } = await tryPin(pin);
      if (!right) return wrong(left > 0 ? t('pin.wrong', { n: left }) : t('pin.paused', { span: span(WAIT / 1000) }));
      await make();
      after(true);
    },
    wait: () => {
      waitFor(what, make);
      after(false);
    },
    leave: () => after(false),
  };
  open(t('pin.title'), t('pin.what', { what }), mayWait);
}

/**
 * newPin asks for one and locks this place with it.
 * @param {() => void} after
 */
export function newPin(after) {
  let first = '';
  now = {
    give: async (pin) => {
      if (!isPin(pin)) return wrong(t('pin.short', { n: SHORTEST }));
      if (first === '') {
        first = pin;
        sayIf('pin-error', '');
        say('pin-title', t('pin.again'));
        input('pin-text').value = '';
        input('pin-text').focus();
        return;
      }
      if (pin !== first) {
        first = '';
        say('pin-title', t('pin.new'));
        return wrong(t('pin.differ'));
      }
      await lock(pin);
      after();
    },
    wait: () => {},
    leave: after,
  };
  open(t('pin.new'), t('pin.new-what'), false);
}

export function wirePin() {
  let busy = false;
  $('pin-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    button('pin-go').disabled = true;
    try {
      await now.give(input('pin-text').value);
    } finally {
      busy = false;
      button('pin-go').disabled = false;
      input('pin-text').value = '';
    }
  });
  button('pin-wait').addEventListener('click', () => now.wait());
  button('pin-cancel').addEventListener('click', () => now.leave());
}
