// SPDX-License-Identifier: Apache-2.0
// Looking this wallet's tokens up in its issuer's public log, after a sync.
#pragma once

#include <string>

#include "cli/wallet/safe.h"
#include "whit/bundle.h"

namespace whit::cli {

// LogNews is what looking brought.
struct LogNews {
  std::size_t logged = 0;   // tokens found now
  std::size_t missing = 0;  // tokens that were found to be missing now
  std::size_t codes = 0;    // all codes held now that hold a missing token
  std::vector<Day> days;    // of which every token is in the log, as seen now
  std::string unreached;    // why the log couldn't be read, empty if it could be or needn't
  std::string damaged;      // what is wrong with its files, else empty
  std::vector<std::string> evidence;  // files that show what is missing, for an auditor
  std::string no_evidence;            // why there is none yet, else empty
};

// look_up reads what is due from the log that `bundle` proves, and saves the wallet if it learned
// anything. It is never a Failure: a sync doesn't depend on the log.
LogNews look_up(Safe& safe, wallet::Account& account, const Bundle& bundle,
                const WalletOptions& options);

// remembered is what was found before, where there is nothing to look up in.
LogNews remembered(const Safe& safe, const wallet::Account& account);

// say tells it to the owner, at the corrected time `now`.
void say(const LogNews& news, UnixTime now, const Console& console);
std::string json_of(const LogNews& news);

}  // namespace whit::cli
