// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/hash_queue.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "log/entry.h"
#include "verify/showing.h"

namespace whit::cli {
namespace {

constexpr Day kDaysKept = 2;  // today and yesterday: 48 h at most

using Days = std::map<Day, std::set<std::string>>;

std::string date_of(Day day) { return format_rfc3339(midnight(day)).substr(0, 10); }

std::string line_of(const QueuedHash& hash) {
  return hex::encode(hash.leaf.view()) + " " + std::to_string(hash.expiry);
}

bool is_hash_line(std::string_view line) {
  const std::string_view day = line.substr(std::min<std::size_t>(line.size(), 65));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return line.size() > 65 && line[64] == ' ' && hex::decode(line.substr(0, 64)).ok() &&
         day.size() <= 10 && std::all_of(day.begin(), day.end(), is_digit);
}

std::optional<Day> day_line(std::string_view line) {
  if (line.size() != 12 || line.substr(0, 2) != "# ") return std::nullopt;
  const auto time = parse_time(line.substr(2));
  return time ? std::optional<Day>(day_of(*time)) : std::nullopt;
}

// The days in a file; none where it isn't of this form.
std::optional<Days> parse(std::string_view text) {
  Days out;
  std::set<std::string>* lines = nullptr;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (const auto day = day_line(line)) {
      lines = &out[*day];
    } else if (lines != nullptr && is_hash_line(line)) {
      lines->emplace(line);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

Days read(const std::string& path) {
  if (!exists(path)) return {};
  const auto file = read_private_file(path);
  auto days = parse(as_text(file));
  if (!days) throw Failure(printable(path) + " is no file of hashes", "nothing was changed");
  return std::move(*days);
}

// The times of the file say the day alone, as what stands in it does.
void blur_times(const std::string& path, Day today) {
  const timespec day{static_cast<time_t>(midnight(today)), 0};
  const timespec both[] = {day, day};
  (void)utimensat(AT_FDCWD, path.c_str(), both, 0);
}

bool is_accepted(Verdict verdict) {
  return verdict == Verdict::valid || verdict == Verdict::document_not_compared;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

}  // namespace

std::vector<QueuedHash> accepted_hashes(const Answer& answer, Bytes showing, Practice practice) {
  const Report& report = answer.report;
  const bool trained = practice == Practice::training && report.verdict == Verdict::specimen;
  if (!is_accepted(trained ? report.training : report.verdict)) return {};
  Showing shown;
  if (shown.read(showing) != Verdict::valid || shown.kind() == Kind::blind) return {};
  std::vector<QueuedHash> out;
  for (std::size_t i = 0; i < report.count; ++i) {
    const Token* token = shown.find(report.facts[i].vct);
    if (token != nullptr) out.push_back({leaf_hash(encode(entry_of(*token))), token->day});
  }
  return out;
}

void refuse_at_gate(const Answer& answer, const CheckOptions& options) {
  if (options.keep_hashes.empty() || !answer.at_gate || options.hashes_at_gate) return;
  throw Failure("hashes are not kept where people queue: this question binds to no document",
                "who has the file and the issuer's register learns who passed; if it must be, add "
                "--keep-hashes-at-gate");
}

void queue_hashes(const std::string& path, const std::vector<QueuedHash>& hashes, UnixTime now) {
  const FolderLock lock(folder_of(path));
  const Day today = day_of(now);
  Days days = read(path);
  for (const QueuedHash& hash : hashes) days[today].insert(line_of(hash));
  std::string text;
  for (const auto& [day, lines] : days) {
    if (day + kDaysKept <= today || lines.empty()) continue;
    text += "# " + date_of(day) + "\n";
    for (const std::string& line : lines) text += line + "\n";
  }
  if (text.empty()) return remove_file(path);
  write_file_atomic(path, as_bytes(text), Access::owner);
  blur_times(path, today);
}

void queue_or_warn(const std::string& path, const std::vector<QueuedHash>& hashes, UnixTime now,
                   const Console& console) {
  if (path.empty()) return;
  try {
    queue_hashes(path, hashes, now);
  } catch (const Failure& failure) {
    console.warning("no hashes were kept: " + failure.error());
  }
}

}  // namespace whit::cli
