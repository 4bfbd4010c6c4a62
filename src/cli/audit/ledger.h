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

  // knows tells whether it is entered.
  bool knows(const Reported& reported) const;
  // record enters what isn't there yet, durably, and fills in of all of them since when
  // they are known and where the evidence is.
  void record(std::vector<Reported>& reported, UnixTime now);

 private:
  struct Entry {
    UnixTime since = 0;
    std::string evidence;
  };
  const StateFolder& folder_;
  std::map<std::string, Entry> entries_;  // by a hash of what was found
};

}  // namespace whit::cli
