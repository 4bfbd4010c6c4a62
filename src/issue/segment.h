// SPDX-License-Identifier: Apache-2.0
// Making withdrawal segments. Spec: spec/withdrawal.md, sections 2 and 3.
#pragma once

#include <vector>

#include "crypto/rng.h"
#include "token/build.h"
#include "whit/trust.h"

namespace whit {

// Withdrawn is one chain's seed of the segment's day.
struct Withdrawn {
  Vct vct = 0;
  Seed seed;
};

inline constexpr std::size_t kSeedsAtOnce = 16;  // a publication adds a multiple of it to a fact

// make_segment is the segment with these seeds and, for each fact among them, as many random ones
// as make a multiple of kSeedsAtOnce: who reads it can't tell which are which.
ByteVector make_segment(const std::vector<Withdrawn>& withdrawn, Rng& rng);

// Lives are how long a head lists segments after their day: the largest of the catalogue. Where
// that isn't known, with no fact in it, it is what no catalogue goes beyond.
struct Lives {
  Day phone = 0, paper = 0;  // horizon, paper life
  Day of(Kind medium) const noexcept { return medium == Kind::paper ? paper : phone; }
};
Lives lives_of(const std::vector<CatalogueFact>& catalogue) noexcept;

}  // namespace whit
