// SPDX-License-Identifier: Apache-2.0
// A wallet in WebAssembly: enrolling, collecting and showing, in a browser or in Node.
//
// What holds for all of it:
//  - Nothing here reads a clock, opens a connection or stores anything. Time is passed in; what is
//    to be sent is handed out, and the answer handed in.
//  - Times and spans are whole seconds; times count from 1970-01-01T00:00:00Z. `clock` is the
//    device's own: the module corrects it by the office's. A day is the first second of a UTC day.
//  - What can't be read or done is a WalletError, and nothing has changed then; a wrong use of an
//    argument is a TypeError or RangeError.
//  - Byte arrays that are passed in are copied and not changed; those that come out are the caller's.
//  - Randomness is crypto.getRandomValues, asked by the module itself. Where there is none it stops.
//  - Texts of offices and askers (labels, names) are plain text from elsewhere: never HTML.
//
// Save at every "save first" below, and before anything is sent: what was cut off there is sent
// again byte for byte, and nothing is lost. What is not saved may be asked or shown twice.
//
// What the words mean: spec/collect.md and spec/token.md.

/** load makes an instance from wallet.wasm: its bytes, a response, a promise of one, or a module. */
export function load(
  wasm: BufferSource | WebAssembly.Module | Response | Promise<Response>,
): Promise<WalletCore>;

/** Why something couldn't be read or done. */
export class WalletError extends Error {
  /**
   * Which error: a name of include/whit/errc.h, such as "bad_signature"; or "expired" (data whose
   * time is over), "no_data" (takeNews comes first), "no_account" (nothing is collected from this
   * office), "shown_before" (see Wallet.show), "hindered" (see Wallet.look), "bad_pin" (6 to 12
   * bytes), "broken" (the module ran out of memory, of randomness, or stopped at a fault: load it
   * anew).
   */
  readonly code: string;
  constructor(code: string, message: string);
}

export type Kind = "revocable" | "blind";
export type Mode = "one-way" | "posted" | "challenge";

/** Texts by language, two letters each: { en: "Works here", ru: "..." }. They are plain text. */
export type Labels = Readonly<Record<string, string>>;

/** What a trust file says: all that a holder has to believe, got by hand. */
export interface Trust {
  readonly issuer: string;
  /** Where the office answers, without "/" at its end. */
  readonly url: string;
  /** Six words of the root key, for a person to compare with the letter's. */
  readonly words: string;
  /** RFC 9679 thumbprint of the root key, 32 bytes. */
  readonly rootThumbprint: Uint8Array;
}

/** What the text of a letter (WI1:) says. */
export interface Invitation {
  readonly issuer: string;
  readonly text: string;
}

/** What a text is by its first characters; nothing behind them is looked at. */
export type Recognised =
  | "presentation" | "paper" | "request" | "invitation" | "setup" | "photo" | "receipt"
  /** Starts like one of ours, and this version doesn't know it. */
  | "newer"
  | "not-ours";

export interface Fact {
  readonly vct: number;
  /** The fact's short name, or "fact 65001" where the catalogue no longer has it. */
  readonly slug: string;
  readonly labels: Labels;
}

/**
 * How many people have blind codes that look alike, as the public log proves it: an epoch's count of
 * tokens of one fact and day.
 */
export interface Crowd {
  /** The UTC day on which the counted ones may be shown. */
  readonly day: number;
  /** So many tokens at least: the pads that nobody can tell apart are taken off. */
  readonly tokens: number;
  /** So many people at least; and at most, as long as each takes what each should. */
  readonly people: number;
  readonly most: number;
  /** Whether `people` is below the 1,000 under which a wallet warns. */
  readonly small: boolean;
}

/** The codes of one kind that are held of a fact. */
export interface Strip {
  readonly kind: Kind;
  /** Codes that were not shown and can still be; those of later days too. */
  readonly codes: number;
  /** On how many days. */
  readonly days: number;
  /** From when on the first of them may be shown: not later than now, but for blind ones. */
  readonly from: number | null;
  /** The end of the last one's time. */
  readonly until: number | null;
  /** Of blind codes; null for the others, and where the log says nothing yet. */
  readonly crowd: Crowd | null;
}

