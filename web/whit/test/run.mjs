// SPDX-License-Identifier: Apache-2.0
// Every test of the module in Node: node web/whit/test/run.mjs BUILT_FOLDER PROBE
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadProbe, runVectors } from "./vectors.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
const built = resolve(process.argv[2] || join(root, "build/web/whit"));
const vectors = join(root, "spec/vectors");
const { load } = await import(pathToFileURL(join(built, "whit.js")).href);
const whit = await load(await readFile(join(built, "whit.wasm")));
const probe = await loadProbe(await readFile(process.argv[3]));
const list = (await readdir(vectors, { recursive: true })).filter((path) => path.endsWith(".json")).sort();
console.time("vectors");
const done = await runVectors(whit, list, (path) => readFile(join(vectors, path)), probe);
console.timeEnd("vectors");
console.log(done.ran, done.others, done.failures.length);
for (const one of done.failures.slice(0, 20)) console.log(one);
