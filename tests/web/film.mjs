// SPDX-License-Identifier: Apache-2.0
// What a camera sees, as a film for Chromium's fake camera (y4m, 4:2:0): a code held into it a little
// turned, unevenly lit, with the noise of a cheap sensor, and moving.

import fs from 'node:fs';

/** random is the same for the same seed, so that a film that isn't read can be made again. */
function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const NOISE = 1 << 16;
const noise = (() => {
  const next = random(7), out = new Int8Array(NOISE);
  for (let i = 0; i < NOISE; i += 1) out[i] = Math.round((next() + next() + next() - 1.5) * 12);
  return out;
})();

/** sample is the picture at a point between pixels, or `outside`. */
function sample(picture, x, y, outside) {
  const { width, height, data } = picture;
  const x0 = Math.floor(x), y0 = Math.floor(y);
  if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) return outside;
  const fx = x - x0, fy = y - y0, at = y0 * width + x0;
  const top = data[at] * (1 - fx) + data[at + 1] * fx;
  const bottom = data[at + width] * (1 - fx) + data[at + width + 1] * fx;
  return top * (1 - fy) + bottom * fy;
}

/** luma is one frame: the picture, turned by `angle` degrees, as high as `fill` of the frame. */
function luma(width, height, picture, { angle, fill, dx, dy, seed }) {
  const out = Buffer.alloc(width * height);
  const scale = Math.max(picture.height / (height * fill), picture.width / (width * 0.94));
  const c = Math.cos((angle * Math.PI) / 180) * scale, s = Math.sin((angle * Math.PI) / 180) * scale;
  const shift = Math.floor(random(seed)() * NOISE);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const px = x - width / 2 - dx, py = y - height / 2 - dy;
      const seen = sample(picture, c * px + s * py + picture.width / 2, c * py - s * px + picture.height / 2, 120);
      const light = 0.72 + 0.25 * (x / width) - 0.1 * (y / height);
      const value = 24 + seen * 0.78 * light + noise[(shift + y * 257 + x) & (NOISE - 1)];
      out[y * width + x] = value < 16 ? 16 : value > 235 ? 235 : value;
    }
  }
  return out;
}

/**
 * film writes `path`: a film of `frames` pictures that Chromium shows over and over. Without a
 * picture the camera sees a grey wall.
 */
export function film(path, picture, { width = 640, height = 480, frames = 6, fill = 0.82, turn = 0 } = {}) {
  const colour = Buffer.alloc((width * height) / 2, 128);
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`)];
  for (let i = 0; i < frames; i += 1) {
    const how = { angle: turn + 4 * Math.sin(i), fill, dx: 3 * Math.cos(i * 2), dy: 2 * Math.sin(i * 3), seed: i + 1 };
    const seen = picture ? luma(width, height, picture, how) : Buffer.alloc(width * height, 110);
    parts.push(Buffer.from('FRAME\n'), seen, colour);
  }
  // A camera that is open goes on with the film that it has.
  fs.writeFileSync(`${path}.new`, Buffer.concat(parts));
  fs.renameSync(`${path}.new`, path);
}
