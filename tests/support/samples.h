// SPDX-License-Identifier: Apache-2.0
// One showing of every kind, each with the question and the moment that it answers.
#pragma once

#include <string>
#include <vector>

#include "support/blind.h"
#include "support/world.h"
#include "whit/qr_text.h"

namespace whit::test {

struct Sample {
  std::string name;  // "challenge, 3 facts"
  Carrier carrier{};
  ByteVector cbor;
  Policy policy;
  Context context;
  Verdict verdict = Verdict::valid;  // what it gets as it is

  std::string text() const { return encode_text(carrier, cbor); }
  Verdict check(const World& world, Bytes showing) const {
    return verify(showing, &world.bundle(), policy, context).verdict;
  }
};

// blind_world is a world whose key list has a blind key for kTax and the day of today's strip.
World blind_world(const BlindSigner& signer);

// samples is one showing of each kind, mode and number of facts in `world`, a blind_world.
std::vector<Sample> samples(const World& world, const BlindSigner& signer);

}  // namespace whit::test
