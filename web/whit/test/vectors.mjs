// SPDX-License-Identifier: Apache-2.0
// spec/vectors through the module: the same function in Node and in a browser's page.
//
//   const probe = await loadProbe(bytesOfProbe);
//   const { ran, others, failures } = await runVectors(whit, list, read, probe);
//
// `list` has the paths of all cases below spec/vectors, such as "verify/accepted-paper.json";
// `read` gives the bytes of a file there: (path) => Promise<Uint8Array>. `ran` counts the cases of
// each kind; `others` those of what a verifier doesn't do, by kind and name. Whoever calls it must
// hold both against what he expects: no case at all is no failure here.
import { Module, withAddress } from "../border.js";
import { verdicts } from "../names.js";
import { readPolicy } from "../policy.js";

const CLASSES = { no: "no", yes: "yes", "?": "cannot-tell", grey: "specimen" };
const ALWAYS = ["case", "section", "catches", "kind", "expect"];
const CASES_AT_ONCE = 32;

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (digits) => Uint8Array.from(digits.match(/../g) || [], (two) => parseInt(two, 16));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** loadProbe makes an instance of the module that web/whit/build makes for tests. */
export async function loadProbe(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return new Module(instance);
}

// The part of the case that its test asked for; a key that nobody asked for is a failure.
function reader(json) {
  const seen = new Set(ALWAYS);
  return {
    get: (key) => (seen.add(key), json[key]),
    unread: () => Object.keys(json).filter((key) => !seen.has(key)),
  };
}

class Runner {
  constructor(whit, read, probe) {
    Object.assign(this, { whit, probe, ran: {}, others: {}, failures: [], bundles: new Map() });
    const files = new Map();
    this.read = (path) => {
      if (!files.has(path)) files.set(path, read(path));
      return files.get(path);
    };
  }

  /** bundle is that of these files, null if one isn't there or it doesn't open. */
  async bundle(trust, file) {
    if (!trust || !file) return null;
    const key = `${trust} ${file}`;
    if (!this.bundles.has(key)) {
      const [a, b] = await Promise.all([this.read(trust), this.read(file)]);
      let opened = null;
      try {
        opened = this.whit.openBundle(a, b);
      } catch (error) {
        if (!error.code || error.code === "broken") throw error;
      }
      this.bundles.set(key, opened);
    }
    return this.bundles.get(key);
  }

  // A text as bytes must get the same answer as the text.
  async verify(item) {
    const text = item.get("showing"), digits = item.get("showing_hex");
    const bundle = await this.bundle(item.get("trust"), item.get("bundle"));
    const [preset, policy] = [item.get("preset"), item.get("policy")];
    const question = bundle && bundle.question(preset, policy && readPolicy(policy, preset));
    const context = { now: item.get("at") };
    for (const key of ["floor", "name", "elapsed", "until"]) {
      if (item.get(key) !== null) context[key] = item.get(key);
    }
    if (item.get("nonce") !== null) context.nonce = unhex(item.get("nonce"));
    const showings = text === undefined ? [unhex(digits)] : [text, utf8(text)];
    const answers = [];
    for (const showing of showings) {
      answers.push(this.told(await this.whit.verify(showing, bundle, question, context)));
    }
    if (question) question.free();
    return answers.every((answer) => same(answer, answers[0])) ? answers[0] : answers;
  }

  told(report) {
    return {
      class: Object.keys(CLASSES).find((name) => CLASSES[name] === report.class),
      facts: report.facts.map(({ slug, number, value, vct }) => ({ fact: slug, number, value, vct })),
      number: report.number,
      training: report.training && verdicts.findIndex(({ name }) => name === report.training),
      verdict: report.verdict,
    };
  }

  async bundleCase(item) {
    return (await this.bundle(item.get("trust"), item.get("bundle"))) ? "opens" : "refused";
  }

  async succession(item) {
    const [trust, file] = await Promise.all([this.read(item.get("trust")), this.read(item.get("bundle"))]);
    const old = await this.bundle(item.get("trust"), item.get("installed"));
    if (item.get("installed") && !old) return "the installed bundle doesn't open";
    try {
      const next = this.whit.replaceBundle(old, trust, file, item.get("at"));
      next.bundle.free();
      // The root of a trust file is in its second field: 32 bytes behind 02 58 20.
      const digits = hex(next.trust);
      return digits.slice(digits.indexOf("025820") + 6).slice(0, 64);
    } catch (error) {
      if (!error.code || error.code === "broken") throw error;
      return "refused";
    }
  }

  async policy(item) {
    const bundle = await this.bundle(item.get("trust"), item.get("bundle"));
    const [preset, policy] = [item.get("preset"), item.get("policy")];
    try {
      const question = bundle.question(preset, policy === null ? {} : readPolicy(policy, preset));
      const bits = (names, all) => names.reduce((sum, name) => sum + (1 << all.indexOf(name)), 0);
      const out = {
        answer_time: question.answerTime,
        binding: question.binding === "document" ? 1 : 0,
        kinds: bits(question.kinds, ["revocable", "blind", "paper"]),
        max_age: question.maxAge,
        modes: bits(question.modes, ["one-way", "posted", "challenge"]),
      };
      question.free();
      return out;
    } catch (error) {
      if (!error.code || error.code === "broken") throw error;
      return "refused";
    }
  }

