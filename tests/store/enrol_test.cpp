// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "store/desk.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

Errc try_enrol(Office& office, Wallet& wallet, const Invited& invited, std::string_view pin,
               UnixTime now = kNoon) {
  const InvitationCode code{invited.invitation.code};
  return code_of(office.service().enrol(wallet.enrol_body(code, pin), now));
}

std::string wrong(std::string pin) {
  pin[0] = pin[0] == '9' ? '0' : static_cast<char>(pin[0] + 1);
  return pin;
}

}  // namespace

TEST_CASE("an invitation enrols one wallet, once") {
  Office office;
  office.import(register_of(1));
  const auto invited = Desk(office.service()).invite(operator_actor(), "P-1", kNoon);
  REQUIRE(invited.ok());
  CHECK(invited->pin.size() == 6);
  CHECK(invited->expires == kNoon + 14 * 86400);
  CHECK(office.service().figures()->invited == 1);
  Wallet wallet(1), thief(2);
  const ByteVector body = wallet.enrol_body(InvitationCode{invited->invitation.code}, invited->pin);
  const auto answer = office.service().enrol(body, kNoon);
  REQUIRE(answer.ok());
  const auto enrolled = parse_enrolled(*answer);
  REQUIRE(enrolled.ok());
  CHECK(enrolled->time == kNoon);
  REQUIRE(enrolled->facts.size() == 2);
  CHECK(enrolled->facts[0].vct == kPermit);
  CHECK(enrolled->facts[0].kinds == 1);
  CHECK(try_enrol(office, thief, *invited, invited->pin) == Errc::refused);
  CHECK(office.service().figures()->enrolled == 1);
  CHECK(office.service().figures()->invited == 0);

  SECTION("the same wallet again has the same enrolment, for an answer can get lost") {
    const auto again = office.service().enrol(body, kNoon + 5);
    REQUIRE(again.ok());
    CHECK(parse_enrolled(*again)->id == enrolled->id);
  }
  SECTION("but not once it has collected") {
    wallet.id = enrolled->id;
    REQUIRE(office.service().collect(wallet.ask({kPermit}, {kToday + 1}, 1), kNoon).ok());
    CHECK(code_of(office.service().enrol(body, kNoon + 5)) == Errc::refused);
  }
}

TEST_CASE("five wrong PINs lock an invitation, and the right one doesn't open it then") {
  Office office;
  office.import(register_of(1));
  const auto invited = Desk(office.service()).invite(operator_actor(), "P-1", kNoon);
  REQUIRE(invited.ok());
  Wallet wallet(1);
  SECTION("after four the right one still does") {
    for (int i = 0; i < 4; ++i) {
      CHECK(try_enrol(office, wallet, *invited, wrong(invited->pin)) == Errc::refused);
    }
    CHECK(try_enrol(office, wallet, *invited, invited->pin) == Errc{});
  }
  SECTION("also over a restart") {
    for (int i = 0; i < 5; ++i) {
      CHECK(try_enrol(office, wallet, *invited, wrong(invited->pin)) == Errc::refused);
      office.close();
      office.open();
    }
    CHECK(try_enrol(office, wallet, *invited, invited->pin) == Errc::refused);
    CHECK(office.service().figures()->enrolled == 0);
  }
}

TEST_CASE("whatever is wrong with an invitation, the answer is the same") {
  Office office;
  office.import(register_of(1));
  const auto invited = Desk(office.service()).invite(operator_actor(), "P-1", kNoon);
  REQUIRE(invited.ok());
  Wallet wallet(1);
  Invited unknown = *invited;
  unknown.invitation.code[0] ^= 1;
  CHECK(try_enrol(office, wallet, unknown, invited->pin) == Errc::refused);
  CHECK(try_enrol(office, wallet, *invited, wrong(invited->pin)) == Errc::refused);
  CHECK(try_enrol(office, wallet, *invited, invited->pin, kNoon + 14 * 86400) == Errc::refused);
  const auto newer = Desk(office.service()).invite(operator_actor(), "P-1", kNoon);
  REQUIRE(newer.ok());
  CHECK(try_enrol(office, wallet, *invited, invited->pin) == Errc::refused);
  CHECK(try_enrol(office, wallet, *newer, newer->pin) == Errc{});
}

TEST_CASE("an enrolment must be signed by the strong key inside it, for this issuer") {
  Office office;
  office.import(register_of(1));
  const auto invited = Desk(office.service()).invite(operator_actor(), "P-1", kNoon);
  REQUIRE(invited.ok());
  Wallet wallet(1);
  const InvitationCode code{invited->invitation.code};
  ByteVector body = wallet.enrol_body(code, invited->pin);
  body.back() ^= 1;
  CHECK(code_of(office.service().enrol(body, kNoon)) == Errc::bad_signature);
  wallet.iss = "mtl";
  CHECK(code_of(office.service().enrol(wallet.enrol_body(code, invited->pin), kNoon)) ==
        Errc::wrong_issuer);
  wallet.iss = "dlo";
  CHECK(office.service().enrol(wallet.enrol_body(code, invited->pin), kNoon).ok());
}

TEST_CASE("only people of the register are invited") {
  Office office;
  office.import(register_of(1));
  CHECK(code_of(Desk(office.service()).invite(operator_actor(), "P-2", kNoon)) == Errc::not_found);
  CHECK(code_of(Desk(office.service()).invite(operator_actor(), "P 2", kNoon)) == Errc::refused);
}

TEST_CASE("enrolling anew ends the wallet before and starts new chains") {
  Office office;
  office.import(register_of(1));
  Wallet old = office.enrol("P-1", 1);
  const ByteVector before = old.ask({kPermit}, {kToday + 1}, 2);
  REQUIRE(office.service().collect(before, kNoon).ok());
  Wallet fresh = office.enrol("P-1", 2);
  CHECK(code_of(office.service().collect(before, kNoon)) == Errc::unknown_key);
  CHECK(code_of(office.service().collect(old.ask({kPermit}, {kToday + 2}, 1), kNoon)) ==
        Errc::unknown_key);
  CHECK(office.service().collect(fresh.ask({kPermit}, {kToday + 1}, 2), kNoon).ok());
  CHECK(office.service().figures()->enrolled == 1);
  CHECK(office.service().figures()->chains == 1);
}
