// SPDX-License-Identifier: Apache-2.0
// The holder's page: starts everything and ties the parts together.
//
// What tests and other programs may hold on to. Each is an id; every view is shown by the absence of
// `hidden`, and body[data-view] names the one that is seen.
//
//   view-loading    loading-text too-old
//   view-elsewhere  elsewhere-here: another window has the wallet
//   view-start      start-gone start-scan start-picture start-form start-text start-go start-busy
//                   start-error start-error-text start-link start-cancel
//   view-scan       camera-box[data-state] camera camera-text camera-start torch scan-what scan-hint
//                   picture paste-form paste-text paste-go scan-cancel
//   view-words      words-office words-list (six <li>) words-same words-differ
//   view-pin        pin-form pin-text pin-error pin-busy pin-go pin-cancel
//   view-home       answer sync sync-state accounts (.fact, .state[data-state], .strip-line), show-SLUG
//   view-offer      offer-title offer-who offer-facts offer-until offer-kind offer-kind-means
//                   offer-crowd offer-fresh offer-obstacle offer-go offer-other offer-cancel
//   view-show       show-title show-what show-code[data-over] show-kind show-kind-means show-over
//                   show-more show-done show-other
//   view-history    history-list history-none history-done
//   view-more       language-CODE language-note stop-page letter-open history-open erase-open
//                   blind-resume more-done
//   view-erase      erase-go erase-cancel erase-error
//   view-notice     notice-title notice-text notice-do notice-go
//   always          more notices (.notice[data-key]) say-status say-alert; body[data-ready]
//                   body[data-asking=true|false]: the office is being asked

import { button, sayIf, show } from '../../verify/app/dom.js';
import { preferred, t, use } from '../../verify/app/i18n.js';
import { notice } from '../../verify/app/notices.js';
import { isPossible, keep as keepFiles, takeOver } from '../../verify/app/offline.js';
import { load } from '../core/wallet.js';
import { Vault } from './vault.js';
import { dropWallet, loadSettings, state } from './state.js';
import { takeTurn } from './turn.js';
import { forgetSync, keepSynced, sync } from './sync.js';
import { goHome, home, onView, view } from './views.js';
import { openStart, wireLetter } from './letter.js';
import { wireScan } from './scan.js';
import { drawHome, wireHome } from './home.js';
import { wireOffer } from './offer.js';
import { wireShow } from './show.js';
import { wireHistory } from './history.js';
import { wireMore } from './more.js';
import { showNotice, wireNotice } from './notice_view.js';

/** Where the way to everything else is not seen, it can't be reached by keys either. */
const WITHOUT_MORE = new Set(['loading', 'elsewhere', 'show', 'more', 'erase', 'history', 'pin', 'words']);

/** What the camera needs, for the service worker to keep. */
const READER = ['decoder_worker.js', '../zxing/reader.js', '../zxing/zxing_reader.wasm'];
const READER_REST = 3000;  // ms that the page has to itself first

/** changed draws what depends on the wallet. */
function changed() {
  document.title = t('title');
  if (view() === 'home') drawHome();
  notice('storage', state.vault.lasts && state.filesKept ? '' : t('notice.storage'), { level: 'warning' });
}

/** @param {import('./office.js').Brought} brought @param {string} issuer */
function onBrought({ newRoot }, issuer) {
  const words = state.wallet && newRoot ? state.wallet.overview(0).find((one) => one.issuer === issuer)?.words ?? '' : '';
  if (newRoot) notice(`root-${issuer}`, t('notice.new-root', { issuer, words }), { close: t('go-on') });
  changed();
}

/** Another window took the wallet: this one must not use it any more. */
function lost() {
  state.elsewhere = true;
  dropWallet();
  goHome();
}

/** openWallet reads what is kept, which only the window that has the turn may. */
async function openWallet() {
  const kept = await state.vault.load();
  state.gone = kept === 'gone';
  if (!(kept instanceof Uint8Array)) return;
  try {
    state.wallet = state.core.open(kept);
  } catch {
    state.gone = true;
  } finally {
    kept.fill(0);
  }
}

/** @param {boolean} force */
async function begin(force) {
  if (!await takeTurn(lost, force)) {
    state.elsewhere = true;
    goHome();
    return;
  }
  state.elsewhere = false;
  forgetSync();
  await openWallet();
  if (home() === 'start') openStart();
  else goHome();
  changed();
  if (force) void sync(false);
}

/** wire ties every button to what it does. */
function wire() {
  wireLetter();
  wireScan();
  wireHome();
  wireOffer();
  wireShow();
  wireHistory();
  wireMore(changed);
  wireNotice();
  button('elsewhere-here').addEventListener('click', () => void begin(true));
  onView((to, before) => {
    show('more', !WITHOUT_MORE.has(to));
    if (to === 'home' && before === 'pin') setTimeout(() => void keepReader(), READER_REST);
  });
}

async function start() {
  if (document.documentElement.dataset.tooOld) return;  // start.js has said so
  if (await takeOver()) return;
  state.vault = await Vault.open();
  await loadSettings();
  await use(state.settings.language || preferred());
  document.title = t('title');
  // Only HTTPS addresses are given what seals a wallet.
  if (!globalThis.crypto?.subtle) throw new Error(t('failed.https'));
  state.core = await load(fetch(new URL('../core/wallet.wasm', import.meta.url)));
  wire();
  await begin(false);
  keepSynced(onBrought);
  void storageAndFiles();
}

/** What makes the page work without a network, said where it can't be had. */
async function storageAndFiles() {
  if (state.wallet) void navigator.storage?.persist?.().catch(() => {});
  const kept = await keepFiles();
  state.filesKept = kept || !isPossible();
  changed();
  setTimeout(() => void keepReader(), READER_REST);
}

/**
 * The reader of codes is most of the page. Whoever has codes will be asked where there is no network, so
 * it is kept by then; not for whoever has told the browser to save.
 */
async function keepReader() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (home() !== 'home' || connection?.saveData || !navigator.serviceWorker?.controller) return;
  for (const path of READER) await fetch(new URL(path, import.meta.url)).catch(() => {});
}

addEventListener('unhandledrejection', ({ reason }) => {
  if (document.body.dataset.ready === 'true' && reason?.code === 'broken') showNotice(t('failed.broken'), t('failed.reload'));
});

start().then(() => {
  document.body.dataset.ready = 'true';
}, (error) => {
  // The texts may not have come either: then the browser's own is better than nothing.
  const known = document.documentElement.dataset.texts ? t('failed.start') : '';
  sayIf('loading-text', `${known} ${error instanceof Error ? error.message : ''}`.trim());
  throw error;
});
