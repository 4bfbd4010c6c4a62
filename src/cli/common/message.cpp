// SPDX-License-Identifier: Apache-2.0
#include "cli/common/message.h"

#include <cstdio>

#include "cli/common/terminal.h"

namespace whit::cli {
namespace {

void write_to(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

bool is_control(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u < 0x20 || u == 0x7f;
}

std::string_view colour_of(std::string_view word) {
  if (word == "error") return kRed;
  if (word == "warning") return kYellow;
  return "";
}

}  // namespace

Exit Console::error(std::string_view text, std::string_view hint) const {
  line("error", text);
  if (!hint.empty()) line("hint", hint);
  return Exit::could_not_work;
}

void Console::warning(std::string_view text, std::string_view hint) const {
  line("warning", text);
  if (!hint.empty()) line("hint", hint);
}

void Console::line(std::string_view word, std::string_view text) const {
  std::fflush(stdout);
  std::string out = program_ + ": ";
  if (!word.empty()) out += painted(std::string(word) + ":", colour_of(word), 2) + " ";
  out += printable(text);
  out += '\n';
  write_to(stderr, out);
}

void print(std::string_view text) { write_to(stdout, std::string(text) + "\n"); }

std::string printable(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto next = static_cast<unsigned char>(i + 1 < out.size() ? out[i + 1] : 0);
    if (out[i] == '\xc2' && next >= 0x80 && next < 0xa0) out[i] = out[i + 1] = '?';  // C1
    if (is_control(out[i])) out[i] = '?';
  }
  return out;
}

void flush_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw Failure("cannot write standard output");
  }
}

}  // namespace whit::cli
