// SPDX-License-Identifier: Apache-2.0
// A wallet's whole life with a real office, `whit-issuer serve`, and a real checker, `whit-verify`.
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BUILT, ROOT, codeOf, fresh, hex, native, unhex } from "./harness.mjs";
import { Clock, Holder, School, Workshop } from "./world.mjs";

const isBuilt = ["whit-issuer", "whit-wallet", "whit-verify"].every((name) =>
  existsSync(join(ROOT, "build/bin", name)));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const NOT_BUILT = "skipped: the programs are not built";

const DAY = 86400, LEAD = 7200, PER_DAY = 8;

/** noonOf is 12:00 UTC of the day of `time`, and so many days later. */
const noonOf = (time, days = 0) => time - (time % DAY) + days * DAY + DAY / 2;

/** inOffice runs `work` with an office for training, a clock, and a holder of P-0042's letter. */
async function inOffice(work, { at = 0, change = (file) => file } = {}) {
  if (!isBuilt) return NOT_BUILT;
  const workshop = new Workshop();
  try {
    const clock = at === 0 ? new Clock() : new Clock().jump(at);
    const office = await new School(workshop, "dlo", clock).make({ specimen: true });
    writeFileSync(workshop.at("catalogue.json"), change(workshop.read("catalogue.json").toString()));
    workshop.plain("whit-issuer", ["catalogue", "apply", "catalogue.json", "--dir", office.dir]);
    office.publish();
    await office.start();
    const letter = office.issuer("invite", "P-0042", "--pin-file", "pin").split("\n")
      .find((line) => line.startsWith("WI1:"));
    const holder = new Holder(await fresh(), office, clock, new Uint8Array(workshop.read("dlo.whit-trust")));
    return await work({ workshop, office, letter, holder, pin: workshop.read("pin").toString().trim(),
      check: checker(workshop, holder) });
  } finally {
    await workshop.end();
  }
}

/** checker judges a code by the newest data that `holder` has fetched: [number of the verdict, kind, mode]. */
function checker(workshop, holder) {
  return (text, ...more) => {
    writeFileSync(workshop.at("bundle"), holder.news);
    const said = workshop.tell("whit-verify", ["check", "-", "--json", "--trust", "dlo.whit-trust",
      "--bundle", "bundle", "--at", String(holder.clock.now()), "--dir", "checker", ...more], text);
    const { training, kind, mode } = JSON.parse(said);
    return [training, kind, mode];
  };
}

async function life() {
  return inOffice(async ({ workshop, office, letter, holder, pin, check }) => {
    const { clock } = holder;
    assert.equal(holder.core.readTrust(holder.trust).words, office.words);
    assert.equal(await holder.accept(letter, pin === "000000" ? "000001" : "000000"), 403);
    assert.equal(await holder.accept(letter, pin), 200);
    assert.equal(await codeOf(() => holder.wallet.planCollect("dlo", clock.now())), "no_data");
    assert.equal(await holder.refresh(), false);
    const tokens = await holder.collect();
    assert.ok(tokens > 100, `${tokens} tokens`);
    assert.equal(await holder.collect(), 0);

    const [account] = holder.wallet.overview(clock.now());
    assert.deepEqual([account.issuer, account.url, account.words, account.specimen, account.ended],
      ["dlo", office.url, office.words, true, null]);
    assert.ok(account.daysLeft >= 14);
    const strip = holder.strip("work-permit-valid", "revocable");
    assert.ok(strip.codes === 8 * strip.days && strip.days >= 14 && strip.until > clock.now() + 13 * 86400);
    assert.equal(holder.facts()["work-permit-valid"].labels.en, "Work permit valid");
    assert.equal(typeof holder.facts()["work-permit-until"].value, "number");

    // Unasked.
    const unasked = { issuer: "dlo", facts: ["work-permit-valid"] };
    assert.equal(holder.wallet.look(unasked, clock.now()).freshness, "unused");
    const showing = holder.wallet.show(unasked, clock.now());
    assert.equal(holder.strip("work-permit-valid", "revocable").codes, strip.codes - 1);
    assert.deepEqual(check(showing.text), [1, "revocable", "one-way"]);
    const later = showing.sign(clock.now() + 15);
    assert.notEqual(later.text, showing.text);
    assert.ok(later.next > showing.next && later.next - clock.now() <= 30);

    // Answering a question that somebody shows; the same one again takes no other code.
    const asked = JSON.parse(workshop.tell("whit-verify", ["ask", "--preset", "gate", "--name", "Gate 7",
      "--json", "--trust", "dlo.whit-trust", "--bundle", "bundle", "--dir", "checker"]));
    const request = holder.wallet.readRequest(asked.text);
    assert.deepEqual([request.issuer, request.known, request.name, request.signedBy, request.mode],
      ["dlo", true, "Gate 7", null, "challenge"]);
    assert.deepEqual(request.facts.map(({ slug }) => slug), ["work-permit-valid"]);
    const answer = holder.wallet.show({ request: asked.text }, clock.now());
    assert.deepEqual(check(answer.text, "--name", "Gate 7", "--nonce", asked.nonce, "--elapsed", "1"),
      [1, "revocable", "challenge"]);
    assert.equal(holder.wallet.show({ request: asked.text }, clock.now()).freshness, "same-question");
    assert.deepEqual(holder.wallet.history().map(({ mode, name }) => [mode, name]),
      [["one-way", ""], ["challenge", "Gate 7"], ["challenge", "Gate 7"]]);

    // An answer that was lost: the same bytes again, also from a wallet that was closed meanwhile.
    clock.ahead += 86400;
    await office.stop();
    await office.start();
    await holder.refresh();
    const body = holder.wallet.planCollect("dlo", clock.now());
    holder.save();
    assert.equal((await holder.fetch("/v1/collect", body)).status, 200);
    await holder.reopen();
    assert.equal(hex(holder.wallet.planCollect("dlo", clock.now())), hex(body));
    assert.ok(await holder.collect() > 0);

    // The office ends a fact, and then the enrolment.
    office.end("P-0042", "tax-current");
    office.publish();
    for (const before = hex(holder.news); hex(holder.news) === before; await holder.refresh()) await sleep(100);
    assert.equal(holder.facts()["tax-current"].state, "withdrawn");
    assert.deepEqual([holder.wallet.look({ issuer: "dlo", facts: ["tax-current"] }, clock.now()).obstacle,
      await codeOf(() => holder.wallet.show({ issuer: "dlo", facts: ["tax-current"] }, clock.now()))],
    ["lacking", "hindered"]);
    const second = office.issuer("invite", "P-0042", "--pin-file", "pin2").split("\n")
      .find((line) => line.startsWith("WI1:"));
    const other = new Holder(await fresh(), office, clock, holder.trust);
    assert.equal(await other.accept(second, workshop.read("pin2").toString().trim()), 200);
    clock.ahead += 86400;
    await office.stop();
    await office.start();
    await holder.refresh();
    assert.equal(await holder.collect(), "ended");
    assert.notEqual(holder.wallet.overview(clock.now())[0].ended, null);
    assert.equal(holder.wallet.planCollect("dlo", clock.now()), null);
    return `${tokens} tokens`;
  }, { at: noonOf(Math.floor(Date.now() / 1000), 1) });
}

