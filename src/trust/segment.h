// SPDX-License-Identifier: Apache-2.0
// Withdrawal segments. Spec: spec/trust.md, section 6.
#pragma once

#include <vector>

#include "whit/bundle.h"

namespace whit {

// parse_segment reads the groups of a segment that the head lists for `medium` and day D `day`.
Result<std::vector<Withdrawals>> parse_segment(Bytes segment, Kind medium, Day day);

}  // namespace whit
