// SPDX-License-Identifier: Apache-2.0
// For browsers that can't run the page: says so, in words that they can run. Nothing newer than 2009
// may stand here. The texts are in the page itself.
(function () {
  'use strict';
  function canRun() {
    try {
      // Eight bytes are the smallest module. A browser that may not compile it can't check anything.
      new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
      return 'noModule' in document.createElement('script') && typeof BigInt === 'function' &&
        typeof Object.fromEntries === 'function' && 'replaceChildren' in document.createElement('div');
    } catch (error) {
      return false;
    }
  }
  if (canRun()) return;
  document.documentElement.setAttribute('data-too-old', 'true');
  document.getElementById('too-old').removeAttribute('hidden');
})();
