// SPDX-License-Identifier: Apache-2.0
// Crowds of blind tokens, and how many there may be at most. Spec: spec/audit.md, 3.9 and 3.10.
#pragma once

#include <map>
#include <vector>

#include "audit/evidence.h"

namespace whit::audit {

// BlindDay is what the headers count of the blind tokens of one fact and expiry day.
struct BlindDay {
  Vct vct = 0;
  Day expires = 0;
  std::uint64_t entries = 0;  // pads counted
  std::uint64_t tokens = 0;   // at least: of each group at most 63 are pads
  std::uint64_t per_day = 0;  // the most that any catalogue gave a person; 0: none is known
  std::uint64_t people = 0;   // at least: tokens by per_day, rounded up
  bool exact = true;          // all pads are known, and `tokens` is the number
  // The newest epoch that counts them.
  std::uint64_t log = 0, epoch = 0, begin = 0;
};

// blind_days is ascending by fact and day.
std::vector<BlindDay> blind_days(const ReplayState& state);

// People is how many can hold a fact at most, as somebody outside knows it.
using People = std::map<Vct, std::uint64_t>;

// OverQuota is more blind tokens than so many people may collect.
struct OverQuota {
  BlindDay day;
  Found found;  // over_quota, in words
};
std::vector<OverQuota> over_quota(const ReplayState& state, const People& people);

// quota_evidence is a testimony, since the log can't say how many people there are, with the
// headers that count the tokens. Errors are the archive's and the reader's.
Result<Evidence> quota_evidence(const OverQuota& over, const Desk& desk);

// counted_in is what headers among exhibits count, each header once.
std::vector<BlindDay> counted_in(const Exhibits& exhibits);

}  // namespace whit::audit
