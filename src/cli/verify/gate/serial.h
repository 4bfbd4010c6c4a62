// SPDX-License-Identifier: Apache-2.0
// A scanner on a serial line: RS-232, or USB in serial (COM) mode.
#pragma once

#include "cli/verify/gate/assembler.h"

namespace whit::cli::gate {

// Serial opens the line raw: 8 bits, no parity, no flow control. What isn't there, or goes away, is
// waited for.
class Serial : public Source {
 public:
  // `baud` is 1200 to 115200, one of the usual ones; else a Failure, as is a device that isn't a
  // serial line or may not be opened.
  Serial(std::string device, unsigned baud);
  ~Serial() override;

  std::vector<int> readable() const override;
  std::optional<Clock::time_point> due() const override;
  void take(Clock::time_point now, Sink& sink) override;
  std::string trouble() const override;

 private:
  bool open_line();
  void close_line(Clock::time_point now);

  std::string device_;
  unsigned baud_;
  int fd_ = -1;
  bool was_there_ = false;
  Clock::time_point next_try_;
  Assembler assembler_{Keys::none};
};

}  // namespace whit::cli::gate
