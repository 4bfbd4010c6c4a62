// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/asking.h"

#include "cli/common/message.h"
#include "crypto/rng.h"
#include "trust/ask.h"

namespace whit::cli {

void check_mode(const Policy& policy, Mode mode) {
  if ((policy.modes & static_cast<unsigned>(mode)) != 0) return;
  throw Failure("preset " + std::string(policy.preset.view()) + " takes no answer to a " +
                (mode == Mode::posted ? "posted question" : "question"));
}

Request new_question(const Bundle& bundle, const Policy& policy, const std::string& name) {
  Request out = request_for(bundle, policy, name);
  SystemRng rng;
  out.nonce = rng.make<Nonce>();
  return out;
}

}  // namespace whit::cli
