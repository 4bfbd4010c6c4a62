// SPDX-License-Identifier: Apache-2.0
// One window at a time has the wallet: two would show the same code.

const NAME = 'whit-wallet';

/**
 * takeTurn asks for it. `force` takes it away from another window, which is told by its `lost`.
 * @param {() => void} lost @param {boolean} [force]
 * @returns {Promise<boolean>}
 */
export function takeTurn(lost, force = false) {
  // A browser without locks has the vault's own count of savings.
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const how = force ? { steal: true } : { ifAvailable: true };
    navigator.locks.request(NAME, how, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;  // until the window closes
    }).catch(lost);
  });
}
