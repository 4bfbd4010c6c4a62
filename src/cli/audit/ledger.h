// SPDX-License-Identifier: Apache-2.0
// Which findings are known since when: findings.json.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/audit/state.h"
#include "cli/audit/sync.h"

namespace whit::cli {

// Ledger is read when it is made, and written by record().
class Ledger {
 public:
  explicit Ledger(const StateFolder& folder);

  // record enters what isn't there yet, durably, and fills in `since` of all of them.
  void record(std::vector<Reported>& reported, UnixTime now);

 private:
  const StateFolder& folder_;
  std::map<std::string, UnixTime> since_;  // by a hash of what was found
};

}  // namespace whit::cli
