// SPDX-License-Identifier: Apache-2.0
// Is it withdrawn? Spec: spec/withdrawal.md, section 4.
#pragma once

#include "whit/bundle.h"

namespace whit {

// is_withdrawn tells whether a seed that `bundle` publishes leads to `handle`, a token of this
// medium, fact and expiry day. It takes time in proportion to the seeds and allocates nothing.
bool is_withdrawn(const Bundle& bundle, Kind medium, const CatalogueFact& fact, Day day,
                  const Handle& handle) noexcept;

}  // namespace whit
