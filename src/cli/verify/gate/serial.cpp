// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/serial.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cli/common/message.h"

namespace whit::cli::gate {
namespace {

constexpr std::chrono::seconds kTryAgain{1};

struct Speed {
  unsigned baud;
  speed_t code;
};
constexpr Speed kSpeeds[] = {{1200, B1200},   {2400, B2400},   {4800, B4800},   {9600, B9600},
                             {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}};

speed_t speed_of(unsigned baud) {
  const auto* found = std::find_if(std::begin(kSpeeds), std::end(kSpeeds),
                                   [baud](const Speed& each) { return each.baud == baud; });
  if (found == std::end(kSpeeds)) {
    throw Failure("--baud " + std::to_string(baud) + " is not a speed of serial lines",
                  "1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200, as the scanner is set");
  }
  return found->code;
}

bool set_raw(int fd, unsigned baud) {
  termios mode{};
  if (::tcgetattr(fd, &mode) != 0) return false;
  ::cfmakeraw(&mode);
  mode.c_cflag |= CLOCAL | CREAD;
  mode.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS | HUPCL);
  mode.c_cc[VMIN] = 0;
  mode.c_cc[VTIME] = 0;
  ::cfsetspeed(&mode, speed_of(baud));
  return ::tcsetattr(fd, TCSANOW, &mode) == 0;
}

}  // namespace

Serial::Serial(std::string device, unsigned baud) : device_(std::move(device)), baud_(baud) {
  speed_of(baud_);
  if (!open_line()) next_try_ = Clock::now() + kTryAgain;
}

Serial::~Serial() {
  if (fd_ >= 0) ::close(fd_);
}

bool Serial::open_line() {
  fd_ = ::open(device_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd_ < 0) {
    if (was_there_ || (errno != EACCES && errno != EISDIR)) return false;
    throw Failure(printable(device_) + ": may not be opened",
                  "add this user to the group that owns it: dialout, on Debian");
  }
  if (::isatty(fd_) != 1 || !set_raw(fd_, baud_)) {
    const bool is_line = ::isatty(fd_) == 1;
    ::close(fd_);
    fd_ = -1;
    if (is_line || was_there_) return false;  // it went while it was being set
    throw Failure(
        printable(device_) + " is not a serial line",
        "such as /dev/ttyACM0 or /dev/ttyUSB0; leave --serial out for a scanner that types");
  }
  ::tcflush(fd_, TCIFLUSH);  // what was scanned before this started belongs to nobody here
  was_there_ = true;
  return true;
}

void Serial::close_line(Clock::time_point now) {
  ::close(fd_);
  fd_ = -1;
  next_try_ = now + kTryAgain;
}

std::vector<int> Serial::readable() const {
  if (fd_ < 0) return {};
  return {fd_};
}

std::optional<Clock::time_point> Serial::due() const {
  const auto code = assembler_.due();
  if (fd_ >= 0) return code;
  return code ? std::min(*code, next_try_) : next_try_;
}

void Serial::take(Clock::time_point now, Sink& sink) {
  if (fd_ < 0 && now >= next_try_ && !open_line()) next_try_ = now + kTryAgain;
  if (fd_ >= 0) {
    pollfd look{fd_, POLLIN, 0};
    const bool asked = ::poll(&look, 1, 0) > 0;
    char buffer[4096];
    const ssize_t got = asked ? ::read(fd_, buffer, sizeof buffer) : 0;
    if (got > 0) {
      assembler_.add({buffer, static_cast<std::size_t>(got)}, now, sink);
    } else if (asked && (got == 0 || (errno != EINTR && errno != EAGAIN))) {
      close_line(now);
    }
  }
  assembler_.tick(now, sink);
}

std::string Serial::trouble() const {
  if (fd_ >= 0) return "";
  return was_there_ ? "scanner gone; plug it in (waiting)"
                    : "no scanner at " + printable(device_) + "; plug it in (waiting)";
}

}  // namespace whit::cli::gate
