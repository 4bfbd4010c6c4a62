// SPDX-License-Identifier: Apache-2.0
// whit in WebAssembly: checking codes offline, in a browser or in Node.
//
// What holds for all of it:
//  - Nothing here reads a clock, opens a connection or stores anything. Time is passed in.
//  - Times and spans are whole seconds; times count from 1970-01-01T00:00:00Z.
//  - What can't be read or done is a WhitError; a wrong use of an argument is a TypeError or
//    RangeError. verify never throws because of what it is shown: any text or bytes get a verdict.
//  - Byte arrays that are passed in are copied and not changed; those that come out are the caller's.
//  - Bundle and Question hold memory of the module until free() is called. Everything else is a
//    plain value.
//
// What the words mean: spec/verify.md and spec/trust.md.

/** load makes an instance from whit.wasm: its bytes, a response, a promise of one, or a module. */
export function load(
  wasm: BufferSource | WebAssembly.Module | Response | Promise<Response>,
): Promise<Whit>;

/** Why something couldn't be read or done. */
export class WhitError extends Error {
  /**
   * Which error: a name of include/whit/errc.h, such as "bad_signature"; or "no_webcrypto" (a blind
   * code needs `crypto.subtle`, which browsers give to HTTPS pages only) or "broken" (the module ran
   * out of memory or stopped at a fault: load it anew).
   */
  readonly code: string;
  constructor(code: string, message: string);
}

export type VerdictName =
  | "malformed" | "valid" | "unsupported" | "missing_fact" | "unknown_key" | "bad_signature"
  | "bad_holder_proof" | "stale_proof" | "replayed" | "wrong_audience" | "not_yet_valid"
  | "expired" | "withdrawn" | "kind_refused" | "mode_refused" | "no_bundle" | "stale_bundle"
  | "clock_doubtful" | "document_mismatch" | "document_not_compared" | "key_withdrawn" | "specimen";

/** What decides icon, word and sound. Only "yes" is a yes; "specimen" proves nothing. */
export type VerdictClass = "no" | "yes" | "cannot-tell" | "specimen";

export type Kind = "revocable" | "blind" | "paper";
export type Mode = "one-way" | "posted" | "challenge";
export type Binding = "none" | "document";

/** Every verdict, at the index of its number (spec/verify.md, section 3). */
export const verdicts: readonly { readonly name: VerdictName; readonly class: VerdictClass }[];

/** Texts by language, two letters each: { en: "Site gate", ru: "..." }. They are plain text. */
export type Labels = Readonly<Record<string, string>>;

/** What a trust file says: all that a checker has to believe, got by hand. */
export interface Trust {
  readonly issuer: string;
  readonly url: string;
  /** Six words of the root key, for a person to compare with the office's. */
  readonly words: string;
  /** RFC 9679 thumbprint of the root key, 32 bytes: what a set-up card names. */
  readonly rootThumbprint: Uint8Array;
}

/** What a set-up card (WS1:) says. */
export interface Setup {
  readonly issuer: string;
  readonly url: string;
  readonly rootThumbprint: Uint8Array;
  /** Slug of the preset that is to be asked, or "". */
  readonly preset: string;
}

/** What a bundle's head says. Nothing of it is checked by reading it. */
export interface HeadParts {
  readonly issuer: string;
  readonly version: number;
  readonly issued: number;
  readonly nextUpdate: number;
  readonly expires: number;
  /** What belongs to it, in the order for joinBundle: SHA-256 (32 bytes) and size in bytes. */
  readonly segments: readonly { readonly hash: Uint8Array; readonly size: number }[];
}

export interface Fact {
  readonly vct: number;
  readonly slug: string;
  readonly labels: Labels;
}

/** A named question of a bundle. */
export interface Preset {
  readonly slug: string;
  readonly labels: Labels;
  readonly facts: readonly Fact[];
  readonly kinds: readonly Kind[];
  readonly modes: readonly Mode[];
  readonly binding: Binding;
  /** The oldest a bundle may be, seconds. */
  readonly maxAge: number;
  /** The longest time for an answer that was given "until", seconds. Without, it is 120. */
  readonly answerTime: number;
}

/** What a place may change of a preset, to something narrower. What is absent stays. */
export interface Narrowing {
  /** A subset, not empty. */
  readonly kinds?: readonly Kind[];
  /** A subset. None at all: then only paper can be a yes. */
  readonly modes?: readonly Mode[];
  readonly binding?: Binding;
  /** At least 1, not more than the preset's. */
  readonly maxAge?: number;
  readonly answerTime?: number;
}

