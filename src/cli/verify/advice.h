// SPDX-License-Identifier: Apache-2.0
// What each verdict means here and now, and what to do in the next five seconds.
// Spec: spec/verify.md, section 3.
#pragma once

#include <string>

#include "cli/verify/check.h"

namespace whit::cli {

// reason is the part of the answer behind "no: " or "cannot tell: ": the verdict's name, and what
// is known of the case. `verdict` is not valid and not specimen.
std::string reason(const Answer& answer, const Check& check, Verdict verdict);

// advice is what to do next, empty where the reason says it already.
std::string advice(const Answer& answer, const Check& check, Verdict verdict);

// ends_in_silence tells whether `verdict` is one of the two that a gate doesn't tell apart.
bool ends_in_silence(const Answer& answer, Verdict verdict);

}  // namespace whit::cli
