// SPDX-License-Identifier: Apache-2.0
#include "cli/common/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "cli/common/message.h"

namespace whit::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

bool is_terminal(int fd) { return isatty(fd) == 1; }

bool has_colour(int fd) {
  return is_terminal(fd) && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

std::string painted(std::string_view text, std::string_view colour, int fd) {
  if (colour.empty() || !has_colour(fd)) return std::string(text);
  return std::string(colour).append(text).append(kPlain);
}

int columns(int fd) {
  winsize size{};
  if (!is_terminal(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

bool is_utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view value = variable(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != value.npos || value.find("utf8") != value.npos ||
           value.find("UTF8") != value.npos || value.find("utf-8") != value.npos;
  }
  return false;
}

bool ask_yes_no(std::string_view question, std::string_view without_terminal) {
  const std::unique_ptr<std::FILE, Close> tty(std::fopen("/dev/tty", "r+e"));
  if (!tty) throw Failure("no terminal to ask at", std::string(without_terminal));
  std::fprintf(tty.get(), "%s ", printable(question).c_str());
  std::fflush(tty.get());
  char line[16] = {};
  if (std::fgets(line, sizeof line, tty.get()) == nullptr) return false;
  const std::string_view answer(line);
  return answer == "y\n" || answer == "yes\n" || answer == "Y\n";
}

}  // namespace whit::cli
