// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/signals.h"

#include <algorithm>
#include <array>

namespace whit::cli::gate {
namespace {

constexpr std::array kOurs = {SIGINT,  SIGTERM, SIGHUP,   SIGQUIT,
                              SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD};

volatile std::sig_atomic_t end_by = 0, suspend = 0, resumed = 0, resized = 0;

void note(int number) {
  switch (number) {
    case SIGTSTP:
      suspend = 1;
      break;
    case SIGCONT:
      resumed = 1;
      break;
    case SIGWINCH:
      resized = 1;
      break;
    case SIGCHLD:
      break;  // to end the waiting is enough
    default:
      end_by = number;
  }
}

void act_by(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigfillset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

sigset_t ours() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : kOurs) sigaddset(&set, number);
  return set;
}

timespec left_until(Clock::time_point until) {
  using std::chrono::nanoseconds;
  const auto left = std::max(until - Clock::now(), Clock::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  return {seconds.count(), std::chrono::duration_cast<nanoseconds>(left - seconds).count()};
}

}  // namespace

Signals::Signals() {
  const sigset_t set = ours();
  ::sigprocmask(SIG_BLOCK, &set, &before_);
  for (const int number : kOurs) act_by(number, note);
  act_by(SIGPIPE, SIG_IGN);  // a reader that has gone is an error of write
}

Signals::~Signals() {
  for (const int number : kOurs) act_by(number, SIG_DFL);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

void Signals::wait(std::vector<pollfd>& fds, std::optional<Clock::time_point> until) {
  timespec left{};
  if (until) left = left_until(*until);
  for (pollfd& each : fds) each.revents = 0;
  const int ready = ::ppoll(fds.data(), fds.size(), until ? &left : nullptr, &before_);
  if (ready < 0) {
    for (pollfd& each : fds) each.revents = 0;
  }
}

Raised Signals::take() {
  Raised out;
  out.end = end_by;
  out.suspend = suspend != 0;
  out.resumed = resumed != 0;
  out.resized = resized != 0;
  end_by = 0;
  suspend = 0;
  resumed = 0;
  resized = 0;
  return out;
}

void Signals::stop_here() {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  act_by(SIGTSTP, SIG_DFL);
  ::raise(SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &stop, nullptr);  // here it stops
  ::sigprocmask(SIG_BLOCK, &stop, nullptr);
  act_by(SIGTSTP, note);
}

}  // namespace whit::cli::gate
