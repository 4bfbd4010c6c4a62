// SPDX-License-Identifier: Apache-2.0
// How long one check of a code takes, against two checks of an Ed25519 signature by libsodium.js:
// a code of one fact has two. The same function in Node and in a browser's page.
//
//   const { check, sodium, ratio } = await measureChecks(whit, sodium, read);
//
// `sodium` is the npm package libsodium-wrappers, once it is ready; `read` gives the bytes of a file
// below spec/vectors. Times are in microseconds, from turns that alternate. `ratio` is
// sodium / check: 0.8 is what is promised.
const CASES = ["verify/one-way.json", "verify/challenge.json"];
const TURNS = 200, CHECKS = 6, WARM_UP = 40;

const utf8 = (text) => new TextEncoder().encode(text);
// What the machine does beside makes turns longer and never shorter: the quickest tell most.
const quick = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 20)];

function contextOf(item) {
  const out = { now: item.at, name: item.name };
  if (item.nonce) {
    out.nonce = Uint8Array.from(item.nonce.match(/../g), (two) => parseInt(two, 16));
    out.elapsed = item.elapsed;
  }
  return out;
}

/** prepared is what one check needs, opened; each call of it is a check. */
async function prepared(whit, read, path) {
  const item = JSON.parse(new TextDecoder().decode(await read(path)));
  const bundle = whit.openBundle(await read(item.trust), await read(item.bundle));
  const question = bundle.question(item.preset);
  const context = contextOf(item);
  return {
    check: async () => (await whit.verify(item.showing, bundle, question, context)).verdict,
    free: () => (question.free(), bundle.free()),
  };
}

/** timed is how many microseconds each of `count` calls takes. */
async function timed(count, call) {
  const start = performance.now();
  for (let i = 0; i < count; ++i) await call();
  return ((performance.now() - start) * 1000) / count;
}

/** measureChecks measures both in turns, so that a busy machine slows both down. */
export async function measureChecks(whit, sodium, read) {
  const cases = await Promise.all(CASES.map((path) => prepared(whit, read, path)));
  const keys = sodium.crypto_sign_keypair();
  // As long as what is signed in such a code: the token's statement and the holder's.
  const signed = [220, 150].map((size) => utf8("w".repeat(size)))
    .map((message) => [sodium.crypto_sign_detached(message, keys.privateKey), message]);
  const twice = () => {
    for (const [signature, message] of signed) {
      if (!sodium.crypto_sign_verify_detached(signature, message, keys.publicKey)) throw new Error("bad");
    }
  };
  const ours = async () => {
    for (const one of cases) if ((await one.check()) !== "valid") throw new Error("not valid");
  };
  await timed(WARM_UP, ours);
  await timed(WARM_UP, twice);
  const times = { check: [], sodium: [] };
  for (let turn = 0; turn < TURNS; ++turn) {
    times.check.push((await timed(CHECKS, ours)) / cases.length);
    times.sodium.push(await timed(CHECKS, twice));
  }
  for (const one of cases) one.free();
  const [check, base] = [quick(times.check), quick(times.sodium)];
  return { check, sodium: base, ratio: base / check };
}
