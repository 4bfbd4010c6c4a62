// SPDX-License-Identifier: Apache-2.0
// Files of evidence, which come from strangers: read in one form, and judged without harm.
#include "audit/evidence.h"

#include "crypto/rng.h"
#include "fuzz/fuzz.h"

namespace whit::fuzz {

void run(Bytes input) {
  start_crypto();
  const auto evidence = parse_evidence(input);
  if (evidence) must(equal(encode(*evidence), input));
  // Nobody signed what the fuzzer writes.
  if (evidence && !evidence->notes.empty()) must(!check_evidence(*evidence).ok());
  (void)audit::verify_evidence(input);
}

}  // namespace whit::fuzz
