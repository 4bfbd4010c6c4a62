// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/terminal_mode.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace whit::cli::gate {
namespace {

// Another screen than the shell's, so that nothing is left of it in the scrollback; no cursor.
// Where there is no other screen, it is wiped.
constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H";
constexpr std::string_view kLeave = "\x1b[0m\x1b[2J\x1b[H\x1b[?25h\x1b[?1049l";
constexpr std::array kCrashes = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

// What a signal handler needs to see. A process has one terminal.
struct State {
  int keys = -1, screen = -1;
  termios before{};
  volatile std::sig_atomic_t inside = 0;
};
State state;

void set_keys(const termios& mode) {
  // From the background this would stop the program in the middle of leaving.
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTTOU);
  ::sigprocmask(SIG_BLOCK, &stop, &before);
  ::tcsetattr(state.keys, TCSANOW, &mode);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

void put_right() {
  if (state.inside == 0) return;
  state.inside = 0;
  if (state.keys >= 0) set_keys(state.before);
  if (state.screen >= 0) {
    (void)!::write(state.screen, kLeave.data(), kLeave.size());
  }
}

extern "C" void crashed(int number) {
  put_right();
  ::signal(number, SIG_DFL);
  ::raise(number);
}

}  // namespace

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(fd, text.data(), text.size());
    if (put > 0) {
      text.remove_prefix(static_cast<std::size_t>(put));
      continue;
    }
    if (put < 0 && errno == EAGAIN) {
      pollfd wait{fd, POLLOUT, 0};
      (void)::poll(&wait, 1, 1000);
    } else if (put == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

TerminalMode::TerminalMode(int keys, int screen) {
  state.keys = keys >= 0 && ::tcgetattr(keys, &state.before) == 0 ? keys : -1;
  state.screen = screen;
  for (const int number : kCrashes) ::signal(number, crashed);
  enter();
}

TerminalMode::~TerminalMode() {
  leave();
  for (const int number : kCrashes) ::signal(number, SIG_DFL);
}

void TerminalMode::enter() {
  state.inside = 1;
  if (state.keys >= 0) {
    termios raw = state.before;
    ::cfmakeraw(&raw);
    raw.c_oflag |= OPOST;  // lines still end in CR and LF
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    set_keys(raw);
  }
  if (state.screen >= 0) write_all(state.screen, kEnter);
}

void TerminalMode::leave() { put_right(); }

}  // namespace whit::cli::gate
