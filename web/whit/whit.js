// SPDX-License-Identifier: Apache-2.0
// whit in WebAssembly, as whit.d.ts describes it. All decisions are in whit.wasm, which is the C++
// of src/; these files carry bytes over its border and give numbers names.
import { MAX_BUNDLE, MAX_NAME, MAX_SETUP, MAX_TRUST, bytesOf, contextOf, seconds, shown, utf8 }
  from "./arguments.js";
import { Module, WhitError, withAddress } from "./border.js";
import { unhex } from "./bits.js";
import { reportOf, verdicts } from "./names.js";
import { Bundle, KEY, Question, handleOf, neededHandle, onlyHere } from "./objects.js";
import { readPolicy } from "./policy.js";
import { checkPs384, giveAnswers, openQuestions } from "./ps384.js";

export { Bundle, Question, WhitError, readPolicy, verdicts };

/** @typedef {import("./whit.js").Report} Report */

// Twice what src/token/scanned.h takes.
const MAX_TYPED = 16384;
// A presentation has four tokens at most, and each asks one question at most.
const MAX_ROUNDS = 5;

// What admit needs of a report, for as long as somebody has the report.
/** @type {WeakMap<Report, Uint8Array>} */ const admissible = new WeakMap();

/** @param {number} size */
function bounded(size) {
  if (size > MAX_BUNDLE) throw new WhitError("too_large", "the data is larger than it may be");
  return size;
}

/**
 * @typedef {import("./whit.js").Whit} WhitShape
 * @implements {WhitShape}
 */
export class Whit {
  /** @param {symbol} key @param {Module} module */
  constructor(key, module) {
    onlyHere(key);
    this.module = module;
    Object.defineProperty(this, "module", { enumerable: false, writable: false });
  }

  /** @param {Uint8Array} file @returns {import("./whit.js").Trust} */
  readTrust(file) {
    const row = this.module.must("w_read_trust", bytesOf(file, "trust file", MAX_TRUST)).json();
    return { ...row, rootThumbprint: unhex(row.rootThumbprint) };
  }

  /** @param {string} text @returns {import("./whit.js").Setup} */
  readSetup(text) {
    const row = this.module.must("w_read_setup", utf8(text, "text", MAX_SETUP)).json();
    return { ...row, rootThumbprint: unhex(row.rootThumbprint) };
  }

  /** @param {import("./whit.js").Setup} setup @param {import("./whit.js").Trust} trust */
  matches(setup, trust) {
    const [a, b] = [setup.rootThumbprint, trust.rootThumbprint];
    return setup.issuer === trust.issuer && a.length === 32 && b.length === 32 &&
      a.every((byte, i) => byte === b[i]);
  }

  /** @param {string} typed @param {import("./whit.js").Trust} trust */
  sameWords(typed, trust) {
    return this.module.call("w_same_words", utf8(typed, "typed", MAX_SETUP),
      utf8(trust.words, "words", MAX_SETUP)) === 1;
  }

  /** @param {Uint8Array} head @returns {import("./whit.js").HeadParts} */
  headParts(head) {
    const row = this.module.must("w_head_parts", bytesOf(head, "head", MAX_BUNDLE)).json();
    row.segments = row.segments.map((/** @type {any} */ segment) =>
      ({ hash: unhex(segment.hash), size: segment.size }));
    return row;
  }

  /**
   * @param {import("./whit.js").Bundle | null} old
   * @param {Uint8Array} trust @param {Uint8Array} head @param {number} now
   */
  checkHead(old, trust, head, now) {
    this.module.must("w_check_head", handleOf(old, "bundle", this.module),
      bytesOf(trust, "trust file", MAX_TRUST), bytesOf(head, "head", MAX_BUNDLE),
      seconds(now, "now", 0));
  }

  /** @param {Uint8Array} head @param {readonly Uint8Array[]} segments */
  joinBundle(head, segments) {
    const parts = [head, ...segments].map((part) => bytesOf(part, "part", MAX_BUNDLE));
    const all = new Uint8Array(bounded(parts.reduce((sum, part) => sum + part.length, 0)));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    const sizes = Uint32Array.from(parts, (part) => part.length);
    const { module } = this;
    return withAddress(module, new Uint8Array(sizes.buffer), (sizesAt) =>
      module.must("w_join", all, sizesAt, sizes.length).out());
  }

  /** @param {Uint8Array} file */
  splitBundle(file) {
    /** @type {[number, number][]} */
    const places = this.module.must("w_split", bytesOf(file, "bundle", MAX_BUNDLE)).json();
    const [head, ...segments] = places.map(([at, size]) => file.slice(at, at + size));
    return { head, segments };
  }

  /** @param {Uint8Array} trust @param {Uint8Array} file */
  openBundle(trust, file) {
    const row = this.module.must("w_open", bytesOf(trust, "trust file", MAX_TRUST),
      bytesOf(file, "bundle", MAX_BUNDLE)).json();
    return new Bundle(KEY, this.module, row);
  }

  /** @param {import("./whit.js").Bundle} old @param {import("./whit.js").Bundle} fresh */
  follows(old, fresh) {
    this.module.must("w_follows", neededHandle(old, this.module), neededHandle(fresh, this.module));
  }

