// SPDX-License-Identifier: Apache-2.0
// The page's end of the reader of codes: pictures in, texts out.

/** @typedef {{ text: string, box: number[] }} Found */

const LONGEST_STILL = 2000;  // pixels; a camera's picture of 12 megapixels shows no more of a code
const LARGEST_FILE = 40e6;

/** @type {Worker | null} */
let worker = null;
let next = 0;
/** @type {Map<number, { resolve: (found: Found[]) => void, reject: (error: Error) => void }>} */
const waiting = new Map();

function start() {
  const made = new Worker(new URL('decoder_worker.js', import.meta.url));
  made.onmessage = ({ data }) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.found) one?.resolve(data.found);
    else one?.reject(new Error(data.failed));
  };
  made.onerror = () => {
    // A reader that fell is started anew with the next picture.
    for (const one of waiting.values()) one.reject(new Error('the reader stopped'));
    waiting.clear();
    made.terminate();
    worker = null;
  };
  return made;
}

/** warm loads the reader before the first picture comes. */
export function warm() {
  worker ??= start();
}

/**
 * read finds the codes of a picture. The picture's memory is given away.
 * @param {ImageData} picture @param {boolean} [still]
 * @returns {Promise<Found[]>}
 */
export function read(picture, still = false) {
  worker ??= start();
  const id = next++;
  const { width, height } = picture;
  const pixels = picture.data.buffer;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker?.postMessage({ id, pixels, width, height, still }, [/** @type {ArrayBuffer} */ (pixels)]);
  });
}

/**
 * readFile finds the codes in a picture file, of any kind that the browser can draw.
 * @param {Blob} file
 * @returns {Promise<Found[]>}
 */
export async function readFile(file) {
  if (file.size > LARGEST_FILE) throw new Error('too large');
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await read(pixelsOf(image), true);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @param {HTMLImageElement} image */
function pixelsOf(image) {
  const scale = Math.min(1, LONGEST_STILL / Math.max(image.naturalWidth, image.naturalHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  // A picture with a transparent ground is on white, as paper is.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
