// SPDX-License-Identifier: Apache-2.0
// What the parts of the page hand each other.

import type { Preset, Recognised, Report } from './whit/whit.js';
import type { Engine } from './app/engine.js';

/** An office's data, opened. Times are Unix seconds. */
export interface Office {
  issuer: string;
  version: number;
  issued: number;
  nextUpdate: number;
  expires: number;
  specimen: boolean;
  withdrawals: boolean;
  floor: number;
  words: string;
  presets: readonly Preset[];
}

/** One check, as the engine is asked for it. */
export interface Query {
  text: string;
  preset: string;
  /** Whose data is looked at first where several offices are trusted; or "". */
  issuer: string;
  /** This place's own name, or "". */
  name: string;
  now: number;
  nonce?: Uint8Array;
  elapsed?: number;
}

/** The answer, and what its words depend on. `issuer` is "" where nobody's data was used. */
export interface Outcome {
  recognised: Recognised;
  report: Report;
  issuer: string;
  floor: number;
  expires: number;
  withdrawals: boolean;
  maxAge: number;
  /** The reason why a fact ended is the holder's to know. */
  atGate: boolean;
}

type Later<F> = F extends (...given: infer A) => infer R ? (...given: A) => Promise<Awaited<R>> : never;

/** The engine as the page has it: every method gives a promise. */
export type Client = { [K in keyof Engine]: Later<Engine[K]> };

/** What a verdict looks like. */
export interface Words {
  /** Decides sign, word, colour and sound. */
  look: 'yes' | 'no' | 'cannot-tell' | 'specimen';
  /** The sign that is drawn, which in training is what it would have been. */
  sign: 'yes' | 'no' | 'cannot-tell' | 'specimen';
  word: string;
  reason: string;
  advice: string;
  facts: { sign: 'yes' | 'no' | 'cannot-tell' | 'specimen'; text: string }[];
  data: string;
  note: string;
  /** Asking may help. */
  ask: boolean;
  /** Newer data may help. */
  update: boolean;
  trained: boolean;
}
