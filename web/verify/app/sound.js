// SPDX-License-Identifier: Apache-2.0
// A sound and a vibration for each class of answer, made here: told apart without looking.

/** @typedef {import('../types').Words['look']} Look */

/**
 * Tones: start and length in ms, from and to which pitch in Hz, shape.
 * @typedef {{ at: number, length: number, from: number, to: number, shape: OscillatorType, loud: number }} Tone
 */

/** @type {Record<Look, readonly Tone[]>} */
const TONES = {
  yes: [
    { at: 0, length: 110, from: 988, to: 988, shape: 'sine', loud: 0.5 },
    { at: 110, length: 190, from: 1480, to: 1480, shape: 'sine', loud: 0.5 },
  ],
  no: [
    { at: 0, length: 260, from: 196, to: 165, shape: 'square', loud: 0.32 },
    { at: 320, length: 420, from: 165, to: 131, shape: 'square', loud: 0.32 },
  ],
  'cannot-tell': [
    { at: 0, length: 120, from: 587, to: 587, shape: 'triangle', loud: 0.6 },
    { at: 180, length: 120, from: 587, to: 587, shape: 'triangle', loud: 0.6 },
    { at: 360, length: 220, from: 587, to: 740, shape: 'triangle', loud: 0.6 },
  ],
  specimen: [{ at: 0, length: 130, from: 392, to: 392, shape: 'triangle', loud: 0.4 }],
};

/** @type {Record<Look, number[]>} */
const VIBRATIONS = {
  yes: [70], no: [260, 120, 420], 'cannot-tell': [110, 80, 110, 80, 110], specimen: [40],
};

/** @type {AudioContext | null} */
let context = null;

/** wake lets the page sound: browsers want a tap or a key first. */
export function wake() {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  } catch {
    context = null;  // no sound on this device
  }
}

/** @param {AudioContext} audio @param {Tone} tone */
function play(audio, { at, length, from, to, shape, loud }) {
  const begin = audio.currentTime + at / 1000, end = begin + length / 1000;
  const wave = audio.createOscillator(), gain = audio.createGain();
  wave.type = shape;
  wave.frequency.setValueAtTime(from, begin);
  wave.frequency.linearRampToValueAtTime(to, end);
  // Short ramps, or every tone would begin and end with a click.
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(loud, begin + 0.008);
  gain.gain.setValueAtTime(loud, end - 0.02);
  gain.gain.linearRampToValueAtTime(0, end);
  wave.connect(gain).connect(audio.destination);
  wave.start(begin);
  wave.stop(end);
}

/** sound is for the ears and the hand. @param {Look} look @param {boolean} aloud */
export function sound(look, aloud) {
  if (aloud && context && context.state === 'running') {
    for (const tone of TONES[look]) play(context, tone);
  }
  try {
    navigator.vibrate?.(VIBRATIONS[look]);
  } catch {
    // not on this device
  }
}
