// SPDX-License-Identifier: Apache-2.0
// Numbers of the module and their names.

/** @typedef {import("./whit.js").Kind} Kind */
/** @typedef {import("./whit.js").Mode} Mode */
/** @typedef {import("./whit.js").VerdictName} VerdictName */
/** @typedef {import("./whit.js").VerdictClass} VerdictClass */
/** @typedef {import("./whit.js").Report} Report */

/** @type {readonly { readonly name: VerdictName, readonly class: VerdictClass }[]} */
export const verdicts = Object.freeze(
  /** @type {[VerdictName, VerdictClass][]} */ ([
    ["malformed", "no"], ["valid", "yes"], ["unsupported", "cannot-tell"], ["missing_fact", "no"],
    ["unknown_key", "cannot-tell"], ["bad_signature", "no"], ["bad_holder_proof", "no"],
    ["stale_proof", "cannot-tell"], ["replayed", "cannot-tell"], ["wrong_audience", "no"],
    ["not_yet_valid", "no"], ["expired", "no"], ["withdrawn", "no"],
    ["kind_refused", "cannot-tell"], ["mode_refused", "cannot-tell"], ["no_bundle", "cannot-tell"],
    ["stale_bundle", "cannot-tell"], ["clock_doubtful", "cannot-tell"], ["document_mismatch", "no"],
    ["document_not_compared", "cannot-tell"], ["key_withdrawn", "cannot-tell"],
    ["specimen", "specimen"],
  ]).map(([name, verdictClass]) => Object.freeze({ name, class: verdictClass })),
);

/** @type {[Kind, number][]} */
export const KINDS = [["revocable", 1], ["blind", 2], ["paper", 4]];
/** @type {[Mode, number][]} */
export const MODES = [["one-way", 1], ["posted", 2], ["challenge", 4]];

/**
 * @template T
 * @param {number} bits @param {[T, number][]} table
 * @returns {readonly T[]}
 */
export function names(bits, table) {
  return Object.freeze(table.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name));
}

/**
 * bits is the sum of these names, or -1 where nothing is said.
 * @template T
 * @param {readonly T[] | undefined} wanted @param {[T, number][]} table @param {string} what
 */
export function bits(wanted, table, what) {
  if (wanted === undefined) return -1;
  let sum = 0;
  for (const name of wanted) {
    const row = table.find(([known]) => known === name);
    if (row === undefined) throw new TypeError(`${what}: not one of those that there are`);
    sum |= row[1];
  }
  return sum;
}

/** @param {number} number @returns {import("./whit.js").Binding} */
export function bindingOf(number) {
  return number === 1 ? "document" : "none";
}

/** @param {string} digits */
export function unhex(digits) {
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/**
 * reportOf gives a report of the module its names.
 * @param {any} row @returns {Report}
 */
export function reportOf(row) {
  const specimen = row.number === 21;
  const training = specimen ? verdicts[row.training] : null;
  return Object.freeze({
    verdict: verdicts[row.number].name,
    number: row.number,
    class: verdicts[row.number].class,
    training: training && training.name,
    trainingClass: training && training.class,
    facts: Object.freeze(row.facts.map((/** @type {any} */ fact) =>
      Object.freeze({ ...fact, verdict: verdicts[fact.number].name }))),
    kind: names(row.kind, KINDS)[0] || null,
    mode: names(row.mode, MODES)[0] || null,
    signedAt: row.signedAt || null,
    now: row.now,
    issued: row.issued || null,
    age: row.issued ? row.age : null,
  });
}
