// SPDX-License-Identifier: Apache-2.0
#include "serve/date_text.h"

#include <chrono>

namespace whit {
namespace {

std::string digits(unsigned number, std::size_t width) {
  const std::string out = std::to_string(number);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

}  // namespace

std::string date_text(Day day) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
  return digits(static_cast<unsigned>(static_cast<int>(date.year())), 4) + '-' +
         digits(static_cast<unsigned>(date.month()), 2) + '-' +
         digits(static_cast<unsigned>(date.day()), 2);
}

std::string time_text(UnixTime time) {
  const auto second = static_cast<unsigned>(time % kSecondsPerDay);
  return date_text(day_of(time)) + 'T' + digits(second / 3600, 2) + ':' +
         digits(second / 60 % 60, 2) + ':' + digits(second % 60, 2) + 'Z';
}

std::string minute_text(UnixTime time) {
  const auto second = static_cast<unsigned>(time % kSecondsPerDay);
  return date_text(day_of(time)) + ' ' + digits(second / 3600, 2) + ':' +
         digits(second / 60 % 60, 2);
}

}  // namespace whit