/**
 * What the office does with a fact: "held" deals it; "ended" dealt it once, and not any more;
 * "withdrawn" ended it before its day; "key-withdrawn" withdrew its key: collect again.
 */
export type FactState = "held" | "ended" | "withdrawn" | "key-withdrawn";

export interface FactLine extends Fact {
  readonly state: FactState;
  /** When that changed last. */
  readonly since: number;
  /** What the fact says beyond "yes", of the code that would be shown next. */
  readonly value: number | string | null;
  /** How it may be shown. */
  readonly modes: readonly Mode[];
  /** One for each kind that is held or could be; revocable first. */
  readonly strips: readonly Strip[];
}

/** One enrolment with one office. */
export interface Account {
  readonly issuer: string;
  readonly url: string;
  /** Six words of the root that is trusted now; other ones where the root was succeeded. */
  readonly words: string;
  /** Codes of this office prove nothing: they are for training. */
  readonly specimen: boolean;
  readonly facts: readonly FactLine[];
  /** For how many days there is an unused code of any fact. */
  readonly daysLeft: number;
  /** When the office's newest data were issued, and when they are over. null before the first. */
  readonly issued: number | null;
  readonly expires: number | null;
  /** When an answer was last taken in, by the office's clock. */
  readonly synced: number;
  /** What is added to the device's clock. */
  readonly clockOffset: number;
  /** When the office first said that this enrolment is over, null while it isn't. */
  readonly ended: number | null;
  /** Blind collecting has stopped after two bad answers: see Wallet.evidence, Wallet.resumeBlind. */
  readonly blindStopped: boolean;
}

/** What an answer brought. */
export interface Gain {
  readonly tokens: number;
  /** New codes among them. */
  readonly codes: number;
  /** Of the tokens, those that are blind. */
  readonly blind: number;
  /** Facts whose blind signatures were wrong: see Wallet.evidence. */
  readonly failed: number;
  readonly facts: readonly Fact[];
}

/**
 * Where today's fetching of blind codes stands: "none": no fact of this office has any, or the
 * enrolment is over; "stopped": answers were wrong, and nothing blind is fetched until resumeBlind;
 * "waiting" until `at`; "busy": another collect waits for its answer, send that first; "withheld":
 * no fact has a key that may be used, see `faults`; "due": call planBlind.
 */
export interface BlindOutlook {
  readonly stage: "none" | "stopped" | "waiting" | "busy" | "withheld" | "due";
  /** When the next fetching begins, by the device's clock; else null. */
  readonly at: number | null;
  /** Facts that are left out, and why their key may not be used. */
  readonly faults: readonly {
    readonly fact: Fact;
    readonly fault:
      | "no-key" | "unsound" | "second-key" | "used-before" | "old-cosignature";
  }[];
}

/**
 * What to do when the office refused a request:
 *  "again": plan once more, now; "enough": it deals no more for now; "later": it can't now, the same
 *  is sent again another time; "ended": the enrolment is over, and the account says so; "conflict":
 *  it has counted further than this wallet, which was put back from a copy: a new letter is needed;
 *  "refused": it refused for good, what was asked is dropped.
 */
export type Refused = "again" | "enough" | "later" | "ended" | "conflict" | "refused";

/** What an asker asks, by the text of a request (WR1:). */
export interface Asked {
  readonly text: string;
  readonly issuer: string;
  /** Whether this wallet collects from that office. If not, facts have no labels. */
  readonly known: boolean;
  /** The asker's own word for themselves; nobody vouches for it. */
  readonly name: string;
  /** The key that signed the request, checked: the same asker as before. null for an unsigned one. */
  readonly signedBy: Uint8Array | null;
  readonly facts: readonly Fact[];
  readonly mode: Mode;
  /** The kind wanted, null where either will do. */
  readonly kind: Kind | null;
  /** Answers count until then. */
  readonly until: number | null;
}

