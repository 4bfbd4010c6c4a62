// SPDX-License-Identifier: Apache-2.0
// The module's numbers, as the names of wallet.d.ts.
import { KINDS, MODES, names, unhex } from "./bits.js";

const STATES = ["not-given", "held", "ended", "withdrawn", "key-withdrawn"];
const OBSTACLES = [undefined, null, "lacking", "apart", "wrong-mode", "wrong-kind", "over"];
const FRESHNESS = [null, "unused", "same-question", "borrowed", "again"];
const REFUSED = ["again", "enough", "later", "ended", "conflict", "refused"];
// An enrolment that is over has nothing to fetch either.
const STAGES = [undefined, "none", "none", "stopped", "waiting", "busy", "withheld", "due"];
const FAULTS = [undefined, undefined, "no-key", "unsound", "second-key", "used-before",
  "old-cosignature"];

/** @template T @param {readonly T[]} list @param {number} number @returns {NonNullable<T>} */
function known(list, number) {
  const name = list[number];
  if (name === undefined || name === null) throw new TypeError("a number that has no name here");
  return name;
}

/** @param {number} bit @returns {any} */
function kindOf(bit) {
  return bit === 0 ? null : known(names(bit, KINDS), 0);
}

/** @param {any} row @returns {any} */
function stripOf(row) {
  return { ...row, kind: kindOf(row.kind) };
}

/** @param {any} row @returns {import("./wallet.js").FactLine} */
function lineOf(row) {
  return { ...row, state: known(STATES, row.state), modes: names(row.modes, MODES),
    strips: row.strips.map(stripOf) };
}

/** @param {any} row @returns {import("./wallet.js").Account} */
export function accountOf(row) {
  return { ...row, facts: row.facts.map(lineOf) };
}

/** @param {any} row @returns {import("./wallet.js").Shown} */
export function shownOf(row) {
  return { ...row, mode: known(names(row.mode, MODES), 0) };
}

/** @param {any} row @param {string} text @returns {import("./wallet.js").Asked} */
export function askedOf(row, text) {
  return { ...row, text, mode: known(names(row.mode, MODES), 0), kind: kindOf(row.kind),
    signedBy: row.signedBy === null ? null : unhex(row.signedBy) };
}

/** @param {any} row @returns {import("./wallet.js").Prospect} */
export function prospectOf(row) {
  const obstacle = OBSTACLES[row.obstacle];
  if (obstacle === undefined) throw new TypeError("a number that has no name here");
  const choice = obstacle !== null ? { kind: null, freshness: null, crowd: null, instead: false } :
    { kind: kindOf(row.kind), freshness: freshnessOf(row.freshness), crowd: row.crowd,
      instead: row.instead };
  return /** @type {any} */ ({ obstacle, facts: row.facts, ...choice, other: kindOf(row.other) });
}

/** @param {number} number @returns {any} */
export function freshnessOf(number) {
  return known(FRESHNESS, number);
}

/** @param {any} row */
export function showingOf(row) {
  return { kind: kindOf(row.kind), freshness: freshnessOf(row.freshness), crowd: row.crowd };
}

/** @param {number} number @returns {any} */
export function refusedOf(number) {
  return known(REFUSED, number);
}

/** @param {any} row @returns {import("./wallet.js").BlindOutlook} */
export function outlookOf(row) {
  return { ...row, stage: known(STAGES, row.stage), faults: row.faults.map(
    (/** @type {any} */ one) => ({ fact: one.fact, fault: known(FAULTS, one.fault) })) };
}

/** @param {any} row @returns {import("./wallet.js").Evidence} */
export function evidenceOf(row) {
  return { ...row, file: unhex(row.file) };
}
