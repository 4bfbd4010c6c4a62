// SPDX-License-Identifier: Apache-2.0
// The one place where programs read the clock, and times as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "whit/time.h"

namespace whit::cli {

// system_now is this machine's clock.
UnixTime system_now();

// parse_time reads Unix seconds ("1797166400"), RFC 3339 ("2026-12-13T12:53:20Z", offsets and
// fractions too; fractions are cut) or a date, which is its first second in UTC. Years 1970 to
// 9999.
std::optional<UnixTime> parse_time(std::string_view text);

// parse_duration reads seconds, or a number with s, min, h or d: "90", "24h", "14d".
std::optional<Seconds> parse_duration(std::string_view text);

// format_time is "12 Feb 2027 14:00" in UTC, format_date "12 Feb 2027", format_rfc3339
// "2027-02-12T14:00:00Z".
std::string format_time(UnixTime time);
std::string format_date(UnixTime time);
std::string format_rfc3339(UnixTime time);

// format_duration is about how long, in one unit and cut: "76 s", "22 min", "75 h", "14 d".
std::string format_duration(Seconds seconds);

}  // namespace whit::cli
