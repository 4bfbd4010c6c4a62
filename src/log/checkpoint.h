// SPDX-License-Identifier: Apache-2.0
// What a log says of itself (C2SP tlog-checkpoint). Spec: spec/log.md, section 10.
//
// A checkpoint looks like this, and is the text of a signed note:
//
//   example.com/log
//   256
//   nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

struct Checkpoint {
  std::string origin;      // the log's name
  std::uint64_t size = 0;  // leaves, at most 2^63 - 1
  Hash root;
  std::vector<std::string> extensions;  // lines that we never write and that no witness vouches for
};
// parse_checkpoint takes what format() writes and nothing else.
Result<Checkpoint> parse_checkpoint(std::string_view text);
std::string format(const Checkpoint& checkpoint);

}  // namespace whit
