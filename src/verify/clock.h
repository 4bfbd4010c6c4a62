// SPDX-License-Identifier: Apache-2.0
// The time rules of spec/verify.md, sections 5 and 6: which time counts, and what it allows.
#pragma once

#include "verify/findings.h"
#include "verify/showing.h"
#include "whit/verify.h"

namespace whit {

// Clock is the checker's time against what signed data proves about it.
struct Clock {
  UnixTime now = 0;  // N: the checker's clock, or in a challenge the floor when that is doubtful
  bool doubtful = false;  // the checker's clock stands more than 300 s before the floor
};

// judge_clock picks N for a showing in `mode`.
Clock judge_clock(const Context& context, const Bundle& bundle, Mode mode) noexcept;

// check_proof adds stale_proof (7) and wrong_audience (9) of a phone's showing.
void check_proof(const Presentation& shown, const Context& context, const Clock& clock,
                 Seconds answer_time, Findings& out) noexcept;

// check_dates adds not_yet_valid (10) and expired (11) of one token.
void check_dates(const Token& token, const CatalogueFact& fact, const Showing& showing,
                 const Clock& clock, Findings& out) noexcept;

}  // namespace whit
