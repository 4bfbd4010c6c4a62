// SPDX-License-Identifier: Apache-2.0
// What is at the other end: a person at a terminal, or a file.
#pragma once

#include <string>
#include <string_view>

namespace whit::cli {

inline constexpr std::string_view kRed = "\x1b[31m", kGreen = "\x1b[32m", kYellow = "\x1b[33m",
                                  kGrey = "\x1b[90m", kBold = "\x1b[1m", kPlain = "\x1b[0m";

// is_terminal tells whether file descriptor `fd` is one.
bool is_terminal(int fd);

// has_colour tells whether to colour what goes to `fd`: a terminal that isn't "dumb", and NO_COLOR
// is not set.
bool has_colour(int fd);

// painted is `text` in `colour` if `fd` has colours, else `text` alone. Colour only ever repeats
// what a word says.
std::string painted(std::string_view text, std::string_view colour, int fd);

// columns is the width of the terminal `fd`, or 0 where there is none.
int columns(int fd);

// is_utf8_locale tells whether LC_ALL, LC_CTYPE or LANG name UTF-8.
bool is_utf8_locale();

// ask_yes_no prints `question` on the terminal and reads a line; only "y" or "yes" is yes. Without
// a terminal it is a Failure whose hint is `without_terminal`.
bool ask_yes_no(std::string_view question, std::string_view without_terminal);

}  // namespace whit::cli
