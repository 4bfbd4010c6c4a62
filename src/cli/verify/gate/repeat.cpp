// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/repeat.h"

#include "crypto/hash.h"

namespace whit::cli::gate {
namespace {

constexpr std::chrono::seconds kGone{2};

}  // namespace

bool Repeat::is_new(const std::string& what, Clock::time_point now) {
  drop_old(now);
  const Hash hash = sha256(as_bytes(what));
  const bool is_new = !last_ || !(*last_ == hash);
  last_ = hash;
  seen_ = now;
  return is_new;
}

void Repeat::drop_old(Clock::time_point now) {
  if (last_ && now - seen_ >= kGone) last_.reset();
}

}  // namespace whit::cli::gate
