// SPDX-License-Identifier: Apache-2.0
// How the log stands, for status, doctor, metrics and `log status`: nothing is changed, nobody is
// asked, and no secret is needed.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/folder.h"
#include "cli/issuer/witnesses.h"
#include "store/log_store.h"

namespace whit::cli {

inline constexpr Seconds kEpochDue = 3 * 3600;  // after midnight, by when a day is in the tree
inline constexpr Seconds kCosignedFor = 2 * kSecondsPerDay;  // a line proves something

struct LogView {
  LogState state;
  std::string origin;             // of the log in use
  Day first_day = 0;              // of the first header, 0 before it
  std::vector<WitnessNews> news;  // by row of the policy
  std::vector<UnixTime> lines;    // by row: when it cosigned the newest checkpoint, 0 if not
  std::vector<std::string> keys;  // log keys of the manifest, as witnesses want them
  std::size_t needed = 0;         // fewest witnesses that are enough
  bool quorum = false;            // enough cosigned the newest checkpoint, at most 48 h ago
  bool answered = false;          // enough gave it at their last answer, or by hand
  std::string error;              // what can't be read; empty: nothing

  // late_since is the day that should stand in the tree by now and doesn't; 0 for none.
  Day late_since(UnixTime now) const;
  // cosigned is the newest and the oldest time of the lines that count; 0 for none.
  UnixTime newest_line() const;
  UnixTime oldest_line() const;
  std::size_t cosigners() const;  // how many lines count
};

LogView look_at_log(const Folder& folder, IssuerService& service, UnixTime now);

}  // namespace whit::cli
