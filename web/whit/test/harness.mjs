// SPDX-License-Identifier: Apache-2.0
// What the tests of the module share: where things are, an instance, and how cases run.
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadProbe } from "./vectors.mjs";

export const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../../..");
export const VECTORS = join(ROOT, "spec/vectors");
// Vectors of others that the tree doesn't hold; a case without them says so.
export const SHARED = join(ROOT, "../shared/vectors");
export const BUILT = resolve(process.argv[2] || join(ROOT, "build/web/whit"));

/** vector is the bytes of a file of spec/vectors; json is what they say. */
export const vector = (path) => readFile(join(VECTORS, path)).then((file) => new Uint8Array(file));
export const json = async (path) => JSON.parse(new TextDecoder().decode(await vector(path)));

export const unhex = (digits) => new Uint8Array(Buffer.from(digits, "hex"));

export const module = await import(pathToFileURL(join(BUILT, "whit.js")).href);
export const wasm = await readFile(join(BUILT, "whit.wasm"));
export const fresh = () => module.load(wasm);
export const probe = await loadProbe(await readFile(process.argv[3] || join(BUILT, "../probe.wasm")));

/** contextOf is the context that a case of spec/vectors/verify has. */
export function contextOf(item) {
  const out = { now: item.at };
  for (const key of ["floor", "name", "elapsed", "until"]) if (item[key] !== null) out[key] = item[key];
  if (item.nonce !== null) out.nonce = unhex(item.nonce);
  return out;
}

/** opened is a case of spec/vectors/verify with all that a check of it needs. */
export async function opened(whit, path) {
  const item = await json(path);
  const [trust, file] = await Promise.all([vector(item.trust), vector(item.bundle)]);
  const bundle = whit.openBundle(trust, file);
  return { item, trust, file, bundle, question: bundle.question(item.preset), context: contextOf(item) };
}

/** codeOf is the code of the WhitError that `call` throws, or what else it does. */
export async function codeOf(call) {
  try {
    await call();
    return "nothing thrown";
  } catch (error) {
    return error instanceof module.WhitError ? error.code : error.name;
  }
}

/** run runs the cases, one line each, and is the exit code. */
export async function run(cases) {
  let failed = 0;
  for (const [name, test] of cases) {
    const start = performance.now();
    let said = "";
    try {
      said = (await test()) || "";
    } catch (error) {
      ++failed;
      said = `FAILED: ${error.stack}`;
    }
    console.log(`${said.startsWith("FAILED") ? "not ok" : "ok"} ${name} (${Math.round(performance.now() - start)} ms)` +
      (said ? `: ${said}` : ""));
  }
  console.log(`${cases.length - failed} of ${cases.length} passed`);
  return failed === 0 ? 0 : 1;
}