// What whit-wallet saves opens in the module and is saved by it as the same bytes, and back.
async function sameFile() {
  return inOffice(async ({ workshop, letter, holder }) => {
    workshop.run("whit-wallet", ["--dir", "phone", "accept", letter, "--trust", "dlo.whit-trust", "--yes"],
      { pin: "pin" });
    const secret = workshop.read("secret").toString().trim();
    const saved = native(["unseal", workshop.at("phone/wallet"), secret]);
    if (saved === null) return "skipped: build/tests/wallet_native is not built";
    const wallet = holder.core.open(unhex(saved[0]));
    assert.equal(hex(wallet.save()), saved[0]);
    const showing = wallet.show({ issuer: "dlo", facts: ["work-permit-valid"] }, holder.clock.now());
    assert.equal(showing.freshness, "unused");
    const changed = hex(wallet.save());
    assert.notEqual(changed, saved[0]);
    assert.equal(native(["resave"], `${changed}\n`)[0], changed);
    return `${changed.length / 2} bytes`;
  });
}

/** blindToo lets the gate's fact be blind too. */
function blindToo(file) {
  const catalogue = JSON.parse(file);
  const fact = catalogue.facts.find(({ slug }) => slug === "work-permit-valid");
  Object.assign(fact, { kinds: ["revocable", "blind"], blind_lead: LEAD });
  for (const preset of catalogue.presets) {
    if (preset.facts.join() === "work-permit-valid") preset.kinds = ["revocable", "blind"];
  }
  return JSON.stringify(catalogue);
}

