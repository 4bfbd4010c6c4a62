// SPDX-License-Identifier: Apache-2.0
// Numbers that every module has, and their names.

/** @type {["revocable" | "blind" | "paper", number][]} */
export const KINDS = [["revocable", 1], ["blind", 2], ["paper", 4]];
/** @type {["one-way" | "posted" | "challenge", number][]} */
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

/** @param {string} digits */
export function unhex(digits) {
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
