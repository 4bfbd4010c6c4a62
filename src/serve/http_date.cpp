// SPDX-License-Identifier: Apache-2.0
#include "serve/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace whit {
namespace {

constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t kLength = 29;

// number reads exactly `length` digits; -1 for anything else.
int number(std::string_view text, std::size_t at, std::size_t length) {
  int out = -1;
  const char* const first = text.data() + at;
  const auto [end, error] = std::from_chars(first, first + length, out);
  return error == std::errc{} && end == first + length && *first != '-' ? out : -1;
}

}  // namespace

std::string http_date(UnixTime time) {
  const auto days = std::chrono::sys_days(std::chrono::days(day_of(time)));
  const std::chrono::year_month_day date(days);
  const auto second = static_cast<unsigned>(time % kSecondsPerDay);
  std::array<char, 64> out{};
  const int size = std::snprintf(
      out.data(), out.size(), "%s, %02u %s %04d %02u:%02u:%02u GMT",
      kDays[std::chrono::weekday(days).c_encoding()], static_cast<unsigned>(date.day()),
      kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
      second / 3600, second / 60 % 60, second % 60);
  return std::string(out.data(), static_cast<std::size_t>(size));
}

UnixTime parse_http_date(std::string_view text) noexcept {
  if (text.size() != kLength) return 0;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const int day = number(text, 5, 2), year = number(text, 12, 4);
  const int hour = number(text, 17, 2), minute = number(text, 20, 2), second = number(text, 23, 2);
  if (month == kMonths.end() || day < 1 || year < 1970 || year > 2105 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 59) {
    return 0;
  }
  const std::chrono::year_month_day date(
      std::chrono::year(year),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return 0;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  const UnixTime time = static_cast<UnixTime>(days) * kSecondsPerDay +
                        static_cast<UnixTime>(hour * 3600 + minute * 60 + second);
  return http_date(time) == text ? time : 0;  // the weekday and every separator too
}

}  // namespace whit
