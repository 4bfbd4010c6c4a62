// SPDX-License-Identifier: Apache-2.0
// What is wrong with one asked token itself. Spec: spec/verify.md, section 5.
#pragma once

#include "verify/clock.h"
#include "verify/findings.h"
#include "verify/showing.h"
#include "whit/bundle.h"

namespace whit {

// check_token adds 4, 20, 5, 10 to 14 and 19 as far as they are the token's own. Where the key
// is unknown or withdrawn nothing else is looked at, for these come first.
Findings check_token(const Token& token, const Showing& showing, const Bundle& bundle,
                     const Clock& clock) noexcept;

}  // namespace whit
