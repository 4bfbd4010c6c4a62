// SPDX-License-Identifier: Apache-2.0
// Finds QR codes in pictures, off the page's own thread. A classic worker, for browsers that have no
// other. The reader's WebAssembly comes from our own origin.
/// <reference lib="webworker" />

/** @typedef {{ text: string, box: number[] }} Found */

/** @type {any} */
const scope = self;
scope.importScripts('../zxing/reader.js');
const { prepareZXingModule, readBarcodes } = scope.ZXingWASM;

const ready = prepareZXingModule({
  overrides: { locateFile: (/** @type {string} */ name) => new URL(`../zxing/${name}`, scope.location.href).href },
  fireImmediately: true,
});

// Of a camera many pictures come, so each may cost little; of a still one there is no other.
const OPTIONS = { formats: ['QRCode'], tryInvert: true, tryRotate: false, maxNumberOfSymbols: 2, textMode: 'Plain' };
const QUICK = { ...OPTIONS, tryHarder: true, tryDownscale: false };
const THOROUGH = { ...OPTIONS, tryHarder: true, tryDownscale: true };

/** @param {{ text: string, isValid: boolean, position: any }} result @returns {Found} */
const plain = ({ text, position }) => ({
  text,
  box: ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'].flatMap((corner) => [position[corner].x, position[corner].y]),
});

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  const { id, pixels, width, height, still } = data;
  try {
    await ready;
    const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
    let results = await readBarcodes(picture, still ? THOROUGH : QUICK);
    if (still && results.length === 0) results = await readBarcodes(picture, { ...THOROUGH, tryDenoise: true });
    scope.postMessage({ id, found: results.filter((/** @type {any} */ one) => one.isValid).map(plain), pixels }, [pixels]);
  } catch (error) {
    scope.postMessage({ id, failed: String(error) });
  }
};
