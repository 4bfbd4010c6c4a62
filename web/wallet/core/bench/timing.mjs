// SPDX-License-Identifier: Apache-2.0
// Does the time of blinding tell anything about the secret? Two classes of runs in a random order:
// one secret over and over, and a new one each time. Welch's t between the two, as in dudect
// (Reparaz, Balasch, Verbauwhede, 2017): beyond 4.5 the time tells. The slowest runs, which the
// machine disturbed, are left out at several bounds, and the largest t of all counts. Not being told
// here is no proof; being told is one.
//
// Of the other implementation, which is JavaScript, the work is counted too: how often it calls the
// methods of its numbers, for secrets drawn by chance. No machine disturbs that.
//
//   node web/wallet/core/bench/timing.mjs [--samples N] [--ours] [BUILT [PROBE]]
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const at = process.argv.indexOf("--samples");
const SAMPLES = at < 0 ? 4000 : Number(process.argv.splice(at, 2)[1]);
const only = process.argv.indexOf("--ours");
if (only >= 0) process.argv.splice(only, 1);
const { ROOT, keyPair, loadProbe } = await import("../test/harness.mjs");
const MODULES = join(ROOT, "web/wallet/core/node_modules/@cloudflare/blindrsa-ts/lib/src");
const { RSABSSA } = await import("@cloudflare/blindrsa-ts");
const sjcl = (await import(pathToFileURL(join(MODULES, "sjcl/index.js")).href)).default;
const { i2osp, os2ip, rsavp1 } = await import(pathToFileURL(join(MODULES, "util.js")).href);

const BOUNDS = [1, 0.99, 0.95, 0.9, 0.75, 0.5];
const LIMIT = 4.5;
const SIZE = 256;

const probe = await loadProbe();
const { n, publicKey, privateKey } = await keyPair();
const random = (size) => crypto.getRandomValues(new Uint8Array(size));
/** below is a number below n, big endian. */
function below() {
  for (;;) {
    const bytes = random(SIZE);
    if (Buffer.compare(bytes, n) < 0) return bytes;
  }
}

/** welch is the t of two lists of times. */
function welch(a, b) {
  const moments = (list) => {
    const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
    return { mean, error: list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (list.length - 1) / list.length };
  };
  const [one, other] = [moments(a), moments(b)];
  return (one.mean - other.mean) / Math.sqrt(one.error + other.error);
}

/** worst is the t of largest size, over all bounds. */
function worst(classes) {
  const all = classes.flat().sort((a, b) => a - b);
  return BOUNDS.map((bound) => {
    const most = all[Math.ceil(bound * all.length) - 1];
    return welch(...classes.map((times) => times.filter((time) => time <= most)));
  }).reduce((most, t) => (Math.abs(t) > Math.abs(most) ? t : most), 0);
}

/**
 * measure times `run` with a secret: the fixed one in class 0, another one
 * in class 1, and with what `before` draws in both. Nothing but `run` is timed.
 */
async function measure({ name, fixed, fresh, run, before = () => undefined, samples = SAMPLES, warm = 50 }) {
  const classes = [[], []];
  for (let i = -warm; i < 2 * samples; ++i) {
    const which = random(1)[0] & 1;
    const made = fresh();  // in both classes, so that the machine is in the same state
    const secret = (which === 0 ? fixed : made).slice();
    const drawn = before();
    const start = process.hrtime.bigint();
    const done = run(secret, drawn);
    if (done instanceof Promise) await done;
    const time = Number(process.hrtime.bigint() - start);
    if (i >= 0) classes[which].push(time);
  }
  const middle = classes.flat().sort((a, b) => a - b)[samples];
  const t = worst(classes);
  const said = Math.abs(t) > LIMIT ? "tells" : "silent";
  console.log(`${name.padEnd(52)} ${String(2 * samples).padStart(6)} runs  ${(middle / 1000).toFixed(0).padStart(6)} us  ` +
    `t ${t.toFixed(1).padStart(7)}  ${said}`);
  return t;
}

