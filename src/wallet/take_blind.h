// SPDX-License-Identifier: Apache-2.0
// The blind rows of an answer: taking the blinding off, and checking what is below it.
#pragma once

#include <vector>

#include "token/collected.h"
#include "wallet/collect.h"

namespace whit::wallet {

// Harvest is what the blind rows of an answer came to, before anything is kept.
struct Harvest {
  struct One {
    std::size_t row = 0, message = 0;  // in Pending::blind
    ByteVector encoded;                // the token
    Hash commitment;                   // of its entry in the log
  };
  std::vector<One> tokens;
  std::vector<BlindFailure> failures;  // one for each row that failed
};

// open_blind opens the blind rows of `answer` to the account's outstanding collect, which is
// `request`. refused: rows that weren't asked for, twice the same one, or other numbers of them.
Result<Harvest> open_blind(const Account& account, const Collect& request, const Collected& answer,
                           const Bundle& bundle, UnixTime now);

// keep_blind moves the keys of `harvest` out of the outstanding collect, into sets.
void keep_blind(Account& account, Harvest harvest, UnixTime now, Gain& gain);

// expect_in_log notes on which days the log gets what came as the answer to `request`.
void expect_in_log(Held& held, const Pending& request, UnixTime now);

// note_fact adds `vct` to the facts of `gain`.
void note_fact(Gain& gain, Vct vct);

}  // namespace whit::wallet
