// SPDX-License-Identifier: Apache-2.0
// Keeps the screen awake while a code is shown or awaited, where the browser can.

let wanted = false;
/** @type {any} */
let lock = null;

async function take() {
  if (lock || !wanted || document.hidden || !('wakeLock' in navigator)) return;
  try {
    lock = await navigator.wakeLock.request('screen');
    lock.addEventListener('release', () => {
      lock = null;
    });
    if (!wanted) await lock.release();
  } catch {
    lock = null;  // a low battery, for instance
  }
}

/** @param {boolean} on */
export function keepAwake(on) {
  wanted = on;
  if (on) void take();
  else void lock?.release();
}

document.addEventListener('visibilitychange', take);
