// SPDX-License-Identifier: Apache-2.0
#include "cli/common/clock.h"

#include <catch2/catch.hpp>

using namespace whit;
using namespace whit::cli;

TEST_CASE("a time is Unix seconds, RFC 3339 or a date", "[cli][clock]") {
  CHECK(parse_time("0") == 0U);
  CHECK(parse_time("1797166400") == 1797166400U);
  CHECK(parse_time("2026-12-13T12:53:20Z") == 1797166400U);
  CHECK(parse_time("2026-12-13t12:53:20z") == 1797166400U);
  CHECK(parse_time("2026-12-13 12:53:20.999Z") == 1797166400U);
  CHECK(parse_time("2026-12-13T15:53:20+03:00") == 1797166400U);
  CHECK(parse_time("2026-12-13T12:23:20-00:30") == 1797166400U);
  CHECK(parse_time("2026-12-13") == 1797120000U);
  CHECK(parse_time("1970-01-01T00:00:00Z") == 0U);
}

TEST_CASE("what isn't a time is none", "[cli][clock]") {
  for (const char* text : {"",
                           "x",
                           "-1",
                           "+1",
                           "1.5",
                           "1e9",
                           "2026-12-13T12:53:20",
                           "2026-12-13T12:53Z",
                           "2027-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-12-13T24:00:00Z",
                           "2026-12-13T12:60:00Z",
                           "2026-12-13T12:53:20Z ",
                           "2026-12-13T12:53:20.Z",
                           "2026-12-13T12:53:20+3:00",
                           "1969-12-31T23:59:59Z",
                           "99999999999999999999",
                           "253402300800",
                           "26-12-13",
                           "2026-12-13Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text).has_value());
  }
}

TEST_CASE("a duration has one unit, seconds if none is said", "[cli][clock]") {
  CHECK(parse_duration("90") == 90U);
  CHECK(parse_duration("90s") == 90U);
  CHECK(parse_duration("5min") == 300U);
  CHECK(parse_duration("24h") == 86400U);
  CHECK(parse_duration("14d") == 1209600U);
  for (const char* text : {"", "h", "1w", "1h30", "-1h", "1.5h", "99999999999999999999d"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text).has_value());
  }
}

TEST_CASE("times are written in UTC", "[cli][clock]") {
  CHECK(format_time(1797166400) == "13 Dec 2026 12:53");
  CHECK(format_date(0) == "1 Jan 1970");
  CHECK(format_rfc3339(1797166400) == "2026-12-13T12:53:20Z");
}

TEST_CASE("a duration is cut to one unit, never rounded up", "[cli][clock]") {
  CHECK(format_duration(0) == "0 s");
  CHECK(format_duration(119) == "119 s");
  CHECK(format_duration(299) == "4 min");
  CHECK(format_duration(259200) == "72 h");
  CHECK(format_duration(270000) == "75 h");
  CHECK(format_duration(1209600) == "14 d");
}
