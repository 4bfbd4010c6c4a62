// SPDX-License-Identifier: Apache-2.0
#include "verify/withdrawal.h"

#include "status/chain.h"

namespace whit {
namespace {

bool leads_to(const Seed& seed, std::uint8_t per_day, const Handle& handle) noexcept {
  const HandleKey key(seed);
  for (std::uint8_t i = 0; i < per_day; ++i) {
    if (key.handle(i) == handle) return true;
  }
  return false;
}

}  // namespace

bool is_withdrawn(const Bundle& bundle, Kind medium, const CatalogueFact& fact, Day day,
                  const Handle& handle) noexcept {
  for (const Withdrawals& group : bundle.withdrawals()) {
    if (group.medium != medium || group.vct != fact.vct || group.day > day) continue;
    for (const Seed& seed : group.seeds) {
      if (leads_to(ratchet_by(seed, day - group.day), fact.per_day, handle)) return true;
    }
  }
  return false;
}

}  // namespace whit
