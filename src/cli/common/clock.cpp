// SPDX-License-Identifier: Apache-2.0
#include "cli/common/clock.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace whit::cli {
namespace {

constexpr UnixTime kLast = 253402300799;  // 9999-12-31T23:59:59Z

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Cursor reads a fixed form from left to right; once something is wrong it stays wrong.
struct Cursor {
  std::string_view left;
  bool good = true;

  unsigned digits(std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      good = good && i < left.size() && is_digit(left[i]);
      if (good) value = value * 10 + static_cast<unsigned>(left[i] - '0');
    }
    if (good) left.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (!good || left.empty() || left[0] != c) return false;
    left.remove_prefix(1);
    return true;
  }
  void need(char c) { good = take(c) && good; }
};

std::int64_t read_offset(Cursor& in) {
  if (in.take('Z') || in.take('z')) return 0;
  const bool minus = in.take('-');
  if (!minus) in.need('+');
  const unsigned hours = in.digits(2);
  in.need(':');
  const unsigned minutes = in.digits(2);
  in.good = in.good && hours <= 23 && minutes <= 59;
  const std::int64_t seconds = std::int64_t{hours} * 3600 + std::int64_t{minutes} * 60;
  return minus ? -seconds : seconds;
}

// read_day_time reads what follows the T, in seconds since that day's midnight in UTC.
std::int64_t read_day_time(Cursor& in) {
  const unsigned hour = in.digits(2);
  in.need(':');
  const unsigned minute = in.digits(2);
  in.need(':');
  const unsigned second = in.digits(2);
  in.good = in.good && hour <= 23 && minute <= 59 && second <= 59;
  if (in.take('.')) {
    in.digits(1);
    while (!in.left.empty() && is_digit(in.left[0])) in.left.remove_prefix(1);
  }
  const std::int64_t local = std::int64_t{hour} * 3600 + std::int64_t{minute} * 60 + second;
  return local - read_offset(in);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::chrono::year_month_day date_of(UnixTime time) {
  return std::chrono::sys_days{std::chrono::days{static_cast<int>(time / kSecondsPerDay)}};
}

}  // namespace

UnixTime system_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  return seconds < 0 ? 0 : static_cast<UnixTime>(seconds);
}

std::optional<UnixTime> parse_time(std::string_view text) {
  if (const auto number = parse_number(text)) {
    return *number <= kLast ? number : std::nullopt;
  }
  Cursor in{text};
  const unsigned year = in.digits(4);
  in.need('-');
  const unsigned month = in.digits(2);
  in.need('-');
  const unsigned day = in.digits(2);
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{month}, std::chrono::day{day}};
  std::int64_t seconds = 0;
  if (in.good && !in.left.empty()) {
    if (!in.take('T') && !in.take('t')) in.need(' ');
    seconds = read_day_time(in);
  }
  if (!in.good || !in.left.empty() || !date.ok()) return std::nullopt;
  seconds += std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()} * 86400;
  if (seconds < 0 || static_cast<UnixTime>(seconds) > kLast) return std::nullopt;
  return static_cast<UnixTime>(seconds);
}

std::optional<Seconds> parse_duration(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const auto number = parse_number(text.substr(0, digits));
  const std::string_view unit = text.substr(digits);
  Seconds factor = 0;
  if (unit.empty() || unit == "s") factor = 1;
  if (unit == "min" || unit == "m") factor = 60;
  if (unit == "h") factor = 3600;
  if (unit == "d") factor = kSecondsPerDay;
  if (!number || factor == 0 || *number > kLast / factor) return std::nullopt;
  return *number * factor;
}

std::string format_date(UnixTime time) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date = date_of(time);
  return std::to_string(static_cast<unsigned>(date.day())) + " " +
         kMonths[static_cast<unsigned>(date.month()) - 1] + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string format_time(UnixTime time) {
  const auto minutes = static_cast<unsigned>(time % kSecondsPerDay / 60);
  char clock[16];
  std::snprintf(clock, sizeof clock, " %02u:%02u", minutes / 60 % 24, minutes % 60);
  return format_date(time) + clock;
}

std::string format_rfc3339(UnixTime time) {
  const auto date = date_of(time);
  const auto seconds = static_cast<unsigned>(time % kSecondsPerDay);
  char out[64];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02u:%02u:%02uZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                seconds / 3600, seconds / 60 % 60, seconds % 60);
  return out;
}

std::string format_duration(Seconds seconds) {
  if (seconds < 120) return std::to_string(seconds) + " s";
  if (seconds < 120 * 60) return std::to_string(seconds / 60) + " min";
  if (seconds < 120 * 3600) return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / kSecondsPerDay) + " d";
}

}  // namespace whit::cli
