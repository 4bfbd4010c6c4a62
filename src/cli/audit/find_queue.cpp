// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include "base/hex.h"
#include "cli/audit/find_command.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

constexpr std::size_t kQueueLimit = 256 * kMegabyte;

[[noreturn]] void refuse(const std::string& path, std::size_t line) {
  throw Failure(printable(path) + ": line " + std::to_string(line) + " is no hash with a day",
                "<64 hexadecimal digits> <expiry day>, as whit-verify check --keep-hashes writes");
}

Sought parse_line(std::string_view line, const std::string& path, std::size_t number) {
  constexpr std::size_t kDigits = 2 * Hash::kSize;
  if (line.size() < kDigits + 2 || line.size() > kDigits + 6 || line[kDigits] != ' ') {
    refuse(path, number);
  }
  const auto leaf = hex::decode(std::string(line.substr(0, kDigits)));
  const std::string day(line.substr(kDigits + 1));
  if (!leaf || day.find_first_not_of("0123456789") != day.npos) refuse(path, number);
  Sought out;
  out.leaf = Hash::from(*leaf);
  out.expiry = static_cast<Day>(std::stoul(day));
  if (out.expiry < kMinDay || out.expiry > kMaxDay) refuse(path, number);
  return out;
}

}  // namespace

std::vector<Sought> read_queue(const std::string& path, Day today) {
  const auto bytes = read_file(path, kQueueLimit);
  std::vector<Sought> out;
  std::size_t number = 0;
  Day day = today;
  for (std::string_view rest = as_text(bytes); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.empty()) continue;
    if (line[0] == '#') {
      const auto date = parse_time(line.size() > 2 ? line.substr(2) : line);
      if (date) day = day_of(*date);
      continue;
    }
    out.push_back(parse_line(line, path, number));
    out.back().seen = day;
  }
  return out;
}

}  // namespace whit::cli
