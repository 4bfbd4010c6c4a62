// SPDX-License-Identifier: Apache-2.0
// The checker's radar: what grows old or ends, said before it matters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "whit/bundle.h"
#include "whit/verify.h"

namespace whit::cli {

// Notice is one thing that a person should know. `command` is what to type.
struct Notice {
  enum class Level : std::uint8_t { note, warning };
  Level level = Level::note;
  std::string sentence, command;
};

// age_notice speaks of data that is `age` old where `limit` is allowed: from two thirds of it on.
// Beyond the limit it is silent: then the answer itself says so.
std::optional<Notice> age_notice(Seconds age, Seconds limit);

// end_notice speaks of a bundle that expires within seven days.
std::optional<Notice> end_notice(const Head& head, UnixTime now);

// notices_of_check is what a check says besides its answer: both of these, while it could still
// answer by this bundle.
std::vector<Notice> notices_of_check(const Bundle& bundle, const Report& report, Seconds max_age);

// notices is all that is to be said of an installed bundle at `now`: its age for each preset, its
// end, a clock that can't be right, and from 90 days before, the end of the root's list of service
// keys and of the last key of each use.
std::vector<Notice> notices(const Bundle& bundle, UnixTime now);

}  // namespace whit::cli
