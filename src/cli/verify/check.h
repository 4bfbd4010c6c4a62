// SPDX-License-Identifier: Apache-2.0
// One check: what was shown, what is asked, and the answer to it.
#pragma once

#include <string>
#include <vector>

#include "cli/common/message.h"
#include "cli/verify/data.h"
#include "whit/policy.h"
#include "whit/verify.h"

namespace whit::cli {

// Check is all that one verify() needs. `context.name` is set from `name` by judge.
struct Check {
  std::vector<std::uint8_t> showing;
  const Data* data = nullptr;
  std::string preset, name, policy_name;
  Narrowing narrowing;
  Context context;
};

// Answer is a report and what its words depend on.
struct Answer {
  Report report;
  const Bundle* bundle = nullptr;
  Seconds max_age = 0;        // effective
  std::uint8_t kinds = 0;     // that are taken of every fact, as bits
  std::uint8_t modes = 0;     // the same of modes
  UnixTime now = 0;           // the clock that was passed in
  UnixTime floor = 0;         // the newest time that has certainly passed
  Seconds elapsed = 0;        // of a challenge
  bool at_gate = false;       // the reason why a fact ended is the holder's to know
  bool was_answered = false;  // this question had its answer already
};

// judge verifies. A preset or policy that can't be asked is a Failure, unless the showing is
// nothing to ask of, or there is no bundle.
Answer judge(const Check& check);

// exit_of is spec/verify.md, section 10.
enum class Practice : std::uint8_t { earnest, training };
Exit exit_of(const Report& report, Practice practice);

}  // namespace whit::cli
