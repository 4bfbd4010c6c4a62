// SPDX-License-Identifier: Apache-2.0
// ReplayWindow: one code counts once at one gate. Spec: spec/verify.md, section 8.
#pragma once

#include <vector>

#include "whit/verify.h"

namespace whit {

// kSameScan is how long the very bytes of an accepted code repeat its answer, as when a scanner's
// trigger is pulled twice: seconds.
inline constexpr Seconds kSameScan = 15;

// ReplayWindow remembers what was accepted in the last 120 s, in memory only. It belongs to one
// thread.
class ReplayWindow {
 public:
  // admit is `report`, or the same with `replayed` when this code was accepted before. The very
  // same bytes within kSameScan of the first time repeat the answer. Only
  // valid and document_not_compared can become replayed; of a specimen only its training verdict.
  [[nodiscard]] Report admit(Report report);

  // forget drops everything.
  void forget() noexcept { seen_.clear(); }

 private:
  struct Seen {
    PublicKey holder;
    UnixTime signed_at = 0;
    Signature proof;
    UnixTime first = 0;  // when it was accepted
  };
  std::vector<Seen> seen_;
};

}  // namespace whit
