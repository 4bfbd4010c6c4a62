// SPDX-License-Identifier: Apache-2.0
// The signals that a gate answers to, and waiting for them and for descriptors at once.
#pragma once

#include <poll.h>

#include <csignal>
#include <optional>
#include <vector>

#include "cli/verify/gate/source.h"

namespace whit::cli::gate {

// Raised is which of them came since they were last looked for.
struct Raised {
  int end = 0;  // SIGINT, SIGTERM, SIGHUP or SIGQUIT; 0 is none
  bool suspend = false, resumed = false, resized = false;
};

// Signals holds them back but while it waits. There is one in a program, made before any thread;
// when it goes, all is as it was.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // wait polls until one of `fds` is ready, `until` has come, or a signal.
  void wait(std::vector<pollfd>& fds, std::optional<Clock::time_point> until);
  Raised take();
  // stop_here stops the process as Ctrl-Z does, and returns when it is continued.
  void stop_here();

 private:
  sigset_t before_{};
};

}  // namespace whit::cli::gate
