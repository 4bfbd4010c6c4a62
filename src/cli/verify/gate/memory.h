// SPDX-License-Identifier: Apache-2.0
// What a gate remembers of codes, in memory alone and for no longer than the replay window: the
// hash of each, when it was first seen, and what was said.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "whit/replay.h"

namespace whit::cli::gate {

class Memory {
 public:
  // admit is the report after ReplayWindow. `code` is the hash of the code's text.
  Report admit(Report report) { return window_.admit(std::move(report)); }

  // is_same_scan tells whether this very code had this very answer within the last 15 s; else it
  // remembers both.
  bool is_same_scan(const Hash& code, Verdict verdict, UnixTime now);
  // first_seen is when this code was accepted; 0 if that isn't known.
  UnixTime first_seen(const Hash& code) const;
  // drop_old forgets what is out of every window, by a timer that nobody sets.
  void drop_old(std::chrono::steady_clock::time_point now);

 private:
  struct Seen {
    Hash code;
    Verdict verdict = Verdict::malformed;
    UnixTime first = 0;
    std::chrono::steady_clock::time_point at;
  };
  std::vector<Seen> seen_;
  ReplayWindow window_;
};

}  // namespace whit::cli::gate
