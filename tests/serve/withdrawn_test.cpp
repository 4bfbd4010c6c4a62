// SPDX-License-Identifier: Apache-2.0
// From a desk that ends a fact to a gate that says no, and a wallet that knows.
#include <catch2/catch.hpp>

#include "serve/served_office.h"
#include "store/desk.h"
#include "wallet/news.h"

namespace whit {
namespace {

using test::check;
using test::kNoon;
using test::ServedOffice;

constexpr Vct kPermit = 65001, kTax = 65005;
constexpr UnixTime kLater = kNoon + 15;

TEST_CASE("a fact that a desk ends is withdrawn by the next bundle, and comes back with another",
          "[serve][end-to-end]") {
  ServedOffice office(cli::RootKind::earnest);
  const Bundle before = office.bundle();
  wallet::Wallet mine;
  SeededRng rng(9);
  wallet::Account& account = test::enrol(office, before, mine, "P-0042", rng);
  REQUIRE(test::collect(office, before, account, rng) == 14 * 2 * 4);
  const ByteVector permit = test::show(mine, {kPermit}), tax = test::show(mine, {kTax});
  REQUIRE(check(permit, before, kNoon, "gate").verdict == Verdict::valid);

  Desk desk(*office.service);
  REQUIRE(desk.end_fact(operator_actor(), "P-0042", kPermit, 0, "permit revoked", kNoon).ok());
  const Bundle after = office.folder.publish(*office.service, kLater);
  REQUIRE(after.carries_withdrawals());
  CHECK(check(permit, after, kLater, "gate").verdict == Verdict::withdrawn);
  CHECK(check(tax, after, kLater, "tax").verdict == Verdict::valid);
  // The next head lists the same again.
  const Bundle next = office.folder.publish(*office.service, kLater + 15);
  CHECK(check(permit, next, kLater + 15, "gate").verdict == Verdict::withdrawn);

  REQUIRE(desk.reinstate(operator_actor(), "P-0042", kPermit, kLater).ok());
  wallet::Wallet anew;
  REQUIRE(test::collect(office, before, test::enrol(office, before, anew, "P-0042", rng), rng) > 0);
  const ByteVector fresh = test::show(anew, {kPermit});
  CHECK(check(fresh, next, kLater + 15, "gate").verdict == Verdict::valid);
  // Enrolling anew ended the first wallet for good: now its other facts are withdrawn too.
  const Bundle last = office.folder.publish(*office.service, kLater + 30);
  CHECK(check(tax, last, kLater + 30, "tax").verdict == Verdict::withdrawn);
  CHECK(check(fresh, last, kLater + 30, "gate").verdict == Verdict::valid);
}

}  // namespace
}  // namespace whit
