// SPDX-License-Identifier: Apache-2.0
// From a register to an answer: the issuer's folder, its HTTP service, a wallet and a checker.
#include <catch2/catch.hpp>

#include "base/hex.h"
#include "serve/served_office.h"
#include "store/desk.h"
#include "token/refusal.h"
#include "wallet/news.h"

namespace whit {
namespace {

using test::check;
using test::kNoon;
using test::ServedOffice;

constexpr Vct kPermit = 65001;

std::size_t collect_all(const ServedOffice& office, const Bundle& bundle, wallet::Wallet& mine) {
  SeededRng rng(9);
  return test::collect(office, bundle, test::enrol(office, bundle, mine, "P-0042", rng), rng);
}

TEST_CASE("a line of a register becomes a yes at a gate", "[serve][end-to-end]") {
  const ServedOffice office(cli::RootKind::earnest);
  const Bundle bundle = office.bundle();
  wallet::Wallet mine;
  CHECK(collect_all(office, bundle, mine) == 14 * 2 * 4);
  const ByteVector shown = test::show(mine, {kPermit});
  CHECK(shown.size() == 246);
  CHECK(check(shown, bundle, kNoon, "gate").verdict == Verdict::valid);
  CHECK(check(shown, bundle, kNoon + 120, "gate").verdict == Verdict::stale_proof);
  CHECK(check(shown, bundle, kNoon, "tax").verdict == Verdict::missing_fact);
  ByteVector forged = shown;
  forged[forged.size() / 2] ^= 1;
  CHECK_FALSE(check(forged, bundle, kNoon, "gate").verdict == Verdict::valid);
  CHECK(office.service->figures()->leaves == 14 * 2 * 4);
}

TEST_CASE("under a specimen root nothing is more than training", "[serve][end-to-end]") {
  const ServedOffice office(cli::RootKind::specimen);
  const Bundle bundle = office.bundle();
  REQUIRE(bundle.specimen());
  wallet::Wallet mine;
  collect_all(office, bundle, mine);
  const Report report = check(test::show(mine, {kPermit}), bundle, kNoon, "gate");
  CHECK(report.verdict == Verdict::specimen);
  CHECK(report.training == Verdict::valid);
}

TEST_CASE("the same collect again has the same answer, and another one is out of order",
          "[serve][end-to-end]") {
  const ServedOffice office(cli::RootKind::specimen);
  const Bundle bundle = office.bundle();
  wallet::Wallet mine;
  SeededRng rng(9);
  const auto invited = Desk(*office.service).invite(operator_actor(), "P-0042", kNoon);
  const auto enrol = wallet::make_enrol(mine, invited->invitation, invited->pin, kNoon, rng);
  const HttpReply enrolled = office.post("/v1/enrol", *enrol);
  const auto account = wallet::take_enrolled(mine, office.trust(), enrolled.body, kNoon);
  REQUIRE(account.ok());
  const auto ask = wallet::plan_collect(**account, bundle.head(), kNoon, rng);
  REQUIRE(ask.has_value());
  const HttpReply first = office.post("/v1/collect", *ask);
  REQUIRE(first.ok());
  CHECK(office.post("/v1/collect", *ask).body == first.body);
  wallet::drop_pending(**account);
  const auto other = wallet::plan_collect(**account, bundle.head(), kNoon, rng);
  REQUIRE(other.has_value());
  const HttpReply refused = office.post("/v1/collect", *other);
  CHECK(refused.status == 409);
  CHECK(parse_error_body(refused.body)->refusal == Refusal::sequence_conflict);
}

TEST_CASE("an invitation that is unknown, used or has another PIN gets one answer",
          "[serve][end-to-end]") {
  const ServedOffice office(cli::RootKind::specimen);
  SeededRng rng(3);
  const auto invited = Desk(*office.service).invite(operator_actor(), "P-0042", kNoon);
  const auto attempt = [&](Invitation invitation, std::string_view pin) {
    wallet::Wallet mine;
    return office.post("/v1/enrol", *wallet::make_enrol(mine, invitation, pin, kNoon, rng));
  };
  Invitation unknown = invited->invitation;
  unknown.code[0] ^= 1;
  const HttpReply wrong_code = attempt(unknown, invited->pin);
  const HttpReply wrong_pin = attempt(invited->invitation, "not-this");
  REQUIRE(attempt(invited->invitation, invited->pin).ok());
  const HttpReply used = attempt(invited->invitation, invited->pin);
  CHECK(wrong_code.status == 403);
  CHECK(wrong_pin.status == 403);
  CHECK(used.status == 403);
  CHECK(wrong_code.body == wrong_pin.body);
  CHECK(wrong_code.body == used.body);
}

}  // namespace
}  // namespace whit
