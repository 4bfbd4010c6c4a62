// SPDX-License-Identifier: Apache-2.0
// Time is an argument, in whole seconds of UTC; nothing in these layers reads a clock.
#pragma once

#include <cstdint>

namespace whit {

using UnixTime = std::uint64_t;  // seconds since 1970-01-01T00:00:00Z
using Seconds = std::uint64_t;
using Day = std::uint32_t;  // UTC days since 1970-01-01

inline constexpr Seconds kSecondsPerDay = 86400;
inline constexpr UnixTime kMinSecs = 1600000000;  // `secs` of spec/token.md
inline constexpr UnixTime kMaxSecs = 4294967295;
inline constexpr Day kMinDay = 18518;  // `day` of spec/token.md
inline constexpr Day kMaxDay = 49710;

// day_of is the UTC day that `time` falls in.
constexpr Day day_of(UnixTime time) noexcept { return static_cast<Day>(time / kSecondsPerDay); }

// midnight is the first second of `day`.
constexpr UnixTime midnight(Day day) noexcept { return UnixTime{day} * kSecondsPerDay; }

}  // namespace whit