/**
 * What is to be shown: the answer to a request, or facts unasked (one to four, by slug).
 * `kind` overrides which kind the wallet would take.
 */
export type Question =
  | { readonly request: string; readonly kind?: Kind }
  | { readonly issuer: string; readonly facts: readonly string[]; readonly kind?: Kind };

/**
 * Why a question can't be answered: "lacking" has no code of these facts; "apart" has one of each
 * and none that holds them together; "wrong-mode": the office lets them be shown in another way
 * only; "wrong-kind": it wants a kind that this wallet doesn't have; "over": its time is past.
 */
export type Obstacle = "lacking" | "apart" | "wrong-mode" | "wrong-kind" | "over";

/**
 * What showing gives away: "unused" nothing; "same-question" nothing that the asker doesn't know;
 * "borrowed": a code of a later day, which fewer people show today; "again": shown before, and two
 * places can see that it was the same person.
 */
export type Freshness = "unused" | "same-question" | "borrowed" | "again";

/** What would be shown, before anything is used up. */
export interface Prospect {
  readonly obstacle: Obstacle | null;
  /** That stand in the way, or that would be shown. */
  readonly facts: readonly Fact[];
  readonly kind: Kind | null;
  readonly freshness: Freshness | null;
  /** Of a blind code. */
  readonly crowd: Crowd | null;
  /** Blind would fit better, but there is no unused blind code that may be shown now. */
  readonly instead: boolean;
  /** The other kind, where that could be shown instead. */
  readonly other: Kind | null;
}

/** A history line: what was shown, to whom by their own word, and when. */
export interface Shown {
  readonly when: number;
  readonly issuer: string;
  readonly mode: Mode;
  /** As the asker gave it; "" where nobody asked. */
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** An answer to a blind request that didn't check, kept as evidence against the office. */
export interface Evidence {
  readonly when: number;
  readonly fact: Fact;
  /** The UTC day at whose end the key ends. */
  readonly expires: number;
  /** CBOR for an auditor: modulus, blinded message, answer, key list. No secret of the wallet. */
  readonly file: Uint8Array;
}

/** One instance of the module. Instances share nothing. */
export class WalletCore {
  private constructor();

  /** create is a new, empty wallet. */
  create(): Wallet;
  /**
   * open reads what save wrote, here or in whit-wallet. unknown_prefix: a newer version wrote it;
   * any other error: it is damaged.
   */
  open(saved: Uint8Array): Wallet;

  /** recognise tells what kind of text this is; white space at its ends doesn't matter. */
  recognise(text: string): Recognised;
  /** readInvitation reads the text of a letter. */
  readInvitation(text: string): Invitation;
  /** readTrust reads a trust file. It may be shown, and believed once a person compared the words. */
  readTrust(file: Uint8Array): Trust;
  /** sameWords compares what a person typed with trust.words: any case, any spaces between. */
  sameWords(typed: string, trust: Trust): boolean;
  /**
   * checkData throws unless `file`, the office's bundle, opens under `trust` and isn't over. To be
   * called before a letter is used: it works once.
   */
  checkData(trust: Uint8Array, file: Uint8Array, clock: number): void;
}

/** A wallet: its keys, codes and history. It holds memory of the module until free(). */
export class Wallet {
  private constructor();

  /**
   * save is the wallet as bytes. They hold EVERY KEY of it: seal them (AES-GCM under a key that the
   * browser doesn't give out) before they are stored, and wipe them (fill(0)).
   */
  save(): Uint8Array;
  /** free wipes the wallet. Nothing may be done with it afterwards. */
  free(): void;

  // ---- enrolling: POST /v1/enrol ----

  /**
   * enrol is the message for a letter and its PIN (6 to 12 bytes). Save first, then send it; it
   * holds the PIN, so wipe it when it was sent. The same letter and PIN give the same bytes again.
   */
  enrol(invitation: Invitation, pin: string, clock: number): Uint8Array;
  /**
   * takeEnrolled opens the account and returns the office's name. `trust` is the trust file whose
   * words were compared. An older account with the office is replaced: it has ended that one.
   */
  takeEnrolled(trust: Uint8Array, answer: Uint8Array, clock: number): string;

