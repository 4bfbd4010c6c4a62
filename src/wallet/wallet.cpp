// SPDX-License-Identifier: Apache-2.0
#include "wallet/wallet.h"

#include <algorithm>

namespace whit::wallet {

const Held* Set::find(Vct vct) const noexcept {
  for (const Held& held : tokens) {
    if (held.vct == vct) return &held;
  }
  return nullptr;
}

bool Set::holds(std::span<const Vct> facts) const noexcept {
  return std::all_of(facts.begin(), facts.end(), [this](Vct vct) { return find(vct) != nullptr; });
}

FactRow* Account::find(Vct vct) noexcept {
  for (FactRow& row : facts) {
    if (row.vct == vct) return &row;
  }
  return nullptr;
}

const FactRow* Account::find(Vct vct) const noexcept {
  return const_cast<Account*>(this)->find(vct);
}

UnixTime Account::corrected(UnixTime clock) const noexcept {
  if (clock_offset < 0) {
    const auto back = static_cast<Seconds>(-clock_offset);
    return clock > back ? clock - back : 0;
  }
  return std::min(clock + static_cast<Seconds>(clock_offset), kMaxSecs);
}

Account* Wallet::find(std::string_view iss) noexcept {
  for (Account& account : accounts) {
    if (account.trust.iss == iss) return &account;
  }
  return nullptr;
}

void drop_dead(Account& account, UnixTime clock) {
  const Day today = day_of(std::min(clock, account.corrected(clock)));
  std::erase_if(account.sets, [today](const Set& set) { return set.day <= today; });
  std::erase_if(account.seen, [today](const SeenHandle& seen) { return seen.day <= today; });
  std::erase_if(account.blind.seen,
                [today](const SeenModulus& seen) { return seen.day + kModulusDays <= today; });
  std::erase_if(account.blind.counts,
                [today](const CrowdCount& count) { return count.day + kCountDays <= today; });
}

}  // namespace whit::wallet
