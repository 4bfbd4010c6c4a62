// SPDX-License-Identifier: Apache-2.0
// Looking tokens up when their issuer went on in another log.
#include "wallet/epoch_log.h"

namespace whit::test {
namespace {

using wallet::LogState;

constexpr UnixTime kLate = kNextMorning + 3 * kSecondsPerDay;

TEST_CASE("what was collected before another log began is looked up in the one before",
          "[log-15]") {
  Full full;
  full.log.close(kDay, full.entries(1));
  full.leave(full.log.newest.header, full.log.newest.header_bytes);
  full.next.close(kDay + 1, strangers(10));
  full.next.close(kDay + 2);
  const auto check = full.check(full.proven_next(kLate));
  CHECK_FALSE(check.trouble);
  CHECK(check.logged == full.tokens().size() - 1);
  CHECK(check.missing == 1);
  REQUIRE(check.headers.size() == 4);
  CHECK(check.headers[0].log == 1);
  CHECK(check.headers[3].log == 2);
}

TEST_CASE("epochs that an issuer lost count where witnesses saw them", "[log-15]") {
  Full full;
  const auto before = full.log.newest;
  full.log.close(kDay, full.entries());
  full.leave(before.header, before.header_bytes);
  full.next.close(kDay);
  full.next.close(kDay + 1);
  const auto check = full.check(full.proven_next(kLate));
  CHECK_FALSE(check.trouble);
  CHECK(check.logged == full.tokens().size());
}

TEST_CASE("an earlier log is believed as far as witnesses saw it", "[log-16]") {
  const auto trouble = [](int witnesses, bool spoil) {
    Full full;
    full.log.close(kDay, full.entries(1));
    full.leave(full.log.newest.header, full.log.newest.header_bytes, witnesses);
    full.next.close(kDay + 1);
    full.next.close(kDay + 2);
    if (spoil) full.log.source.files["checkpoint"][20] ^= 1;
    const auto check = full.check(full.proven_next(kLate));
    CHECK(full.count(LogState::unchecked) == full.tokens().size());
    return check.trouble.value_or(Errc{});
  };
  CHECK(trouble(1, false) == Errc::no_quorum);
  CHECK(trouble(0, false) == Errc::no_quorum);
  CHECK(trouble(2, true) == Errc::unproven_log);
}

}  // namespace
}  // namespace whit::test
