// SPDX-License-Identifier: Apache-2.0
// Every test of the wallet's module in Node.
//
//   node web/wallet/core/test/run.mjs [BUILT [PROBE]]   what web/wallet/core/build made;
//                                                       build/web/wallet-core unless said
//
// Where the programs aren't built, what needs a real office says that it was skipped. Exit code: 0
// all passed, 1 one failed.
import { cases as blindCases } from "./blind.mjs";
import { run } from "./harness.mjs";
import { cases as interfaceCases } from "./interface.mjs";
import { cases as lifeCases } from "./life.mjs";

process.exitCode = await run([...interfaceCases, ...blindCases, ...lifeCases]);
