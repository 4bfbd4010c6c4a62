// SPDX-License-Identifier: Apache-2.0
// Numbers of the module and their names.
import { KINDS, MODES, names } from "./bits.js";

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

/** @param {number} number @returns {import("./whit.js").Binding} */
export function bindingOf(number) {
  return number === 1 ? "document" : "none";
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
