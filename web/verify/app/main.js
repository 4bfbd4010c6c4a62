// SPDX-License-Identifier: Apache-2.0
// The verifier's page: starts everything and ties the parts together.
//
// What tests and other programs may hold on to. Each is an id; every view is shown by the absence of
// `hidden`, and body[data-view] names the one that is seen.
//
//   view-loading   loading-text too-old
//   view-setup     setup-scan setup-picture setup-form setup-text setup-go setup-files setup-error
//                  setup-elsewhere setup-elsewhere-text setup-elsewhere-link setup-cancel
//   view-words     words-office words-list (six <li>) words-same words-differ
//   view-scan      camera-box[data-state=off|starting|on|refused|none|insecure|busy] camera camera-text
//                  camera-start torch scan-hint ask picture paste-open paste-form paste-text paste-go
//                  first-ask question-open question-open-text question-show scan-cancel scan-setup;
//                  view-scan[data-for=check|setup][data-first=scan|ask]
//   view-ask       ask-code (the code as <svg>) ask-facts ask-time ask-scan ask-anew ask-end
//   view-name      name-form name-text name-error name-go name-cancel
//   view-result    [data-class=yes|no|cannot-tell|specimen], body has the same; result-training
//                  result-sign result-word result-reason result-facts result-do result-data
//                  result-note result-next result-ask result-update
//   view-notice    notice-title notice-text notice-do notice-go: what is no answer
//   view-settings  settings-done preset-SLUG name-change update-now data-file office-add
//                  remove-ISSUER back-SECONDS sound lock-on lock-new lock-off language-CODE
//                  language-note start-afresh change-cancel
//   view-pin       pin-title pin-what pin-form pin-text pin-error pin-go pin-wait pin-cancel
//   always         preset-title open-settings freshness[data-level=fresh|ageing|stale|clock|none]
//                  freshness-text counter training[aria-checked] notices (.notice[data-key])
//                  say-status say-alert

import { $, button, say, sayIf, show } from './dom.js';
import { label, preferred, span, t, use } from './i18n.js';
import { loadSettings, state } from './state.js';
import { Store } from './store.js';
import { startEngine } from './engine_client.js';
import { Offices } from './offices.js';
import { keepUpdated, lastTry } from './update.js';
import { goHome, onView, view } from './views.js';
import { drawScan, scanAgain, wireScan } from './scan.js';
import { wireSetup } from './setup.js';
import { ask, presetNow, wireAsk } from './ask.js';
import { drawCounter, noteAnswered } from './check.js';
import { onAnswered } from './question.js';
import { wireResult } from './result.js';
import { showNotice, wireNotice } from './notice_view.js';
import { wirePin } from './pin_view.js';
import { updateNow, wireSettings } from './settings_view.js';
import { onWait, whatWaits } from './lock.js';
import { draw as drawFreshness, keepDrawn } from './freshness.js';
import { notice } from './notices.js';
import { dataSentence, isAlarm } from './data_words.js';
import { keep, isPossible, takeOver } from './offline.js';
import { keepReady } from './ready.js';
import { wake } from './sound.js';

/** Where the way to the settings is not seen, it can't be reached by keys either. */
const WITHOUT_SETTINGS = new Set(['loading', 'settings', 'result', 'ask']);

/** changed draws what depends on offices and settings. */
function changed() {
  const here = presetNow();
  const any = state.offices.all.size > 0;
  say('preset-title', here ? label(here.preset.labels, here.preset.slug) : t(any ? 'preset.none' : 'title'));
  document.title = here ? `${label(here.preset.labels, here.preset.slug)} - ${t('title')}` : t('title');
  show('open-settings', !WITHOUT_SETTINGS.has(view()));
  show('foot', any);
  drawTraining();
  drawCounter();
  drawFreshness();
  drawScan();
  drawNotices();
}

function drawTraining() {
  button('training').setAttribute('aria-checked', String(state.training));
  say('training-state', t(state.training ? 'training.on' : 'training.off'));
  document.body.dataset.training = String(state.training);
}

function drawNotices() {
  const any = state.offices.all.size > 0;
  const specimens = state.offices.open().some((office) => office.specimen);
  notice('specimen', specimens && !state.training ? t('notice.specimen') : '');
  notice('storage', state.store.lasting && state.filesKept ? '' : t('notice.storage'), { level: 'warning' });
  notice('https', isPossible() ? '' : t('notice.https'));
  const alarms = [...lastTry].filter(([, { code }]) => isAlarm(code));
  notice('data', alarms.map(([issuer, { code }]) => `${issuer}: ${dataSentence(code)}`).join(' '), { level: 'warning' });
  const waits = whatWaits();
  notice('waits', waits && any ? t('change.waits', { what: waits.what, span: span(waits.left / 1000 + 59) }) : '', { level: 'warning' });
}

function wireTraining() {
  button('training').addEventListener('click', () => {
    state.training = !state.training;
    changed();
  });
}

/** Head and foot stay on the screen unless they would take half of it. */
function wireFit() {
  const parts = [$('head'), $('foot')];
  const fit = () => {
    const taken = parts.reduce((sum, part) => sum + part.offsetHeight, 0);
    document.body.dataset.tight = String(taken > window.innerHeight * 0.4);
  };
  addEventListener('resize', fit);
  const watch = new ResizeObserver(fit);
  for (const part of parts) watch.observe(part);
}

function wireSound() {
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, wake, { passive: true });
}

/** wire ties every button to what it does. */
function wire() {
  wireScan();
  wireSetup(changed);
  wireAsk();
  onAnswered(noteAnswered);
  wireNotice();
  wirePin();
  wireSettings(changed);
  wireTraining();
  wireSound();
  wireFit();
  wireResult({
    next: () => {
      scanAgain();
      goHome();
    },
    ask: () => void ask(),
    update: async () => {
      const said = await updateNow();
      showNotice(t('update.now'), said);
    },
  });
  onWait(() => changed());
  onView((to) => {
    if (to === 'scan') changed();
    show('open-settings', !WITHOUT_SETTINGS.has(to));
  });
}

/** Data came or an office's root changed: said, and drawn. @param {import('./offices.js').Installed[]} news */
function onNews(news) {
  for (const { issuer, newRoot, words } of news) {
    if (newRoot) notice(`root-${issuer}`, t('notice.new-root', { issuer, words }), { close: t('go-on') });
  }
  changed();
}

async function start() {
  if (document.documentElement.dataset.tooOld) return;  // start.js has said so
  if (await takeOver()) return;
  state.store = await Store.open();
  await loadSettings();
  await use(state.settings.language || preferred());
  state.engine = await startEngine();
  state.offices = new Offices(state.engine, state.store);
  await state.offices.load();
  wire();
  changed();
  goHome();
  keepDrawn();
  keepReady();
  keepUpdated(onNews);
  void storageAndFiles();
}

/** What makes the page work without a network, said where it can't be had. */
async function storageAndFiles() {
  if (state.offices.all.size > 0) void navigator.storage?.persist?.().catch(() => {});
  const kept = await keep();
  state.filesKept = kept || !isPossible();
  drawNotices();
}

start().then(() => {
  document.body.dataset.ready = 'true';
}, (error) => {
  // The texts may not have come either: then the browser's own is better than nothing.
  const known = document.documentElement.dataset.texts ? t('failed.start') : '';
  sayIf('loading-text', `${known} ${error instanceof Error ? error.message : ''}`.trim());
  throw error;
});

