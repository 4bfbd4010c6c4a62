// SPDX-License-Identifier: Apache-2.0
// An answer in words: what a person at a gate reads, and what to do next.
#pragma once

#include <string>
#include <vector>

#include "cli/verify/check.h"

namespace whit::cli {

// Words is an answer for people. `lines` are the answer itself; the rest goes to standard error.
struct Words {
  std::vector<std::string> lines;
  std::string hint;
  std::vector<std::string> notes;
};

// words_of is `answer` to the question `check`.
Words words_of(const Answer& answer, const Check& check, Practice practice);

// json_of is the object of spec/verify.md, section 11, on one line, with `cosigned`,
// `withdrawals`, `kind` and `mode` added.
std::string json_of(const Answer& answer);

// lacks_text says what `bundle` can't vouch for, empty if nothing.
std::string lacks_text(const Bundle& bundle);

// colour_of is an addition to sign and word, never instead of them.
std::string_view colour_of(VerdictClass verdict_class);

// value_text is a fact's value as people read it, empty for none.
std::string value_text(const Value& value);

}  // namespace whit::cli
