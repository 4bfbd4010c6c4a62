// SPDX-License-Identifier: Apache-2.0
#include "blind/dealing.h"

#include "issue/wallet.h"

namespace whit::bench {

BlindDealing::BlindDealing() : issuing_(test::make_issuing()) {
  test::give_blind(issuing_, test::kPermit, {test::kToday + 2});
  test::Wallet wallet(1);
  person_.collection_key = wallet.key().public_key();
  person_.facts = {{test::kPermit, {}, 0, kAlways}};
  const RsaModulus& modulus = issuing_.keys.blind.front().modulus;
  body_ = wallet.ask_blind(modulus, test::kPermit, test::kToday + 2, kDealt).body;
  collect_ = *parse_collect(body_);
}

bool BlindDealing::deal() {
  const auto dealing = whit::deal(issuing_, person_, collect_, test::kNoon, rng_);
  return dealing.ok() && dealing->leaves.size() == kDealt;
}

}  // namespace whit::bench
