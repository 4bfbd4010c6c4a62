// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/keyboard.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace whit::cli::gate {
namespace {

// A terminal in raw mode answers at once; a pipe is asked before it is read.
short state_of(int fd) {
  pollfd look{fd, POLLIN, 0};
  return ::poll(&look, 1, 0) > 0 ? look.revents : short{0};
}

}  // namespace

std::vector<int> Keyboard::readable() const {
  if (ended_) return {};
  return {fd_};
}

void Keyboard::take(Clock::time_point now, Sink& sink) {
  char buffer[4096];
  const short state = ended_ ? short{0} : state_of(fd_);
  if (state != 0) {
    const ssize_t got = ::read(fd_, buffer, sizeof buffer);
    if (got > 0) {
      assembler_.add({buffer, static_cast<std::size_t>(got)}, now, sink);
    } else if (got == 0 ? keys_ == Keys::none || (state & POLLHUP) != 0
                        : errno != EINTR && errno != EAGAIN) {
      ended_ = true;
      assembler_.finish(sink);
    }
  }
  assembler_.tick(now, sink);
}

}  // namespace whit::cli::gate