  parse(item) {
    const object = item.get("object"), text = item.get("text"), digits = item.get("hex");
    const isText = text !== undefined;
    const read = this.probe.call("p_reads", utf8(object), isText ? utf8(text) : unhex(digits), Number(isText));
    return read === 2 ? undefined : ["malformed", "ok"][read];
  }

  async fixed(item) {
    const rule = RULES[item.get("what")];
    const from = item.get("from");
    return rule && rule(this.probe, from);
  }

  async run(path) {
    const source = new TextDecoder().decode(await this.read(path));
    const json = JSON.parse(source);
    const item = reader(json);
    // JSON.parse can't tell 1.0 from 1.
    const isLost = json.kind === "policy" && /: \d+\.0\b/.test(source);
    const kind = json.kind === "bundle" ? "bundleCase" : isLost ? "fraction" : json.kind;
    const known = ["verify", "bundleCase", "succession", "policy", "parse", "fixed"].includes(kind);
    let answer;
    try {
      answer = known ? await this[kind](item) : undefined;
    } catch (error) {
      answer = `${error.name}: ${error.code || ""} ${error.message}`;
    }
    if (answer === undefined) {
      const name = [json.kind, json.object || json.what || (isLost && kind)].filter(Boolean).join(" ");
      this.others[name] = (this.others[name] || 0) + 1;
      return;
    }
    this.ran[json.kind] = (this.ran[json.kind] || 0) + 1;
    const right = same(sorted(answer), sorted(json.expect)) && item.unread().length === 0;
    if (right) return;
    this.failures.push(`${path}: ${JSON.stringify(answer)}, expected ${JSON.stringify(json.expect)}` +
      ` (not read: ${item.unread().join(" ")})`);
  }
}

/** sorted is the same value with the members of every object in one order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

const at = (probe, digits, work) => withAddress(probe, unhex(digits), work);
const text = (probe) => new TextDecoder().decode(probe.out());

// Small rules with one right answer, by the name of the rule.
const RULES = {
  ratchet: (probe, { seed, days }) => at(probe, seed, (p) => (probe.raw("p_ratchet", p, days), text(probe))),
  handle: (probe, { seed, i }) => at(probe, seed, (p) => (probe.raw("p_handle", p, i), text(probe))),
  kid: (probe, { key }) => at(probe, key, (p) => (probe.raw("p_kid", p), text(probe))),
  thumbprint: (probe, { key }) => at(probe, key, (p) => (probe.raw("p_thumbprint", p), text(probe))),
  "rsa-kid": (probe, { modulus }) => at(probe, modulus, (p) => (probe.raw("p_rsa_kid", p), text(probe))),
  leaf: (probe, { data }) => at(probe, data, (p) => (probe.raw("p_leaf", p), text(probe))),
  base45: (probe, { data }) => (probe.call("p_base45", unhex(data)), text(probe)),
  entry: (probe, { kind, cose }) => (probe.call("p_entry", Number(kind === 7), unhex(cose)), text(probe)),
  "tree-root": (probe, { leaves }) => (probe.call("p_tree_root", unhex(leaves.join(""))), text(probe)),
  "note-key": (probe, { owner, type, key }) =>
    at(probe, key, (p) => (probe.call("p_note_key", utf8(owner), type, p), text(probe))),
  words: (probe, { root }) => {
    const all = Array.from({ length: 2048 }, (_, i) => (probe.raw("p_word", i), text(probe)));
    const six = at(probe, root, (p) => (probe.raw("p_words", p), text(probe)));
    return six.split(" ").map((word) => all.indexOf(word));
  },
  ed25519: (probe, given) => isGoodEd25519(probe, unhex(given.key), unhex(given.message), unhex(given.signature)),
  ps384: (probe, given) => isGoodPs384(probe, unhex(given.modulus), unhex(given.message), unhex(given.signature)),
};

/** isGoodEd25519 is the module's answer to any Ed25519 signature. */
export function isGoodEd25519(probe, key, message, signature) {
  if (signature.length !== 64) return false;
  return withAddress(probe, key, (keyAt) =>
    withAddress(probe, signature, (signatureAt) =>
      probe.call("p_ed25519", keyAt, signatureAt, message) === 1));
}

/** isGoodPs384 is the module's answer to any PS384 signature, with the browser's help. */
export async function isGoodPs384(probe, modulus, message, signature) {
  const { checkPs384, giveAnswers, openQuestions } = await import("../ps384.js");
  const run = () => withAddress(probe, modulus, (p) => probe.call("p_ps384", p, signature, message) === 1);
  try {
    if (run()) return "good without an answer";
    const answers = [];
    for (const one of openQuestions(probe)) answers.push({ id: one.id, isGood: await checkPs384(one) });
    giveAnswers(probe, answers);
    return run();
  } finally {
    probe.raw("w_ps384_forget");
  }
}

/** runVectors runs the cases of `list` that a verifier has an answer to. */
export async function runVectors(whit, list, read, probe) {
  const runner = new Runner(whit, read, probe);
  for (let i = 0; i < list.length; i += CASES_AT_ONCE) {
    const some = list.slice(i, i + CASES_AT_ONCE);
    await Promise.all(some.map((path) => runner.read(path)));
    for (const path of some) await runner.run(path);
  }
  for (const bundle of runner.bundles.values()) if (bundle) bundle.free();
  return { ran: runner.ran, others: runner.others, failures: runner.failures };
}
