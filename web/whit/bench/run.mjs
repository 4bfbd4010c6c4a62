// SPDX-License-Identifier: Apache-2.0
// What the module costs in Node: node web/whit/bench/run.mjs [BUILT], after npm ci in web/whit.
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import sodium from "libsodium-wrappers";
import { measureChecks } from "./check.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const built = resolve(process.argv[2] || join(root, "build/web/whit"));
const { load } = await import(pathToFileURL(join(built, "whit.js")).href);
const wasm = await readFile(join(built, "whit.wasm"));
await sodium.ready;
const start = performance.now();
const whit = await load(wasm);
console.log(`load: ${(performance.now() - start).toFixed(1)} ms`);
const { check, sodium: base, ratio } = await measureChecks(whit, sodium, (path) => readFile(join(root, "spec/vectors", path)));
console.log(`one check: ${check.toFixed(0)} us; two signatures by libsodium.js: ${base.toFixed(0)} us; ratio ${ratio.toFixed(2)}`);
