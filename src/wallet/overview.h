// SPDX-License-Identifier: Apache-2.0
// What a wallet holds, for its owner's eyes.
#pragma once

#include <vector>

#include "wallet/wallet.h"

namespace whit::wallet {

// FactLine is one fact of an account. A code is a revocable set that was not shown yet; blind ones
// are in blind_lines (wallet/blind.h).
struct FactLine {
  Vct vct = 0;
  FactState state = FactState::not_given;
  UnixTime since = 0;     // when `state` changed
  Value value;            // of the token that would be shown next
  std::size_t codes = 0;  // unused ones that can still be shown
  std::size_t days = 0;   // days for which there is an unused one
  Day last = 0;           // the last UTC day on which one can be shown, 0 for none
};

// overview lists the facts that the account has tokens of or had, ascending by vct, at the
// corrected time.
std::vector<FactLine> overview(const Account& account, UnixTime clock);

// days_left is for how many days there is an unused revocable set of any fact.
std::size_t days_left(const Account& account, UnixTime clock);

}  // namespace whit::wallet
