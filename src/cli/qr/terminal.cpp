// SPDX-License-Identifier: Apache-2.0
#include <sys/ioctl.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <string>

#include "cli/qr/qr.h"

namespace whit {
namespace {

// Colours 16 and 231 are the cube's black and white: themes redefine 0-15, but not these.
constexpr std::string_view kBlackOnWhite = "\x1b[38;5;16;48;5;231m";
constexpr std::string_view kBlackSpace = "\x1b[48;5;16m";
constexpr std::string_view kWhiteSpace = "\x1b[48;5;231m";
constexpr std::string_view kReset = "\x1b[0m";

bool is_ascii(QrText style) { return style == QrText::ascii || style == QrText::colour_ascii; }

std::string_view half_block(bool upper, bool lower) {
  if (upper && lower) return "\u2588";
  if (upper) return "\u2580";
  return lower ? "\u2584" : " ";
}

void append_blocks(std::string& out, const QrMatrix& qr, int y, QrText style) {
  const bool ink_is_dark = style != QrText::blocks_on_black;
  if (style == QrText::colour_blocks) out += kBlackOnWhite;
  for (int x = -kQuietZone; x < qr.size() + kQuietZone; ++x) {
    // The side is odd: the last line has nothing in its lower half, light ink included.
    const bool lower = y + 1 < qr.size() + kQuietZone && qr.dark(x, y + 1) == ink_is_dark;
    out += half_block(qr.dark(x, y) == ink_is_dark, lower);
  }
  if (style == QrText::colour_blocks) out += kReset;
  out += '\n';
}

void append_ascii(std::string& out, const QrMatrix& qr, int y, QrText style) {
  bool was_dark = true;
  for (int x = -kQuietZone; x < qr.size() + kQuietZone; ++x) {
    const bool dark = qr.dark(x, y);
    if (style == QrText::ascii) {
      out += dark ? "##" : "  ";
      continue;
    }
    if (dark != was_dark) out += dark ? kBlackSpace : kWhiteSpace;
    was_dark = dark;
    out += "  ";
  }
  if (style == QrText::colour_ascii) out += kReset;
  out += '\n';
}

// The order is POSIX's: the first of the three that is set and not empty decides.
bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string upper;
    for (const char* c = value; *c != '\0'; ++c) {
      if (*c != '-') upper += static_cast<char>(std::toupper(static_cast<unsigned char>(*c)));
    }
    return upper.find("UTF8") != std::string::npos;
  }
  return false;
}

bool shows_colours(int fd) {
  const char* term = std::getenv("TERM");
  return isatty(fd) == 1 && term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

}  // namespace

std::string qr_text(const QrMatrix& qr, QrText style) {
  std::string out;
  const int step = is_ascii(style) ? 1 : 2;
  for (int y = -kQuietZone; y < qr.size() + kQuietZone; y += step) {
    if (is_ascii(style)) {
      append_ascii(out, qr, y, style);
    } else {
      append_blocks(out, qr, y, style);
    }
  }
  return out;
}

int qr_columns(const QrMatrix& qr, QrText style) {
  return (qr.size() + 2 * kQuietZone) * (is_ascii(style) ? 2 : 1);
}

int qr_rows(const QrMatrix& qr, QrText style) {
  const int side = qr.size() + 2 * kQuietZone;
  return is_ascii(style) ? side : (side + 1) / 2;
}

bool Terminal::fits(const QrMatrix& qr) const {
  return (columns == 0 || qr_columns(qr, style) <= columns) &&
         (rows == 0 || qr_rows(qr, style) < rows);  // one row is the prompt's
}

Terminal terminal_for(int fd) {
  const bool utf8 = locale_is_utf8();
  Terminal out;
  if (shows_colours(fd)) {
    out.style = utf8 ? QrText::colour_blocks : QrText::colour_ascii;
  } else {
    out.style = utf8 ? QrText::blocks : QrText::ascii;
  }
  winsize size{};
  if (isatty(fd) == 1 && ioctl(fd, TIOCGWINSZ, &size) == 0) {
    out.columns = size.ws_col;
    out.rows = size.ws_row;
  }
  return out;
}

}  // namespace whit
