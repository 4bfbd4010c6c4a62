// SPDX-License-Identifier: Apache-2.0
// The terminal while a gate runs: keys as they are pressed, without echo, and a screen of its own.
// On every way out it is as it was before: that is this file's one promise.
#pragma once

#include <termios.h>

#include <string_view>

namespace whit::cli::gate {

// TerminalMode is for one terminal and there is one in a program. It also holds while the program
// crashes: the handlers of SIGSEGV and the like put the terminal right before it ends.
class TerminalMode {
 public:
  // `keys` is the terminal that is read, or -1; `screen` the one that is drawn on, or -1.
  TerminalMode(int keys, int screen);
  ~TerminalMode();
  TerminalMode(const TerminalMode&) = delete;
  TerminalMode& operator=(const TerminalMode&) = delete;

  void enter();
  void leave();
};

// write_all writes everything; false where that can't be done.
bool write_all(int fd, std::string_view text);

}  // namespace whit::cli::gate
