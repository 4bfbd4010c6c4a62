// SPDX-License-Identifier: Apache-2.0
import { pathToFileURL } from "node:url";

/** collect takes a letter and fetches all codes: `ask(path, body)` speaks to the office, `keep` saves. */
export async function collect({ built, read, ask, keep, trust, letter, pin, clock }) {
  const { load } = await import(pathToFileURL(`${built}/wallet.js`).href);
  const core = await load(await read(`${built}/wallet.wasm`));
  const wallet = core.create();

  const invitation = core.readInvitation(letter);
  const bundle = await ask("/v1/bundle/whole");
  core.checkData(trust, bundle, clock()); // a letter works once: is the office in order?
  const enrol = wallet.enrol(invitation, pin, clock());
  keep(wallet.save()); // before anything is sent
  const issuer = wallet.takeEnrolled(trust, await ask("/v1/enrol", enrol), clock());
  wallet.takeNews(issuer, bundle, clock());

  for (let body; (body = wallet.planCollect(issuer, clock())) !== null; ) {
    keep(wallet.save());
    const gain = wallet.takeCollected(issuer, await ask("/v1/collect", body), clock());
    if (gain.tokens === 0) break;
  }
  keep(wallet.save());
  return wallet;
}
