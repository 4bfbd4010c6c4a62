// SPDX-License-Identifier: Apache-2.0
import { pathToFileURL } from "node:url";

/** check answers whether `code` proves what `preset` asks: "yes: valid", "no: withdrawn", ... */
export async function check({ built, read, trust, bundle, preset, code, now }) {
  const { load } = await import(pathToFileURL(`${built}/whit.js`).href);
  const whit = await load(await read(`${built}/whit.wasm`));

  const data = whit.openBundle(await read(trust), await read(bundle)); // or a WhitError
  const question = data.question(preset);
  const report = await whit.verify(code, data, question, { now, floor: data.floor });
  const { class: answer, verdict } = whit.admit(report); // the same code twice is no second yes

  question.free();
  data.free();
  return `${answer}: ${verdict}`;
}
