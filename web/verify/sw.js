// SPDX-License-Identifier: Apache-2.0
// Keeps the page's files on the device, each by its hash, so that nothing is needed from the network
// after the first load. What the files don't name it doesn't touch: /v1/ least of all.
/// <reference lib="webworker" />

/** Every file with its SHA-256, written in by the page's build. @type {Record<string, string>} */
const FILES = /** @type {any} */ ('@files@');
/** Those that are kept when they are first asked for. @type {string[]} */
const LATER = /** @type {any} */ ('@later@');
const VERSION = '@version@';

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const PREFIX = 'whit-@page@-';
const CACHE = PREFIX + VERSION;
const INDEX = 'index.html';

/** @param {string} path */
const addressOf = (path) => new URL(path, scope.registration.scope).href;

/** The file that an address means, or "". @param {string} address */
function fileOf(address) {
  const url = new URL(address);
  const root = new URL(scope.registration.scope);
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return '';
  const path = decodeURIComponent(url.pathname.slice(root.pathname.length)) || INDEX;
  return Object.prototype.hasOwnProperty.call(FILES, path) ? path : '';
}

/**
 * One file into the cache. The browser refuses it where its hash is another than the list has.
 * @param {Cache} cache @param {string} path
 */
async function keep(cache, path) {
  const request = new Request(addressOf(path), { cache: 'no-cache', credentials: 'omit', integrity: `sha256-${FILES[path]}` });
  const reply = await fetch(request);
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`);
  await cache.put(addressOf(path), reply);
}

async function install() {
  const cache = await caches.open(CACHE);
  try {
    for (const path of Object.keys(FILES)) {
      if (!LATER.includes(path) && !(await cache.match(addressOf(path)))) await keep(cache, path);
    }
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await scope.clients.claim();
}

/** @param {string} path @param {Request} request */
async function answer(path, request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(addressOf(path));
  if (kept || !LATER.includes(path)) return kept ?? fetch(request);
  await keep(cache, path);
  return (await cache.match(addressOf(path))) ?? Response.error();
}

self.addEventListener('install', (event) => /** @type {ExtendableEvent} */ (event).waitUntil(install()));
self.addEventListener('activate', (event) => /** @type {ExtendableEvent} */ (event).waitUntil(activate()));
// The page asks for this when it starts: a new version never comes in the middle of a scan.
self.addEventListener('message', (event) => {
  if (/** @type {ExtendableMessageEvent} */ (event).data === 'take over') void scope.skipWaiting();
});
self.addEventListener('fetch', (plain) => {
  const event = /** @type {FetchEvent} */ (plain);
  if (event.request.method !== 'GET') return;
  const path = fileOf(event.request.url);
  if (path !== '') event.respondWith(answer(path, event.request));
});