const message = random(96);
const encoded = probe.bytes("w_p_encode", message, random(48), SIZE);
const other = RSABSSA.SHA384.PSS.Deterministic();
const pk = { n: os2ip(n), e: os2ip(Uint8Array.of(1, 0, 1)) };
const answer = await other.blindSign(privateKey, below());
const m = os2ip(encoded), z = os2ip(answer);

// The instrument itself: a comparison that stops at the first difference must tell.
const shown = random(1 << 16);
await measure({ name: "control: a comparison that stops early", fixed: shown, samples: 2000,
  fresh: () => random(1 << 16), run: (secret) => secret.every((byte, i) => byte === shown[i]) });

// The last step of blind inverts its result, which the issuer gets: its time tells that number, and
// so it must be another one in each run of both classes.
const anyMessage = () => probe.bytes("w_p_encode", random(96), random(48), SIZE);
await measure({ name: "ours: blind, the inverse fixed or not", fixed: below(), fresh: below,
  before: () => [anyMessage(), below()],
  run: (inverse, [padded, mask]) => probe.bytes("w_p_core_blind", n, padded, inverse, mask) });
await measure({ name: "ours: blind, the message fixed or not", fixed: encoded, fresh: anyMessage,
  before: () => [below(), below()],
  run: (secret, [inverse, mask]) => probe.bytes("w_p_core_blind", n, secret, inverse, mask) });
await measure({ name: "ours: unblind, the inverse fixed or not", fixed: below(), fresh: below,
  samples: 10 * SAMPLES,
  run: (inverse) => probe.bytes("w_p_unblind", n, answer, inverse) });

if (only >= 0) process.exit(0);

// Theirs: the steps of its blind and finalize that touch the secret, and the whole calls. It draws
// r by getRandomValues, which is where a fixed one is put in.
const few = Math.max(100, SAMPLES >> 3);
await measure({ name: "blindrsa-ts: the inversion of r", fixed: below(), fresh: below, samples: few,
  run: (r) => i2osp(os2ip(r).inverseMod(pk.n), SIZE) });
await measure({ name: "blindrsa-ts: r^e", fixed: below(), fresh: below, samples: few,
  run: (r) => rsavp1(pk, os2ip(r)) });
await measure({ name: "blindrsa-ts: m * x mod n", fixed: below(), fresh: below, samples: SAMPLES,
  run: (x) => i2osp(m.mulmod(os2ip(x), pk.n), SIZE) });
await measure({ name: "blindrsa-ts: z * inverse mod n", fixed: below(), fresh: below, samples: SAMPLES,
  run: (inverse) => i2osp(z.mulmod(os2ip(inverse), pk.n), SIZE) });

/** count says how much work `run` is, for many secrets. */
function count(name, run) {
  let calls = 0;
  const methods = ["addM", "subM", "halveM", "greaterEquals", "trim", "normalize", "mul"];
  const before = methods.map((method) => sjcl.bn.prototype[method]);
  methods.forEach((method, i) => {
    sjcl.bn.prototype[method] = function counted(...values) {
      ++calls;
      return before[i].apply(this, values);
    };
  });
  const all = Array.from({ length: 100 }, () => {
    calls = 0;
    run(os2ip(below()));
    return calls;
  }).sort((a, b) => a - b);
  methods.forEach((method, i) => { sjcl.bn.prototype[method] = before[i]; });
  const said = all[0] === all.at(-1) ? "the same" : "depends on the secret";
  console.log(`${name.padEnd(52)} ${all[0]} to ${all.at(-1)} operations of its numbers: ${said}`);
}
count("blindrsa-ts: the inversion of r", (r) => r.inverseMod(pk.n));
count("blindrsa-ts: m * x mod n", (x) => m.mulmod(x, pk.n));
count("blindrsa-ts: z * inverse mod n", (inverse) => z.mulmod(inverse, pk.n));

const drawn = crypto.getRandomValues;
await measure({ name: "blindrsa-ts: blind, r fixed or not", fixed: below(), fresh: below, samples: few, warm: 5,
  run: async (r) => {
    crypto.getRandomValues = (room) => {
      if (room.length !== SIZE) return drawn.call(crypto, room);
      room.set(r);
      return room;
    };
    await other.blind(publicKey, message);
    crypto.getRandomValues = drawn;
  } });
