// SPDX-License-Identifier: Apache-2.0
// The Date header, from which a wallet learns its issuer's clock.
#include <catch2/catch.hpp>

#include "serve/http_date.h"

namespace whit::test {

TEST_CASE("a Date header is the time and back", "[wallet][collect-7.1]") {
  CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110's own
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
  for (UnixTime time = 951782400; time < 951782400 + 90000; time += 17) {  // 29 February 2000
    CHECK(parse_http_date(http_date(time)) == time);
  }
}

TEST_CASE("what is no Date of today's form is no time at all", "[wallet]") {
  for (const char* text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                           "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:3x GMT"}) {
    CHECK(parse_http_date(text) == 0);
  }
}

}  // namespace whit::test