/**
 * readPolicy is a policy.json (spec/trust.md, section 8), after JSON.parse, as a narrowing of
 * `preset`. It throws bad_policy_file, or policy_widens for a policy of another preset. What
 * JSON.parse doesn't tell (1.0 for 1, a member twice) it doesn't see.
 */
export function readPolicy(policy: unknown, preset: string): Narrowing;

/** What the checker knows beyond the issuer's data. */
export interface Context {
  /** The checker's clock. */
  readonly now: number;
  /** The newest signed time that the checker has seen of this issuer, beyond this bundle's. */
  readonly floor?: number;
  /** The checker's own name, as it stands in its questions. */
  readonly name?: string;
  /** 16 bytes: of the question that is open, if one is. Then `elapsed` must be there. */
  readonly nonce?: Uint8Array;
  /** Seconds since that question was shown, by a timer that nobody sets; rounded up. */
  readonly elapsed?: number;
  /** The question's "answer until", if it gave one. */
  readonly until?: number;
}

/** The answer for one asked fact. */
export interface FactAnswer {
  readonly vct: number;
  readonly slug: string;
  readonly number: number;
  readonly verdict: VerdictName;
  /** What the fact says beyond "yes"; null unless the verdict is valid or document_not_compared. */
  readonly value: number | string | null;
}

/** All that a verifier learns: no name, number or key of a person is in it. */
export interface Report {
  readonly verdict: VerdictName;
  readonly number: number;
  readonly class: VerdictClass;
  /** Under a specimen verdict what it would have been in earnest, otherwise null. */
  readonly training: VerdictName | null;
  readonly trainingClass: VerdictClass | null;
  /** The asked facts, ascending by vct; empty for malformed, unsupported and no_bundle. */
  readonly facts: readonly FactAnswer[];
  readonly kind: Kind | null;
  readonly mode: Mode | null;
  /** When the holder signed; null for paper and where there is none. */
  readonly signedAt: number | null;
  /** The time it was judged at: the clock, or the floor in a challenge. */
  readonly now: number;
  /** Of the bundle, null without one; and now - issued, which may be negative. */
  readonly issued: number | null;
  readonly age: number | null;
}

/** What a text is by its first characters; nothing behind them is looked at. */
export type Recognised =
  | "presentation" | "paper" | "request" | "invitation" | "setup" | "photo" | "receipt"
  /** Starts like one of ours, and this version doesn't know it. */
  | "newer"
  | "not-ours";

/** What a keyboard scanner meant. */
export interface ScanRepair {
  /** The text as it stands in the code. What is none of ours comes as it was, without its ends. */
  readonly text: string;
  /** Whether a layout, Caps Lock or half a code was undone. */
  readonly repaired: boolean;
  /** The keyboard layout that the computer believed in: "US", "Russian" and so on. */
  readonly layout: string;
  readonly capsLock: boolean;
  /** The beginning of another code stood in front and was taken away. */
  readonly half: boolean;
  /**
   * Most likely a code of ours that can't be put right: scanner and keyboard layout disagree. A
   * scanner in serial (COM) mode has no layout.
   */
  readonly disagrees: boolean;
}

/** One instance of the module. Instances share nothing. */
export class Whit {
  private constructor();

  /** readTrust reads a trust file. It may be shown, and believed once a person compared the words. */
  readTrust(file: Uint8Array): Trust;
  /** readSetup reads the text of a set-up card. */
  readSetup(text: string): Setup;
  /** matches tells whether `trust` is of the issuer and root that `setup` names. */
  matches(setup: Setup, trust: Trust): boolean;
  /** sameWords compares what a person typed with trust.words: any case, any spaces between. */
  sameWords(typed: string, trust: Trust): boolean;

  /** headParts reads a head, to see which segments are missing. Together they may have 16 MB. */
  headParts(head: Uint8Array): HeadParts;
  /**
   * checkHead throws where the head alone tells that a bundle with it won't be taken: its
   * signatures, the log's proof of a bundle without segments, an older version than `old`, and what
   * has expired at `now`. To be called before anything that it names is fetched.
   */
  checkHead(old: Bundle | null, trust: Uint8Array, head: Uint8Array, now: number): void;
  /** joinBundle makes the one-file form; the segments in the order of headParts. */
  joinBundle(head: Uint8Array, segments: readonly Uint8Array[]): Uint8Array;
  /** splitBundle takes the one-file form apart. */
  splitBundle(file: Uint8Array): { head: Uint8Array; segments: Uint8Array[] };

