// SPDX-License-Identifier: Apache-2.0
// policy.json of a place (spec/trust.md, section 8) as a narrowing.
import { WhitError } from "./border.js";
import { KINDS, MODES } from "./bits.js";

/** @returns {never} @param {string} member */
function refuse(member) {
  throw new WhitError("bad_policy_file", `${member} is not what a policy may hold`);
}

/**
 * A number of bits, or a list of their names, none twice.
 * @template {string} T
 * @param {unknown} value @param {[T, number][]} table @param {string} member
 */
function subset(value, table, member) {
  const all = table.map(([name]) => name);
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 7) {
    return all.filter((_, i) => (Number(value) & (1 << i)) !== 0);
  }
  if (!Array.isArray(value) || new Set(value).size !== value.length) return refuse(member);
  return value.map((name) => all.find((known) => known === name) || refuse(member));
}

/** @param {unknown} value @returns {"none" | "document"} */
function binding(value) {
  if (value === 0 || value === "none") return "none";
  return value === 1 || value === "document" ? "document" : refuse("binding");
}

/** @param {unknown} value @param {string} member */
function span(value, member) {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : refuse(member);
}

/**
 * @param {unknown} policy @param {string} preset
 * @returns {import("./whit.js").Narrowing}
 */
export function readPolicy(policy, preset) {
  if (policy === null || typeof policy !== "object" || Array.isArray(policy)) refuse("this");
  /** @type {{ -readonly [K in keyof import("./whit.js").Narrowing]: import("./whit.js").Narrowing[K] }} */
  const out = {};
  for (const [member, value] of Object.entries(/** @type {object} */ (policy))) {
    if (member === "preset" && typeof value === "string") {
      if (value !== preset) throw new WhitError("policy_widens", "the policy is for another preset");
    } else if (member === "kinds") out.kinds = subset(value, KINDS, member);
    else if (member === "modes") out.modes = subset(value, MODES, member);
    else if (member === "binding") out.binding = binding(value);
    else if (member === "max_age") out.maxAge = span(value, member);
    else if (member === "answer_time") out.answerTime = span(value, member);
    else refuse(member);
  }
  return out;
}
