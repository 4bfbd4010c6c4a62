// SPDX-License-Identifier: Apache-2.0
// An issuer that answers one collect of blind tokens, without a register.
#pragma once

#include <memory>

#include "issue/deal.h"

namespace whit::bench {

inline constexpr std::size_t kDealt = 2;  // messages of the collect

class BlindDealing {
 public:
  BlindDealing();
  // deal is all of it but the proofs of holder keys, which blind rows don't have.
  bool deal();

 private:
  Issuing issuing_;
  Person person_;
  Collect collect_;
  ByteVector body_;
  SeededRng rng_{1};
};

}  // namespace whit::bench