async function blindLife() {
  const start = noonOf(Math.floor(Date.now() / 1000), 1) - 3600;  // 11:00 tomorrow
  return inOffice(async ({ office, letter, holder, pin, check }) => {
    const { clock } = holder;
    const { iss } = office;
    /** goTo starts the office at a later time, with the data of then. */
    const goTo = async (time) => {
      await office.stop();
      clock.jump(time);
      office.publish();
      await office.start();
      await holder.refresh();
    };
    assert.equal(await holder.accept(letter, pin), 200);
    await holder.refresh();
    assert.ok(await holder.collect() > 0);
    assert.equal(holder.strip("work-permit-valid", "blind").codes, 0);

    // Its minute was drawn, stays, and is in the window.
    const outlook = holder.wallet.nextBlind(iss, clock.now());
    const noon = noonOf(clock.now());
    assert.equal(outlook.stage, "waiting");
    assert.ok(outlook.at >= noon && outlook.at < noon + DAY / 2 - LEAD, `${outlook.at - noon}`);
    assert.equal(holder.wallet.planBlind(iss, clock.now()), null);
    holder.save();
    await holder.reopen();
    assert.equal(holder.wallet.nextBlind(iss, clock.now()).at, outlook.at);

    await goTo(outlook.at);
    assert.deepEqual(holder.wallet.nextBlind(iss, clock.now()).faults, []);
    assert.equal(holder.wallet.nextBlind(iss, clock.now()).stage, "due");
    await holder.collect();
    const began = performance.now();
    const body = holder.wallet.planBlind(iss, clock.now());
    const took = performance.now() - began;
    holder.save();
    // Whatever comes, the same bytes: nothing is blinded twice.
    assert.equal((await holder.fetch("/v1/collect", body)).status, 200);
    await holder.reopen();
    assert.equal(hex(holder.wallet.planBlind(iss, clock.now())), hex(body));
    const gain = await holder.send(body);
    assert.deepEqual([gain.blind, gain.tokens, gain.codes, gain.failed], [PER_DAY, PER_DAY, PER_DAY, 0]);
    assert.equal(holder.wallet.planBlind(iss, clock.now()), null);
    const strip = holder.strip("work-permit-valid", "blind");
    const opens = noon + DAY / 2 - LEAD + 120;
    assert.deepEqual([strip.codes, strip.days, strip.from], [PER_DAY, 1, opens]);

    // Not before its lead, and then instead of the other kind.
    const question = { issuer: iss, facts: ["work-permit-valid"] };
    assert.equal(holder.wallet.look(question, clock.now()).kind, "revocable");
    assert.equal(holder.wallet.look({ ...question, kind: "blind" }, clock.now()).obstacle, "wrong-kind");

    await goTo(opens);
    assert.equal(holder.wallet.look(question, clock.now()).freshness, "borrowed");
    await goTo(noon + DAY / 2);
    const prospect = holder.wallet.look(question, clock.now());
    assert.deepEqual([prospect.kind, prospect.freshness, prospect.other], ["blind", "unused", "revocable"]);
    assert.ok(prospect.crowd === null || prospect.crowd.small);
    const showing = holder.wallet.show(question, clock.now());
    assert.equal(showing.kind, "blind");
    assert.deepEqual(check(showing.text), [1, "blind", "one-way"]);
    assert.deepEqual(check(showing.sign(clock.now()).text), [1, "blind", "one-way"]);
    assert.deepEqual(check(holder.wallet.show({ ...question, kind: "revocable" }, clock.now()).text),
      [1, "revocable", "one-way"]);

    // A wrong answer to the next day's: nothing of it is taken, and it is kept.
    for (const days of [1, 2]) {
      await goTo(noon + days * DAY + DAY / 2 - LEAD - 600);  // most of the times that may be drawn are past
      const next = holder.wallet.nextBlind(iss, clock.now());
      if (next.stage === "waiting") await goTo(next.at);
      const planned = holder.wallet.planBlind(iss, clock.now());
      holder.save();
      const reply = await holder.fetch("/v1/collect", planned);
      assert.equal(reply.status, 200);
      const wrong = reply.bytes.slice();
      wrong[wrong.length - 1] ^= 1;
      const came = holder.wallet.takeCollected(iss, wrong, clock.now());
      assert.deepEqual([came.blind, came.failed], [0, 1]);
      const evidence = holder.wallet.evidence(iss);
      assert.equal(evidence.length, days);
      assert.equal(evidence[days - 1].fact.slug, "work-permit-valid");
      assert.ok(evidence[days - 1].file.length > 768);
    }
    assert.equal(holder.wallet.overview(clock.now())[0].blindStopped, true);
    assert.equal(holder.wallet.nextBlind(iss, clock.now()).stage, "stopped");
    holder.wallet.resumeBlind(iss);
    assert.notEqual(holder.wallet.nextBlind(iss, clock.now()).stage, "stopped");
    return `${PER_DAY} messages blinded in ${took.toFixed(0)} ms`;
  }, { at: start, change: blindToo });
}

// The example of README.md is web/wallet/core/example.mjs, and it runs.
async function example() {
  const [source, readme] = await Promise.all(["example.mjs", "README.md"]
    .map((name) => readFile(join(ROOT, "web/wallet/core", name), "utf8")));
  const body = source.split("\n").filter((line) => !line.startsWith("// SPDX")).join("\n").trim();
  assert.ok(readme.includes(body), "README.md shows another example");
  const { collect } = await import("../example.mjs");
  return inOffice(async ({ letter, holder, pin }) => {
    let kept = 0;
    const wallet = await collect({ built: BUILT, read: (path) => readFile(path), trust: holder.trust, letter, pin,
      ask: async (path, body) => (await holder.fetch(path, body)).bytes, keep: () => { ++kept; },
      clock: () => holder.clock.now() });
    assert.ok(kept >= 3 && wallet.overview(holder.clock.now())[0].daysLeft >= 14);
  });
}

export const cases = [
  ["a wallet's life with a real office", life],
  ["blind codes from a real office", blindLife],
  ["the example", example],
  ["a wallet of whit-wallet's, here and back", sameFile],
];
