// SPDX-License-Identifier: Apache-2.0
// From a policy to the request that asks it. Spec: spec/token.md, section 6.
#pragma once

#include <string_view>

#include "whit/bundle.h"
#include "whit/policy.h"
#include "whit/request.h"

namespace whit {

// request_for is the question of `policy` under `name`, as it is posted: the asker adds nonce and
// end to a challenge. The kind is wanted where facts come in two kinds and the question takes one,
// for the wallet has to know which.
Request request_for(const Bundle& bundle, const Policy& policy, std::string_view name);

}  // namespace whit
