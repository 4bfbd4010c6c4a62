// SPDX-License-Identifier: Apache-2.0
// What wallet and issuer say to each other.
#include "token/collect.h"

#include "fuzz/fuzz.h"
#include "token/collected.h"
#include "token/refusal.h"

namespace whit::fuzz {

void run(Bytes input) {
  if (const auto enrol = parse_enrol(input)) (void)verify_enrol(*enrol);
  if (const auto collect = parse_collect(input)) {
    must(collect->sets.size() <= kMaxSetAsks);
    (void)verify_collect(*collect, PublicKey{});
    const ByteVector message = possession_message(collect->iss, PublicKey{}, collect->seq);
    for (const SetAsk& set : collect->sets) {
      for (const SetKey& key : set.keys) (void)verify_possession(key, message);
    }
  }
  same_again<parse_enrolled>(input, [](const Enrolled& e) { return encode(e); });
  same_again<parse_collected>(input, [](const Collected& c) { return encode(c); });
  (void)parse_error_body(input);
}

}  // namespace whit::fuzz
