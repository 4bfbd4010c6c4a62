// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <sstream>

#include "canvas.h"

namespace whit {
namespace {

// What is seen of one drawn line: for each column, whether its upper and lower half are ink.
struct Cell {
  bool upper;
  bool lower;
};

// Removes ANSI colours, remembering for colour_ascii whether the background is black.
std::vector<Cell> cells(const std::string& line) {
  static const std::map<std::string, Cell> kGlyphs{{" ", {false, false}},
                                                   {"#", {true, true}},
                                                   {"\u2580", {true, false}},
                                                   {"\u2584", {false, true}},
                                                   {"\u2588", {true, true}}};
  std::vector<Cell> out;
  bool black = false;
  for (std::size_t i = 0; i < line.size();) {
    if (line[i] == '\x1b') {
      const std::size_t end = line.find('m', i);
      REQUIRE(end != std::string::npos);
      const std::string colour = line.substr(i, end + 1 - i);
      if (colour == "\x1b[48;5;16m") black = true;
      if (colour == "\x1b[48;5;231m") black = false;
      i = end + 1;
      continue;
    }
    const std::size_t length = static_cast<unsigned char>(line[i]) < 0x80 ? 1 : 3;
    const Cell cell = kGlyphs.at(line.substr(i, length));
    out.push_back({cell.upper || black, cell.lower || black});
    i += length;
  }
  return out;
}

// The modules of a drawing with its quiet zone, true for dark, read as a person would see it.
std::vector<std::vector<bool>> look(const std::string& drawing, QrText style) {
  const bool ascii = style == QrText::ascii || style == QrText::colour_ascii;
  const bool ink_is_dark = style != QrText::blocks_on_black;
  std::vector<std::vector<bool>> out;
  std::istringstream in(drawing);
  for (std::string line; std::getline(in, line);) {
    std::vector<bool> upper, lower;
    const auto row = cells(line);
    for (std::size_t i = 0; i < row.size(); i += ascii ? 2 : 1) {
      upper.push_back(row[i].upper == ink_is_dark);
      lower.push_back(row[i].lower == ink_is_dark);
      if (ascii) REQUIRE(row[i + 1].upper == row[i].upper);
    }
    out.push_back(upper);
    if (!ascii) out.push_back(lower);
  }
  return out;
}

class Environment {
 public:
  Environment(std::string lang, std::string term) {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG", "TERM"}) {
      if (const char* value = getenv(name)) saved_[name] = value;
      unsetenv(name);
    }
    setenv("LANG", lang.c_str(), 1);
    setenv("TERM", term.c_str(), 1);
  }
  ~Environment() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG", "TERM"}) unsetenv(name);
    for (const auto& [name, value] : saved_) setenv(name.c_str(), value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::map<std::string, std::string> saved_;
};

// A pseudo terminal of a given size.
class Pty {
 public:
  Pty(unsigned short columns, unsigned short rows) : main_(posix_openpt(O_RDWR | O_NOCTTY)) {
    REQUIRE(main_ >= 0);
    REQUIRE(grantpt(main_) == 0);
    REQUIRE(unlockpt(main_) == 0);
    fd_ = open(ptsname(main_), O_RDWR | O_NOCTTY);
    REQUIRE(fd_ >= 0);
    winsize size{};
    size.ws_col = columns;
    size.ws_row = rows;
    REQUIRE(ioctl(fd_, TIOCSWINSZ, &size) == 0);
  }
  ~Pty() {
    close(fd_);
    close(main_);
  }
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;
  int fd() const { return fd_; }

 private:
  int main_;
  int fd_ = -1;
};

}  // namespace

TEST_CASE("each way of drawing in characters shows exactly the matrix", "[qr]") {
  const QrText style = GENERATE(QrText::colour_blocks, QrText::colour_ascii, QrText::blocks,
                                QrText::blocks_on_black, QrText::ascii);
  const auto qr = make_qr(test::whit_text(GENERATE(as<std::size_t>{}, 24, 246, 768)));
  REQUIRE(qr.ok());
  const auto seen = look(qr_text(*qr, style), style);
  const int side = qr->size() + 2 * kQuietZone;
  REQUIRE(static_cast<int>(seen.size()) >= side);
  for (int y = 0; y < side; ++y) {
    const auto& row = seen[static_cast<std::size_t>(y)];
    REQUIRE(static_cast<int>(row.size()) == side);
    for (int x = 0; x < side; ++x) {
      if (row[static_cast<std::size_t>(x)] != qr->dark(x - kQuietZone, y - kQuietZone)) {
        FAIL("module " << x << ' ' << y);
      }
    }
  }
}

TEST_CASE("a drawing takes the columns and rows that it says", "[qr]") {
  const QrText style = GENERATE(QrText::colour_blocks, QrText::colour_ascii, QrText::blocks,
                                QrText::blocks_on_black, QrText::ascii);
  const auto qr = make_qr(test::whit_text(246));
  REQUIRE(qr.ok());
  std::istringstream in(qr_text(*qr, style));
  int rows = 0;
  for (std::string line; std::getline(in, line); ++rows) {
    CHECK(static_cast<int>(cells(line).size()) == qr_columns(*qr, style));
  }
  CHECK(rows == qr_rows(*qr, style));
  CHECK(qr_columns(*qr, QrText::blocks) == 73);
}

TEST_CASE("no colour reaches a pipe or a file", "[qr]") {
  const auto qr = make_qr("WH1:ABC");
  REQUIRE(qr.ok());
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  for (const char* lang : {"C.UTF-8", "C"}) {
    const Environment environment(lang, "xterm");
    const Terminal terminal = terminal_for(ends[1]);
    CHECK(qr_text(*qr, terminal.style).find('\x1b') == std::string::npos);
    CHECK(terminal.columns == 0);
    CHECK(terminal.fits(*qr));
  }
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("the locale and the kind of terminal choose the way of drawing", "[qr]") {
  const Pty pty(80, 50);
  const auto style = [&](const char* lang, const char* term) {
    const Environment environment(lang, term);
    return terminal_for(pty.fd()).style;
  };
  CHECK(style("en_US.UTF-8", "xterm") == QrText::colour_blocks);
  CHECK(style("de_DE.utf8", "xterm") == QrText::colour_blocks);
  CHECK(style("C", "xterm") == QrText::colour_ascii);
  CHECK(style("ru_RU.KOI8-R", "xterm") == QrText::colour_ascii);
  CHECK(style("C.UTF-8", "dumb") == QrText::blocks);
  CHECK(style("C", "dumb") == QrText::ascii);
  const Environment environment("C.UTF-8", "xterm");
  setenv("LC_ALL", "C", 1);
  CHECK(terminal_for(pty.fd()).style == QrText::colour_ascii);
}

TEST_CASE("a code fits a terminal only if it is shown whole", "[qr]") {
  const auto qr = make_qr(test::whit_text(246));  // 73 columns, 37 rows
  REQUIRE(qr.ok());
  const auto fits = [&](unsigned short columns, unsigned short rows) {
    const Environment environment("C.UTF-8", "xterm");
    const Pty pty(columns, rows);
    return terminal_for(pty.fd()).fits(*qr);
  };
  CHECK(fits(73, 38));
  CHECK_FALSE(fits(72, 38));
  CHECK_FALSE(fits(73, 37));
}

}  // namespace whit
