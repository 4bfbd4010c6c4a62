// SPDX-License-Identifier: Apache-2.0
// What a gate says to the person who stands there: one sentence, and what to do in the next five
// seconds. Shorter than `check`, and it never tells how a fact ended.
#pragma once

#include <string>

#include "cli/verify/check.h"

namespace whit::cli::gate {

struct GateWords {
  std::string sentence, step;  // empty where the big word says it all
};

// Case is what the words of an answer depend on besides it.
struct Case {
  bool can_ask = false;    // there is a question to show
  std::string first_time;  // of a replayed code, such as "06:41:03"; empty if not known
};

// gate_words is for `verdict`, which is the answer's or, of a specimen in training, what it would
// have been.
GateWords gate_words(const Answer& answer, const Check& check, Verdict verdict, const Case& known);

// big_word is "YES", "NO", "CANNOT TELL" or "SPECIMEN".
std::string_view big_word(VerdictClass verdict_class);

// told_name is the verdict's name for machines, in which expired and withdrawn are both
// "not_valid_now": a gate doesn't tell them apart.
std::string_view told_name(Verdict verdict);

// clock_text is the time of day where this computer stands: "06:41:03".
std::string clock_text(UnixTime time);

}  // namespace whit::cli::gate
