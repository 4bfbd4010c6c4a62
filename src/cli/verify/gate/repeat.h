// SPDX-License-Identifier: Apache-2.0
// Telling a code that is still in front of the camera from one that was shown again.
#pragma once

#include <optional>
#include <string>

#include "cli/verify/gate/source.h"
#include "whit/bytes.h"

namespace whit::cli::gate {

// Repeat keeps the hash of what was seen last, and when.
class Repeat {
 public:
  // is_new tells whether `what` was not seen for two seconds. Seeing it again starts them anew.
  bool is_new(const std::string& what, Clock::time_point now);
  // drop_old forgets what has not been seen for that long.
  void drop_old(Clock::time_point now);

 private:
  std::optional<Hash> last_;
  Clock::time_point seen_;
};

}  // namespace whit::cli::gate
