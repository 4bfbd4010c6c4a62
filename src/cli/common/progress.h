// SPDX-License-Identifier: Apache-2.0
// A bar for what takes a while.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whit::cli {

// Progress draws on standard error if that is a terminal, erases itself when it goes, and is silent
// everywhere else.
class Progress {
 public:
  // `total` of 0 means that the end isn't known.
  Progress(std::string_view label, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // at draws when the picture changes; it costs next to nothing in between.
  void at(std::uint64_t done);

 private:
  void draw(std::uint64_t done);
  std::string label_;
  std::uint64_t total_;
  int drawn_ = -1;  // per cent, or thousands where there is no total
  bool on_;
};

}  // namespace whit::cli
