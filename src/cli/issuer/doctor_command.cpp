// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>

#include "cli/common/program.h"
#include "cli/common/terminal.h"
#include "cli/issuer/doctor.h"

namespace whit::cli {
namespace {

std::string_view word(Colour colour) {
  switch (colour) {
    case Colour::green:
      return "ok";
    case Colour::yellow:
      return "warning";
    case Colour::red:
      return "red";
  }
  return "red";
}

std::string_view paint(Colour colour) {
  if (colour == Colour::green) return kGreen;
  return colour == Colour::yellow ? kYellow : kRed;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  if (out.size() < width) out.append(width - out.size(), ' ');
  return out;
}

void print_text(const std::vector<Check>& checks) {
  for (const Check& check : checks) {
    print(painted(padded(word(check.colour), 9), paint(check.colour), STDOUT_FILENO) +
          padded(check.name, 17) + printable(check.sentence));
    if (!check.command.empty()) print(std::string(26, ' ') + "-> " + printable(check.command));
  }
}

void print_json(const std::vector<Check>& checks) {
  std::string out = "{\"checks\":[";
  for (const Check& check : checks) {
    if (out.back() != '[') out += ',';
    out += "{\"name\":" + json_quoted(check.name) +
           ",\"state\":" + json_quoted(word(check.colour)) +
           ",\"sentence\":" + json_quoted(check.sentence) +
           ",\"command\":" + json_quoted(check.command) + "}";
  }
  print(out + "]}");
}

}  // namespace

Exit doctor(const Common& common, Output output, Rng& rng) {
  const std::vector<Check> checks = judge(examine(common, Depth::full, rng));
  const auto number = [&](Colour colour) {
    return std::count_if(checks.begin(), checks.end(),
                         [&](const Check& check) { return check.colour == colour; });
  };
  const auto red = number(Colour::red), yellow = number(Colour::yellow);
  if (output == Output::json) {
    print_json(checks);
  } else {
    print_text(checks);
    print(std::to_string(checks.size()) + " checks: " + std::to_string(red) + " red, " +
          std::to_string(yellow) + (yellow == 1 ? " warning" : " warnings"));
  }
  return red == 0 ? Exit::yes : Exit::no;
}

}  // namespace whit::cli