  // ---- the office's data: GET /v1/bundle/whole ----

  /**
   * takeNews takes in the office's newest data and makes them those that codes are checked under,
   * for as long as this object lives; the next session starts with takeNews too, if only with the
   * same file again. Tokens that the data end are forgotten. `newRoot`: the office has a new root,
   * which the one before announced; show Account.words.
   */
  takeNews(issuer: string, file: Uint8Array, clock: number): { readonly newRoot: boolean };

  // ---- collecting: POST /v1/collect ----

  /**
   * seeTime takes the office's clock from the Date header of any answer; `asked` and `answered` are
   * the device's when the request left and when the answer came.
   */
  seeTime(issuer: string, date: number, asked: number, answered: number): void;
  /**
   * planCollect is the message to send now, or null when all that can be had is there. Save first.
   * Repeat with takeCollected until it is null or brings no tokens, at most 8 times.
   */
  planCollect(issuer: string, clock: number): Uint8Array | null;
  /**
   * takeCollected takes the whole answer (200) to what was planned last, or refuses it and changes
   * nothing. Blind signatures that don't check are left out, and kept as evidence. Save after.
   */
  takeCollected(issuer: string, answer: Uint8Array, clock: number): Gain;
  /** refusedCollect is what to do after another answer than 200; save after. */
  refusedCollect(issuer: string, status: number, answer: Uint8Array, clock: number): Refused;

  /**
   * nextBlind is when the next blind codes are to be fetched: at a time that is drawn at random for
   * each day. Save after it. Never fetch them because something was shown or is about to be.
   */
  nextBlind(issuer: string, clock: number): BlindOutlook;
  /**
   * planBlind is the message to send to /v1/collect now, or null unless that is due. Save first: the
   * same bytes may be sent again, but no message is ever blinded twice. The answer goes to
   * takeCollected or refusedCollect. It takes some ten milliseconds a code.
   */
  planBlind(issuer: string, clock: number): Uint8Array | null;
  /** evidence is what is kept against the office; at most a few. */
  evidence(issuer: string): readonly Evidence[];
  /** resumeBlind lets blind collecting go on, after a person read why it had stopped. */
  resumeBlind(issuer: string): void;

  // ---- what there is ----

  /** overview is all that the wallet holds, for its owner's eyes. */
  overview(clock: number): readonly Account[];
  /** history is what was shown, the oldest first. */
  history(): readonly Shown[];

  // ---- showing ----

  /**
   * readRequest reads a question (WR1:), to be shown to the holder before anything is answered. The
   * signature of a signed one is checked: bad_signature means don't answer it.
   */
  readRequest(text: string): Asked;
  /** look tells what would be shown, and what stands in the way. It uses nothing up. */
  look(question: Question, clock: number): Prospect;
  /**
   * show takes a code, marks it as shown and notes it in the history. SAVE BEFORE ANYBODY SEES IT.
   * "hindered" where look has an obstacle; "shown_before" where only a code is left that was shown
   * before: then ask the holder, say what it gives away, and pass `again`. too_large: the answer
   * doesn't fit into a code; nothing was used up.
   */
  show(question: Question, clock: number, agreed?: { readonly again?: boolean }): Showing;
}

/** A code that is being shown. */
export interface Showing {
  /** The text of the code, WH1:, as it was first signed. */
  readonly text: string;
  readonly kind: Kind;
  readonly freshness: Freshness;
  readonly crowd: Crowd | null;
  /** The device's clock at which it should be signed anew: the next step of 15 s. */
  readonly next: number;
  /**
   * sign is the same code for the same question, signed now. `refused` when its day is over,
   * not_found when it was forgotten. Nothing needs to be saved.
   */
  sign(clock: number): { readonly text: string; readonly next: number };
}
