// SPDX-License-Identifier: Apache-2.0
// The chain of seeds behind handles, which only runs forward. Spec: spec/chain.md.
#pragma once

#include <cstdint>

#include "whit/bytes.h"
#include "whit/time.h"

namespace whit {

// ratchet is the seed of the next day; nothing leads back.
Seed ratchet(const Seed& seed) noexcept;

// ratchet_by is the seed `days` later.
Seed ratchet_by(Seed seed, Day days) noexcept;

// HandleKey makes the handles of one chain and expiry day.
class HandleKey {
 public:
  // `seed` is that of the expiry day itself.
  explicit HandleKey(const Seed& seed) noexcept;
  // handle is the i-th handle of that day, i < per_day of the catalogue.
  Handle handle(std::uint64_t i) const noexcept;

 private:
  std::array<std::uint8_t, 16> key_{};
};

}  // namespace whit
