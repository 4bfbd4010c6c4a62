// SPDX-License-Identifier: Apache-2.0
// The page without a network: a service worker keeps its files. A new version takes over when the
// page starts, and never while somebody works with it.

const PATIENCE = 3000;  // ms for a new version to take over

/** isPossible: browsers keep pages from HTTPS (and this device itself) only. */
export const isPossible = () => 'serviceWorker' in navigator && window.isSecureContext;

/**
 * takeOver lets a version that waits begin, and starts the page anew with it. True: it is starting.
 * @returns {Promise<boolean>}
 */
export async function takeOver() {
  if (!isPossible()) return false;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  if (!registration?.waiting || !navigator.serviceWorker.controller) return false;
  const begun = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(true), { once: true });
    setTimeout(() => resolve(false), PATIENCE);
  });
  registration.waiting.postMessage('take over');
  if (!(await begun)) return false;
  location.reload();
  return true;
}

/**
 * keep asks for the files to be kept. False: this device or address won't.
 * @returns {Promise<boolean>}
 */
export async function keep() {
  if (!isPossible()) return false;
  try {
    const registration = await navigator.serviceWorker.register(new URL('../sw.js', import.meta.url), { updateViaCache: 'none' });
    return await settled(registration);
  } catch {
    return false;
  }
}

/**
 * settled waits until the first version has its files, or gave up: for want of space, for instance.
 * @param {ServiceWorkerRegistration} registration @returns {Promise<boolean>}
 */
function settled(registration) {
  if (registration.active) return Promise.resolve(true);
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return Promise.resolve(false);
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state === 'activated') resolve(true);
      if (worker.state === 'redundant') resolve(false);
    };
    worker.addEventListener('statechange', look);
    look();
  });
}
