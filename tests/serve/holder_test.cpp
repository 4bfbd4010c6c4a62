// SPDX-License-Identifier: Apache-2.0
// What a holder does without going to the office: a notice that a desk confirms, and stopping a
// wallet. Over HTTP, with the real register, wallet and checker.
#include <catch2/catch.hpp>

#include "serve/served_office.h"
#include "store/desk.h"
#include "token/refusal.h"
#include "token/stop.h"
#include "wallet/notice.h"

namespace whit {
namespace {

using test::check;
using test::kNoon;
using test::ServedOffice;

constexpr Vct kPermit = 65001, kArrival = 65007;

// A checker that asks for the old fact and the new one, in one code.
std::string catalogue_with_arrival() {
  std::string text = test::plain_catalogue();
  const std::string first = "\"presets\": [";
  const auto at = text.find(first);
  REQUIRE(at != std::string::npos);
  return text.insert(at + first.size(), R"(
    { "slug": "arrival", "facts": ["work-permit-valid", "arrival-notified"],
      "kinds": ["revocable"], "modes": ["one-way", "posted", "challenge"], "binding": "none",
      "max_age": 259200, "answer_time": 120, "receipts": true,
      "labels": { "en": "Arrival" } },)");
}

NoticeState send(const ServedOffice& office, wallet::Account& account) {
  wallet::NoticeRow* row = wallet::find_notice(account, kArrival);
  REQUIRE(row != nullptr);
  const HttpReply reply = office.post("/v1/notice", row->body);
  REQUIRE(reply.ok());
  REQUIRE(wallet::take_notice(account, *row, reply.body).ok());
  return row->state;
}

Refusal refusal_of(const HttpReply& reply) {
  const auto error = parse_error_body(reply.body);
  REQUIRE(error.ok());
  REQUIRE(http_status(error->refusal) == reply.status);
  return error->refusal;
}

TEST_CASE("a confirmed notice becomes a fact that joins the sets already held",
          "[serve][end-to-end]") {
  const ServedOffice office(cli::RootKind::earnest, catalogue_with_arrival());
  const Bundle bundle = office.bundle();
  SeededRng rng(9);
  wallet::Wallet mine;
  wallet::Account& account = test::enrol(office, bundle, mine, "P-0042", rng);
  const std::size_t first = test::collect(office, bundle, account, rng);
  CHECK(check(test::show(mine, {kPermit}), bundle, kNoon, "arrival").verdict ==
        Verdict::missing_fact);
  const std::size_t sets = account.sets.size();

  REQUIRE(wallet::make_notice(account, kArrival, day_of(kNoon) - 1, "room 7", kNoon).ok());
  CHECK(send(office, account) == NoticeState::waiting);
  CHECK(send(office, account) == NoticeState::waiting);
  CHECK(test::collect(office, bundle, account, rng) == 0);  // not before a desk has looked

  Desk desk(*office.service);
  const Actor clerk = operator_actor();
  const auto waiting = desk.notices(clerk, 10, kNoon);
  REQUIRE(waiting.ok());
  REQUIRE(waiting->size() == 1);
  CHECK(waiting->front().subject == "P-0042");
  CHECK(waiting->front().text == "room 7");

  SECTION("confirmed") {
    REQUIRE(desk.confirm(clerk, waiting->front().id, day_of(kNoon) + 365, kNoon).ok());
    CHECK(desk.notices(clerk, 10, kNoon)->empty());
    CHECK(send(office, account) == NoticeState::confirmed);
    CHECK(test::collect(office, bundle, account, rng) == sets);
    CHECK(account.sets.size() == sets);  // no set more: the new tokens joined those there were
    wallet::settle_notices(account);
    CHECK(account.notices.empty());
    const ByteVector both = test::show(mine, {kPermit, kArrival});
    CHECK(check(both, bundle, kNoon, "arrival").verdict == Verdict::valid);
    CHECK(check(both, bundle, kNoon, "gate").verdict == Verdict::valid);
    CHECK(office.service->figures()->leaves == first + sets);
  }
  SECTION("refused") {
    REQUIRE(desk.refuse(clerk, waiting->front().id, kNoon).ok());
    CHECK(send(office, account) == NoticeState::refused);
    CHECK(test::collect(office, bundle, account, rng) == 0);
    CHECK(account.find(kArrival)->state == wallet::FactState::not_given);
  }
  SECTION("given by an import meanwhile, a new notice is not taken") {
    REQUIRE(desk.confirm(clerk, waiting->front().id, day_of(kNoon) + 365, kNoon).ok());
    REQUIRE(wallet::make_notice(account, kArrival, day_of(kNoon), "again", kNoon).ok());
    const HttpReply reply = office.post("/v1/notice", wallet::find_notice(account, kArrival)->body);
    CHECK(refusal_of(reply) == Refusal::notice);
  }
}

TEST_CASE("a stop code ends a wallet from any device", "[serve][end-to-end]") {
  const ServedOffice office(cli::RootKind::earnest);
  const Bundle bundle = office.bundle();
  SeededRng rng(9);
  wallet::Wallet mine, other;
  const auto invited = Desk(*office.service).invite(operator_actor(), "P-0042", kNoon);
  REQUIRE(invited.ok());
  const auto body = wallet::make_enrol(mine, invited->invitation, invited->pin, kNoon, rng);
  const HttpReply enrolled = office.post("/v1/enrol", *body);
  REQUIRE(enrolled.ok());
  wallet::Account& account = **wallet::take_enrolled(mine, office.trust(), enrolled.body, kNoon);
  REQUIRE(test::collect(office, bundle, account, rng) > 0);
  wallet::Account& neighbour = test::enrol(office, bundle, other, "P-0043", rng);

  // As somebody reads it from the letter, in small letters.
  std::string typed = stop_text(invited->stop);
  for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto code = parse_stop_text(typed);
  REQUIRE(code.ok());
  StopCode wrong = *code;
  wrong.bytes[0] ^= 1;
  CHECK(refusal_of(office.post("/v1/stop", encode(StopRequest{"dlo", wrong}))) == Refusal::stop);
  CHECK(refusal_of(office.post("/v1/stop", encode(StopRequest{"mvd", *code}))) ==
        Refusal::malformed);
  CHECK(refusal_of(office.post("/v1/stop", ByteVector(100))) == Refusal::too_large);
  const ByteVector request = encode(StopRequest{"dlo", *code});
  const HttpReply stopped = office.post("/v1/stop", request);
  REQUIRE(stopped.ok());
  CHECK(stopped.body == ByteVector{0xa0});
  CHECK(office.post("/v1/stop", request).ok());

  account.find(kPermit)->asked_through = 0;
  account.sets.clear();
  const auto ask = wallet::plan_collect(account, bundle.head(), kNoon, rng);
  REQUIRE(ask.has_value());
  CHECK(refusal_of(office.post("/v1/collect", *ask)) == Refusal::enrolment);
  CHECK(test::collect(office, bundle, neighbour, rng) > 0);
}

}  // namespace
}  // namespace whit
