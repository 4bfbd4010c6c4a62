// SPDX-License-Identifier: Apache-2.0
// Making a question from a policy.
#pragma once

#include <string>

#include "whit/request.h"
#include "whit/verify.h"

namespace whit::cli {

// check_mode makes sure that an answer by `mode` is one that `policy` takes, else a Failure: a
// question that its own preset takes no answer to would only confuse.
void check_mode(const Policy& policy, Mode mode);

// new_question is one with a fresh nonce. `name` is one that can be asked by (token/text_rules.h).
Request new_question(const Bundle& bundle, const Policy& policy, const std::string& name);

}  // namespace whit::cli
