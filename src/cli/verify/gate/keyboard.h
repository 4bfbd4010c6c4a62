// SPDX-License-Identifier: Apache-2.0
// Standard input: a terminal at which a scanner types and a person presses keys, or a file or pipe
// with a code on each line.
#pragma once

#include "cli/verify/gate/assembler.h"

namespace whit::cli::gate {

class Keyboard : public Source {
 public:
  // `fd` stays the caller's. `keys` is persons at a terminal.
  Keyboard(int fd, Keys keys) : fd_(fd), keys_(keys), assembler_(keys) {}

  std::vector<int> readable() const override;
  std::optional<Clock::time_point> due() const override { return assembler_.due(); }
  void take(Clock::time_point now, Sink& sink) override;
  std::string trouble() const override { return ""; }

  // ended tells whether nothing will ever come of it again: the end of a file, or the terminal was
  // closed.
  bool ended() const noexcept { return ended_; }

 private:
  int fd_;
  Keys keys_;
  Assembler assembler_;
  bool ended_ = false;
};

}  // namespace whit::cli::gate
