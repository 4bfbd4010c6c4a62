// SPDX-License-Identifier: Apache-2.0
#include "cli/common/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include "cli/common/descriptor.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

constexpr char kInterrupt = 3, kEndOfInput = 4, kBackspace = 8, kDelete = 127;

// Hidden switches echo, line editing and signals off until it goes. Ctrl-C arrives as a character,
// so that the terminal is always put right before the program ends.
class Hidden {
 public:
  explicit Hidden(int fd) : fd_(fd) {
    if (tcgetattr(fd_, &before_) != 0) throw Failure("cannot switch off the terminal's echo");
    termios now = before_;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    if (tcsetattr(fd_, TCSAFLUSH, &now) != 0) {
      throw Failure("cannot switch off the terminal's echo");
    }
  }
  ~Hidden() { tcsetattr(fd_, TCSAFLUSH, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  int fd_;
  termios before_{};
};

// read_char returns false at the end.
bool read_char(int fd, char& c) {
  for (;;) {
    const ssize_t got = read(fd, &c, 1);
    if (got == 1) return true;
    if (got == 0) return false;
    if (errno != EINTR) throw Failure("cannot read the passphrase");
  }
}

// Line collects a secret in guarded memory.
class Line {
 public:
  void add(char c) {
    if (size_ == kLongestSecret) throw Failure("the passphrase is longer than 1,024 bytes");
    memory_.expose_writable(InsecureAccess{})[size_++] = static_cast<std::uint8_t>(c);
  }
  void drop() {  // one UTF-8 character
    while (size_ > 0 && (memory_.expose(InsecureAccess{})[--size_] & 0xc0U) == 0x80) {
    }
  }
  SecretBuffer take() const {
    if (size_ == 0) throw Failure("the passphrase is empty");
    return SecretBuffer::copy_of(memory_.expose(InsecureAccess{}).first(size_));
  }

 private:
  SecretBuffer memory_{kLongestSecret};
  std::size_t size_ = 0;
};

SecretBuffer read_line(int fd) {
  Line line;
  for (char c = 0; read_char(fd, c) && c != '\n';) line.add(c);
  return line.take();
}

void tell(int tty, std::string_view text) {
  if (write(tty, text.data(), text.size()) < 0) throw Failure("cannot write to the terminal");
}

// type_line returns nothing if the person pressed Ctrl-C.
std::optional<SecretBuffer> type_line(int tty) {
  const Hidden hidden(tty);
  Line line;
  for (char c = 0; read_char(tty, c) && c != '\n' && c != '\r' && c != kEndOfInput;) {
    if (c == kInterrupt) return std::nullopt;
    if (c == kBackspace || c == kDelete) {
      line.drop();
    } else {
      line.add(c);
    }
  }
  return line.take();
}

SecretBuffer type(int tty, std::string_view prompt) {
  tell(tty, std::string(prompt) + ": ");
  std::optional<SecretBuffer> typed = type_line(tty);
  tell(tty, "\n");
  if (!typed) {
    std::raise(SIGINT);
    throw Failure("interrupted");
  }
  return std::move(*typed);
}

}  // namespace

SecretBuffer read_passphrase(std::optional<int> fd, std::string_view prompt, Typing typing,
                             std::string_view option) {
  if (fd) return read_line(*fd);
  const Descriptor tty(open("/dev/tty", O_RDWR | O_CLOEXEC));
  if (tty.get() < 0) {
    throw Failure("no terminal to ask at", "give " + std::string(option));
  }
  SecretBuffer first = type(tty.get(), prompt);
  if (typing == Typing::once) return first;
  const SecretBuffer again = type(tty.get(), "once more");
  if (!equal(first.expose(InsecureAccess{}), again.expose(InsecureAccess{}))) {
    throw Failure("the two passphrases differ");
  }
  return first;
}

SecretBuffer read_credential(const std::string& name, std::string_view prompt) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == 0) {
    throw Failure("there are no credentials here: CREDENTIALS_DIRECTORY is not set",
                  "LoadCredential=" + name + ":FILE in the systemd unit");
  }
  const std::string path = folder + ("/" + name);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (name.find('/') != std::string::npos || file.get() < 0) {
    throw Failure("there is no credential " + printable(name),
                  "LoadCredential=" + printable(name) + ":FILE in the systemd unit");
  }
  return read_passphrase(file.get(), prompt);
}

}  // namespace whit::cli
