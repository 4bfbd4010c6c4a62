// SPDX-License-Identifier: Apache-2.0
// Where the files of a log come from: a web server, a folder, a stick. Spec: spec/log.md,
// section 13.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/result.h"

namespace whit {

class LogSource {
 public:
  virtual ~LogSource() = default;
  // get gives the file at `path` below the log's prefix, such as "checkpoint", "tile/0/x001/067" or
  // "header/12", of at most `limit` bytes. not_found; too_large; unreachable, which may go over.
  // Nothing of what it gives is checked.
  virtual Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) = 0;
  // soon says what will likely be asked for next, so that a source far away can go and fetch it.
  virtual void soon(const std::vector<std::string>& /*paths*/) {}
};

}  // namespace whit
