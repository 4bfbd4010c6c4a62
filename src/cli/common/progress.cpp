// SPDX-License-Identifier: Apache-2.0
#include "cli/common/progress.h"

#include <cstdio>

#include "cli/common/terminal.h"

namespace whit::cli {

Progress::Progress(std::string_view label, std::uint64_t total)
    : label_(label), total_(total), on_(is_terminal(2)) {}

Progress::~Progress() {
  if (on_ && drawn_ >= 0) std::fputs("\r\x1b[K", stderr);
}

void Progress::at(std::uint64_t done) {
  if (!on_) return;
  const int now = static_cast<int>(total_ == 0 ? done / 1000 : done * 100 / total_);
  if (now == drawn_) return;
  drawn_ = now;
  draw(done);
}

void Progress::draw(std::uint64_t done) {
  constexpr int kWidth = 24;
  std::string out = "\r" + label_ + " ";
  if (total_ != 0) {
    const int full = drawn_ * kWidth / 100;
    out += '[' + std::string(static_cast<std::size_t>(full), '#') +
           std::string(static_cast<std::size_t>(kWidth - full), '.') + "] ";
    out += std::to_string(drawn_) + " %";
  } else {
    out += std::to_string(done);
  }
  out += "\x1b[K";
  std::fputs(out.c_str(), stderr);
}

}  // namespace whit::cli