  /**
   * @param {import("./whit.js").Bundle} old @param {Uint8Array} trust @param {Uint8Array} file
   */
  followRoot(old, trust, file) {
    return this.module.must("w_follow_root", neededHandle(old, this.module),
      bytesOf(trust, "trust file", MAX_TRUST), bytesOf(file, "bundle", MAX_BUNDLE)).out();
  }

  /**
   * @param {import("./whit.js").Bundle | null} old
   * @param {Uint8Array} trust @param {Uint8Array} file @param {number} now
   */
  replaceBundle(old, trust, file, now) {
    const time = seconds(now, "now", 0);
    const under = old === null ? trust.slice() : this.followRoot(old, trust, file);
    const bundle = this.openBundle(under, file);
    try {
      if (old !== null) this.follows(old, bundle);
      if (bundle.expires <= time) throw new WhitError("expired", "its time is over");
    } catch (error) {
      bundle.free();
      throw error;
    }
    return { bundle, trust: under, newRoot: bundle.words !== this.readTrust(trust).words };
  }

  /**
   * @param {string | Uint8Array} showing
   * @param {import("./whit.js").Bundle | null} bundle
   * @param {import("./whit.js").Question | null} question
   * @param {import("./whit.js").Context} context
   * @returns {Promise<Report>}
   */
  async verify(showing, bundle, question, context) {
    const bytes = shown(showing);
    const given = contextOf(context);
    try {
      /** @type {{ id: Uint8Array, isGood: boolean }[]} */ const answers = [];
      for (let round = 0; ; ++round) {
        const { report, open } = this.check(bytes, bundle, question, given, answers);
        if (open.length === 0) return report;
        if (round === MAX_ROUNDS) throw new WhitError("broken", "a check has no end");
        for (const one of open) answers.push({ id: one.id, isGood: await checkPs384(one) });
      }
    } finally {
      bytes.fill(0);
    }
  }

  /**
   * check is one run, from its first to its last step without a pause.
   * @param {Uint8Array} bytes
   * @param {import("./whit.js").Bundle | null} bundle
   * @param {import("./whit.js").Question | null} question
   * @param {ReturnType<typeof contextOf>} given
   * @param {readonly { id: Uint8Array, isGood: boolean }[]} answers
   */
  check(bytes, bundle, question, given, answers) {
    const { module } = this;
    const on = handleOf(bundle, "bundle", module), asked = handleOf(question, "question", module);
    if (bundle !== null && question !== null && bundle.issuer !== question.issuer) {
      throw new TypeError("question: of another bundle");
    }
    const run = () => withAddress(module, given.nonce, (nonce) =>
      module.must("w_verify", on, asked, bytes, given.now, given.floor, given.name, nonce,
        given.elapsed, given.until).json());
    let row = run();
    try {
      if (answers.length > 0) {
        giveAnswers(module, answers);
        row = run();
      }
      const report = reportOf(row);
      admissible.set(report, module.view(module.raw("w_report"), module.raw("w_report_size")).slice());
      return { report, open: openQuestions(module) };
    } finally {
      module.raw("w_report_wipe");
      module.raw("w_ps384_forget");
    }
  }

  /** @param {Report} report */
  admit(report) {
    const bytes = admissible.get(report);
    if (bytes === undefined) throw new TypeError("report: admitted already, or not one of verify");
    admissible.delete(report);
    const { module } = this;
    return withAddress(module, bytes, (at) => {
      const row = module.must("w_admit", at).json();
      module.raw("w_report_wipe");
      return reportOf(row);
    });
  }

  forgetAdmitted() {
    this.module.raw("w_forget_admitted");
  }

  /** @param {string} name */
  isName(name) {
    return name.length <= MAX_NAME && this.module.call("w_is_name", utf8(name, "name", MAX_NAME)) === 1;
  }

  /** @param {string} text @returns {import("./whit.js").Recognised} */
  recognise(text) {
    return this.module.must("w_recognise", shown(text)).json();
  }

  /** @param {string} typed @returns {import("./whit.js").ScanRepair} */
  repairScan(typed) {
    if (typeof typed !== "string") throw new TypeError("typed: not a string");
    // What is cut off is more than a code has in any layout, and the module says so.
    return this.module.must("w_repair_scan", utf8(typed.slice(0, MAX_TYPED), "typed", MAX_TYPED)).json();
  }
}

/**
 * @param {BufferSource | WebAssembly.Module | Response | Promise<Response>} wasm
 * @returns {Promise<Whit>}
 */
export async function load(wasm) {
  const source = await wasm;
  const isResponse = typeof Response === "function" && source instanceof Response;
  // Not instantiateStreaming: it wants a type that not every web server gives.
  const code = isResponse ? await /** @type {Response} */ (source).arrayBuffer() : source;
  const compiled = code instanceof WebAssembly.Module ? code :
    await WebAssembly.compile(/** @type {BufferSource} */ (code));
  return new Whit(KEY, new Module(await WebAssembly.instantiate(compiled, {})));
}