  /**
   * openBundle checks every signature and rule of `file`, the one-file form, against the trust
   * file `trust`, and opens it whole or throws. It doesn't ask whether the bundle has expired: that
   * is a verdict of each check.
   */
  openBundle(trust: Uint8Array, file: Uint8Array): Bundle;
  /** follows throws unless `fresh` may take the place of `old` (spec/trust.md, 7.4). */
  follows(old: Bundle, fresh: Bundle): void;
  /**
   * followRoot is the trust file to open `file` with: `trust` itself, or `trust` with the root that
   * `old` announced. It may be kept once the bundle opened under it and follows() agreed.
   */
  followRoot(old: Bundle, trust: Uint8Array, file: Uint8Array): Uint8Array;
  /**
   * replaceBundle is all of that in one: the bundle that takes the place of `old` (null if there is
   * none yet), and the trust file to keep with it. It throws, and `old` stays, if `file` doesn't
   * open, may not follow, or has expired at `now`. It doesn't free `old`.
   */
  replaceBundle(
    old: Bundle | null,
    trust: Uint8Array,
    file: Uint8Array,
    now: number,
  ): { bundle: Bundle; trust: Uint8Array; newRoot: boolean };

  /**
   * verify answers whether `showing` (the text of a code, or bytes) proves what `question` asks.
   * Without a bundle or a question the answer is malformed, unsupported or no_bundle. `question`
   * must be of this bundle. The promise is fulfilled at once, except for blind codes, whose
   * signature the browser checks; it is rejected with "no_webcrypto" where that can't be done.
   * Nothing of the showing is kept.
   */
  verify(
    showing: string | Uint8Array,
    bundle: Bundle | null,
    question: Question | null,
    context: Context,
  ): Promise<Report>;
  /**
   * admit is `report`, or the same with "replayed" when its code was accepted before in the last
   * 120 s; the very same code within 15 s repeats its answer (a scanner that fires twice). To be
   * called once for each report, for what is about to be accepted.
   */
  admit(report: Report): Report;
  /** forgetAdmitted empties the memory of admit, for a new question or another place. */
  forgetAdmitted(): void;

  /** isName tells whether a checker may ask by this name. */
  isName(name: string): boolean;
  /** recognise tells what kind of text this is; white space at its ends doesn't matter. */
  recognise(text: string): Recognised;
  /**
   * repairScan undoes what keyboard scanners do to a code: another layout, Caps Lock, the symbology
   * identifier in front, a return or tab behind. More than 8,192 bytes come back empty.
   */
  repairScan(typed: string): ScanRepair;
}

/** An issuer's data, opened and checked. */
export class Bundle {
  private constructor();
  readonly issuer: string;
  readonly version: number;
  readonly issued: number;
  readonly nextUpdate: number;
  readonly expires: number;
  /** Its root makes specimens only: for training. */
  readonly specimen: boolean;
  /** False where the bundle can't vouch for any fact being still good. */
  readonly withdrawals: boolean;
  /** When a witness last saw the log that proves this bundle. */
  readonly cosigned: number;
  /** The newest time that has certainly passed: the later of issued and cosigned. */
  readonly floor: number;
  /** Six words of the root that it opened under. */
  readonly words: string;
  /** Files that the issuer serves, by path, and the SHA-256 of each. */
  readonly pages: readonly { readonly path: string; readonly hash: Uint8Array }[];
  presets(): readonly Preset[];
  /** question is the preset named `slug`, narrowed; it throws unknown_preset or policy_widens. */
  question(slug: string, narrowing?: Narrowing): Question;
  /**
   * prepare works out ahead what the first check of a day under `question` needs where facts were
   * withdrawn: with 50,000 of them a third of a second, otherwise nothing. Answers are the same
   * with and without. To be called when a bundle was opened, and after midnight UTC. A bundle
   * that has expired by `now` has nothing made.
   */
  prepare(question: Question, now: number): void;
  /** free gives its memory back. Nothing may be done with it afterwards; questions stay usable. */
  free(): void;
}

/** What is asked here: a preset, or something narrower. Its members are what holds in effect. */
export class Question {
  private constructor();
  readonly issuer: string;
  readonly preset: string;
  readonly labels: Labels;
  /** Ascending by vct; with the document's where it is bound to one. */
  readonly facts: readonly Fact[];
  readonly kinds: readonly Kind[];
  readonly modes: readonly Mode[];
  readonly binding: Binding;
  readonly maxAge: number;
  readonly answerTime: number;
  /**
   * ask is the text of a request (WR1:), for a QR code: a challenge with `nonce`, 16 bytes from a
   * good source that were never used before, or a posted question without. `until` is for answers
   * that may take longer than 120 s: a time not further than answerTime from the later of the
   * clock and bundle.floor. A mode that the question doesn't take is mode_refused.
   */
  ask(asked: {
    readonly name: string;
    readonly nonce?: Uint8Array;
    readonly until?: number;
  }): string;
  free(): void;
}
