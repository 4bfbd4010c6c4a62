// SPDX-License-Identifier: Apache-2.0
// The camera: pictures from it to the reader, as many as the device can bear and not more.

import { read } from './decoder.js';

/** @typedef {import('./decoder.js').Found} Found */
/** @typedef {'off' | 'starting' | 'on' | 'refused' | 'none' | 'insecure' | 'busy'} State */

const REST = 0.5;        // of the time at most is spent reading, so that an old phone stays usable
const SHORTEST = 66;     // ms between two pictures
const SLOW = 250;        // ms a picture, from which on smaller ones are taken
const SIDES = [1280, 960, 720];

/** Why getUserMedia failed, as far as a person can do something about it. */
const REASONS = /** @type {Record<string, State>} */ ({
  NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'none',
  OverconstrainedError: 'none', NotReadableError: 'busy', AbortError: 'busy',
});

export class Camera {
  /** @type {MediaStream | null} */
  #stream = null;
  #video;
  #canvas = document.createElement('canvas');
  #size = 0;
  #turn = 0;  // grows with each start and stop: what began before is over
  #paused = false;
  /** @type {State} */
  state = 'off';
  /** @type {(state: State) => void} */
  onState = () => {};
  /** @type {(found: Found[]) => void} */
  onFound = () => {};

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
  }

  /** @param {State} state */
  #become(state) {
    this.state = state;
    this.onState(state);
  }

  /** start asks for the camera that looks away from its holder. It does nothing where one is on. */
  async start() {
    if (this.state === 'on' || this.state === 'starting') return;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.#become(window.isSecureContext ? 'none' : 'insecure');
      return;
    }
    const turn = ++this.#turn;
    this.#become('starting');
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24 } },
      });
      if (turn !== this.#turn) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.#stream = stream;
      await this.#begin(stream, turn);
    } catch (error) {
      if (turn === this.#turn) this.#become(REASONS[/** @type {Error} */ (error).name] ?? 'none');
    }
  }

  /** @param {MediaStream} stream @param {number} turn */
  async #begin(stream, turn) {
    const [track] = stream.getVideoTracks();
    track?.addEventListener('ended', () => {
      if (turn === this.#turn) this.stop('busy');
    });
    this.#video.srcObject = stream;
    await this.#video.play().catch(() => {});
    await this.#focus();
    if (turn !== this.#turn) return;
    this.#become('on');
    this.#loop(turn);
  }

  /** @param {State} [state] */
  stop(state = 'off') {
    this.#turn += 1;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
    if (this.state !== 'off' || state !== 'off') this.#become(state);
  }

  /** pause keeps the picture and reads nothing: the camera takes long to start anew. */
  pause() {
    this.#paused = true;
  }
  resume() {
    this.#paused = false;
  }

  /** @param {number} turn */
  async #loop(turn) {
    while (turn === this.#turn) {
      let spent = 0;
      if (!this.#paused && this.#video.readyState >= 2) {
        const begin = performance.now();
        const found = await this.#look().catch(() => []);
        spent = performance.now() - begin;
        if (turn !== this.#turn) return;
        if (spent > SLOW && this.#size < SIDES.length - 1) this.#size += 1;
        if (!this.#paused) this.onFound(found);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(SHORTEST, spent * (1 / REST - 1))));
    }
  }

  /** look reads one picture. */
  async #look() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const scale = Math.min(1, (SIDES[this.#size] ?? 720) / Math.max(width, height, 1));
    this.#canvas.width = Math.max(1, Math.round(width * scale));
    this.#canvas.height = Math.max(1, Math.round(height * scale));
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return [];
    context.drawImage(this.#video, 0, 0, this.#canvas.width, this.#canvas.height);
    return read(context.getImageData(0, 0, this.#canvas.width, this.#canvas.height));
  }

  /** @returns {any} what the camera can do, as far as the browser tells */
  #able() {
    const track = this.#stream?.getVideoTracks()[0];
    return track?.getCapabilities ? track.getCapabilities() : {};
  }

  async #focus() {
    if (this.#able().focusMode?.includes('continuous')) await this.#set({ focusMode: 'continuous' });
  }

  hasTorch() {
    return this.#able().torch === true;
  }

  /** @param {boolean} on */
  torch(on) {
    return this.#set({ torch: on });
  }

  /** focusNow is for a tap on the picture. */
  async focusNow() {
    const modes = this.#able().focusMode ?? [];
    if (modes.includes('single-shot')) await this.#set({ focusMode: 'single-shot' });
    await this.#focus();
  }

  /** @param {object} wish @returns {Promise<boolean>} */
  async #set(wish) {
    try {
      await this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [/** @type {any} */ (wish)] });
      return true;
    } catch {
      return false;
    }
  }
}
