// SPDX-License-Identifier: Apache-2.0
// Pictures of codes, in shades of grey: read from PNG files, drawn from text, put before a camera.

import zlib from 'node:zlib';
import { encode } from 'uqr';

/** A grey picture: one byte a pixel. */
export class Grey {
  constructor(width, height, fill = 255) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height).fill(fill);
  }

  at(x, y) {
    return this.data[y * this.width + x];
  }
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS = { 0: 1, 2: 3, 4: 2, 6: 4 };

function* chunks(file) {
  for (let at = SIGNATURE.length; at < file.length;) {
    const size = file.readUInt32BE(at);
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + size) };
    at += size + 12;
  }
}

const paeth = (a, b, c) => {
  const pa = Math.abs(b - c), pb = Math.abs(a - c), pc = Math.abs(a + b - 2 * c);
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
};

/** unfilter undoes what each line of a PNG was filtered with, in place. */
function unfilter(raw, stride, unit, height) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let i = 0; i < stride; i += 1) {
      const left = i >= unit ? out[y * stride + i - unit] : 0;
      const up = y > 0 ? out[(y - 1) * stride + i] : 0;
      const corner = y > 0 && i >= unit ? out[(y - 1) * stride + i - unit] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + i] = raw[y * (stride + 1) + 1 + i] + guess;
    }
  }
  return out;
}

/** readPng reads grey and coloured PNG files of up to 8 bits, without a palette and not interlaced. */
export function readPng(file) {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error('no PNG');
  let head = null;
  const parts = [];
  for (const { type, data } of chunks(file)) {
    if (type === 'IHDR') head = data;
    if (type === 'IDAT') parts.push(data);
  }
  const width = head.readUInt32BE(0), height = head.readUInt32BE(4), depth = head[8], kind = head[9];
  const channels = CHANNELS[kind];
  if (!channels || depth > 8 || head[12] !== 0) throw new Error('a kind of PNG that is not read here');
  const stride = Math.ceil((width * channels * depth) / 8);
  const rows = unfilter(zlib.inflateSync(Buffer.concat(parts)), stride, Math.max(1, (channels * depth) >> 3), height);
  const out = new Grey(width, height), most = (1 << depth) - 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const bit = x * channels * depth;
      const byte = rows[y * stride + (bit >> 3)];
      const value = depth === 8 ? byte : (byte >> (8 - depth - (bit & 7))) & most;
      out.data[y * width + x] = (value * 255) / most;
    }
  }
  return out;
}

/** codeOf draws `text` as a QR code, four pixels a module, with its white border. */
export function codeOf(text, ecc = 'M') {
  const { size, data } = encode(text, { ecc, border: 4 });
  const unit = 4, out = new Grey(size * unit, size * unit);
  for (let y = 0; y < size * unit; y += 1) {
    for (let x = 0; x < size * unit; x += 1) {
      if (data[Math.floor(y / unit)][Math.floor(x / unit)]) out.data[y * out.width + x] = 0;
    }
  }
  return out;
}

export function mirrored(picture) {
  const out = new Grey(picture.width, picture.height);
  for (let y = 0; y < out.height; y += 1) {
    for (let x = 0; x < out.width; x += 1) out.data[y * out.width + x] = picture.at(out.width - 1 - x, y);
  }
  return out;
}

export function inverted(picture) {
  const out = new Grey(picture.width, picture.height);
  out.data = picture.data.map((value) => 255 - value);
  return out;
}

/** beside puts pictures next to each other on white. */
export function beside(...pictures) {
  const gap = 40;
  const out = new Grey(pictures.reduce((sum, one) => sum + one.width + gap, gap),
    Math.max(...pictures.map((one) => one.height)) + 2 * gap);
  let left = gap;
  for (const one of pictures) {
    for (let y = 0; y < one.height; y += 1) {
      out.data.set(one.data.subarray(y * one.width, (y + 1) * one.width), (y + gap) * out.width + left);
    }
    left += one.width + gap;
  }
  return out;
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]), out = Buffer.alloc(body.length + 8);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

/** writePng is a grey picture as a PNG file. */
export function writePng(picture) {
  const head = Buffer.alloc(13), raw = Buffer.alloc((picture.width + 1) * picture.height);
  head.writeUInt32BE(picture.width, 0);
  head.writeUInt32BE(picture.height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  for (let y = 0; y < picture.height; y += 1) {
    raw.set(picture.data.subarray(y * picture.width, (y + 1) * picture.width), y * (picture.width + 1) + 1);
  }
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}
