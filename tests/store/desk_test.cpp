// SPDX-License-Identifier: Apache-2.0
#include "store/desk.h"

#include <catch2/catch.hpp>

#include "store/desk_office.h"

using namespace whit;
using namespace whit::test;

namespace {

std::size_t rows(DeskOffice& office, Wallet& wallet, Vct vct, Day day, UnixTime now = kNoon) {
  const auto answer = office.service().collect(wallet.ask({vct}, {day}, 1), now);
  REQUIRE(answer.ok());
  return parse_collected(*answer)->rows.size();
}

}  // namespace

TEST_CASE(
    "a desk sees a person's facts, wallet and letter, and that it looked stands in the journal") {
  DeskOffice office;
  office.import("P-1,employed-by,ALDER,2026-01-01,2030-01-01\nP-1,tax-current,,,\n");
  const auto view = office.desk().find(desk_clerk(), "P-1", kNoon);
  REQUIRE(view.ok());
  REQUIRE(view->facts.size() == 2);
  CHECK(view->facts[0].row.vct == kTax);
  CHECK(view->facts[1].row.value == text_value("ALDER"));
  CHECK_FALSE(view->enrolled);
  CHECK(view->invited_until == 0);
  REQUIRE(office.desk().invite(desk_clerk(), "P-1", kNoon).ok());
  CHECK(office.desk().find(desk_clerk(), "P-1", kNoon)->invited_until == kNoon + kInvitationLife);
  office.enrol("P-1", 1);
  const auto after = office.desk().find(desk_clerk(), "P-1", kNoon);
  CHECK(after->enrolled);
  CHECK(after->invited_until == 0);
  const auto lines = office.journal("find");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].actor == "clerk");
  CHECK(lines[0].subject == "P-1");
  CHECK(lines[0].time == kNoon);
}

TEST_CASE("who may not is turned away, and that they tried stands in the journal") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\n");
  CHECK(code_of(office.desk().find(keeper(), "P-1", kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().find(Actor{}, "P-1", kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().invite(registrar(), "P-1", kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().lost_phone(employer("ALDER"), "P-1", kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().own(desk_clerk(), "", 10, kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().notices(employer("ALDER"), 10, kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().find(desk_clerk(), "P-2", kNoon)) == Errc::not_found);
  CHECK(code_of(office.desk().find(desk_clerk(), "a name, say", kNoon)) == Errc::not_found);
  auto lines = office.journal("");
  REQUIRE(lines.size() == 10);
  lines.erase(lines.begin(), lines.begin() + 2);  // of the import
  CHECK(lines[0].detail == "no: forbidden");
  CHECK(lines[6].detail == "no: not_found");
  CHECK(lines[6].subject == "P-2");
  CHECK(lines[7].subject.empty());  // what is no reference may be anything
}

TEST_CASE("an employer sees its own people, of them one fact, and nobody else") {
  DeskOffice office;
  office.import(
      "P-1,employed-by,ALDER,,\nP-1,tax-current,,,\nP-2,employed-by,BIRCH,,\n"
      "P-3,employed-by,ALDER,,\nP-4,tax-current,,,\nP-5,visa-class,WORK,,\n");
  const Actor alder = employer("ALDER");
  CHECK(*office.desk().own(alder, "", 10, kNoon) == std::vector<std::string>{"P-1", "P-3"});
  CHECK(*office.desk().own(alder, "P-1", 10, kNoon) == std::vector<std::string>{"P-3"});
  CHECK(office.desk().own(alder, "", 1, kNoon)->size() == 1);
  office.enrol("P-1", 1);
  const auto view = office.desk().find(alder, "P-1", kNoon);
  REQUIRE(view.ok());
  REQUIRE(view->facts.size() == 1);
  CHECK(view->facts[0].row.vct == kEmployed);
  CHECK_FALSE(view->enrolled);
  for (const char* other : {"P-2", "P-4", "P-5", "P-9"}) {
    CHECK(code_of(office.desk().find(alder, other, kNoon)) == Errc::not_found);
    CHECK(code_of(office.desk().end_fact(alder, other, kEmployed, 0, "", kNoon)) ==
          Errc::not_found);
    CHECK(code_of(office.desk().end_fact(alder, other, kTax, 0, "", kNoon)) == Errc::not_found);
    CHECK(code_of(office.desk().reinstate(alder, other, kEmployed, kNoon)) == Errc::not_found);
  }
  CHECK(code_of(office.desk().end_fact(alder, "P-1", kTax, 0, "", kNoon)) == Errc::forbidden);
  CHECK(office.facts_live() == 6);
  REQUIRE(office.desk().end_fact(alder, "P-1", kEmployed, kToday, "contract ended", kNoon).ok());
  CHECK(office.desk().find(alder, "P-1", kNoon)->facts.at(0).ended);
  CHECK(office.desk().own(alder, "", 10, kNoon)->size() == 2);
  REQUIRE(office.desk().reinstate(alder, "P-1", kEmployed, kNoon).ok());
  CHECK_FALSE(office.desk().find(alder, "P-1", kNoon)->facts.at(0).ended);
}

TEST_CASE("an employer without a value has nobody") {
  DeskOffice office;
  office.import("P-1,employed-by,ALDER,,\nP-2,tax-current,,,\n");
  Actor nobody = employer("ALDER");
  nobody.employer = Value{};
  CHECK(code_of(office.desk().own(nobody, "", 10, kNoon)) == Errc::forbidden);
  CHECK(code_of(office.desk().find(nobody, "P-1", kNoon)) == Errc::not_found);
  CHECK(code_of(office.desk().find(nobody, "P-2", kNoon)) == Errc::not_found);
}

TEST_CASE("a fact that a desk ends gives no more tokens, and comes back on a new chain") {
  DeskOffice office;
  office.import("P-1,visa-class,WORK,2026-01-01,2030-01-01\nP-1,tax-current,,,\n");
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(rows(office, wallet, kVisa, kToday + 1) == 1);
  REQUIRE(rows(office, wallet, kTax, kToday + 1) == 1);
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-1", kVisa, 0, "student now", kNoon).ok());
  CHECK(rows(office, wallet, kVisa, kToday + 2) == 0);
  CHECK(rows(office, wallet, kTax, kToday + 2) == 1);
  CHECK(office.service().figures()->chains == 1);
  CHECK(code_of(office.desk().end_fact(desk_clerk(), "P-1", kVisa, 0, "", kNoon)) == Errc::refused);
  const auto ended = office.desk().find(desk_clerk(), "P-1", kNoon)->facts.at(0);
  CHECK(ended.ended);
  CHECK(ended.row.value == text_value("WORK"));
  CHECK(ended.row.from == 20454);
  CHECK(code_of(office.desk().reinstate(desk_clerk(), "P-1", kTax, kNoon)) == Errc::refused);
  REQUIRE(office.desk().reinstate(desk_clerk(), "P-1", kVisa, kNoon).ok());
  CHECK(rows(office, wallet, kVisa, kToday + 2) == 1);
  CHECK(office.service().figures()->chains == 2);
  const auto lines = office.journal("end");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].detail == "student now");
  CHECK(lines[0].vct == kVisa);
  CHECK(lines[1].detail == "no: refused");
}

TEST_CASE("an end on a later day cuts the window, and what was dealt for longer is out") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\n");
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(rows(office, wallet, kTax, kToday + 9) == 1);
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-1", kTax, kToday + 3, "", kNoon).ok());
  CHECK(office.service().figures()->chains == 0);
  CHECK(office.desk().find(desk_clerk(), "P-1", kNoon)->facts.at(0).row.until == kToday + 2);
  CHECK(rows(office, wallet, kTax, kToday + 3) == 1);
  CHECK(rows(office, wallet, kTax, kToday + 4) == 0);
  CHECK(code_of(office.desk().end_fact(desk_clerk(), "P-1", kTax, kToday + 3, "", kNoon)) ==
        Errc::refused);
}

TEST_CASE("a window that is over, or cut to nothing") {
  DeskOffice office;
  office.import("P-1,tax-current,,2026-12-01,\nP-2,tax-current,,,2026-11-21\n");
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-1", kTax, kToday + 2, "", kNoon).ok());
  CHECK(office.desk().find(desk_clerk(), "P-1", kNoon)->facts.at(0).ended);
  CHECK(code_of(office.desk().end_fact(desk_clerk(), "P-2", kTax, 0, "", kNoon)) == Errc::refused);
  const UnixTime later = kNoon + UnixTime{4000} * 86400;
  CHECK(office.desk().reinstate(desk_clerk(), "P-1", kTax, later).ok());
}

TEST_CASE("reasons are a word or two, and neither names nor values") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\n");
  for (const std::string& reason :
       {std::string("a\nb"), std::string(41, 'x'), std::string("50 %"), std::string("\xd0\xb0")}) {
    CHECK(code_of(office.desk().end_fact(desk_clerk(), "P-1", kTax, 0, reason, kNoon)) ==
          Errc::refused);
  }
  for (const JournalLine& line : office.journal("end")) CHECK(line.detail == "no: refused");
}

TEST_CASE("no act with a clock that is an hour back") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\n");
  office.enrol("P-1", 1);
  const UnixTime back = kNoon - kClockSlack;
  CHECK(code_of(office.desk().find(desk_clerk(), "P-1", back)) == Errc::clock_back);
  CHECK(code_of(office.desk().invite(desk_clerk(), "P-1", back)) == Errc::clock_back);
  CHECK(code_of(office.desk().end_fact(desk_clerk(), "P-1", kTax, 0, "", back)) ==
        Errc::clock_back);
  CHECK(office.desk().find(desk_clerk(), "P-1", back + 1).ok());
}

TEST_CASE("a lost phone's enrolment ends with its chains, and the facts stay") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\nP-1,visa-class,WORK,,\n");
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(rows(office, wallet, kTax, kToday + 1) == 1);
  const auto invited = office.desk().lost_phone(desk_clerk(), "P-1", kNoon);
  REQUIRE(invited.ok());
  CHECK(code_of(office.service().collect(wallet.ask({kTax}, {kToday + 2}, 1), kNoon)) ==
        Errc::unknown_key);
  CHECK(office.service().figures()->chains == 0);
  CHECK(office.facts_live() == 2);
  Wallet next(2);
  REQUIRE(office.service()
              .enrol(next.enrol_body(InvitationCode{invited->invitation.code}, invited->pin), kNoon)
              .ok());
  CHECK(office.service().withdrawals(kNoon)->size() == 1);
}

TEST_CASE("letters for everybody who is new: on paper first, valid together or not at all") {
  DeskOffice office;
  office.import(
      "P-1,tax-current,,,\nP-2,tax-current,,,\nP-3,tax-current,,,\nP-4,tax-current,,,2026-11-21\n"
      "P-5,tax-current,,,\n");
  office.enrol("P-2", 1);
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-5", kTax, 0, "", kNoon).ok());
  auto fresh = office.desk().new_people(desk_clerk(), "", 10, kNoon);
  REQUIRE(fresh.ok());
  CHECK(*fresh == std::vector<std::string>{"P-1", "P-3"});
  CHECK(office.desk().new_people(desk_clerk(), "P-1", 10, kNoon)->size() == 1);
  auto prepared = office.desk().prepare(desk_clerk(), *fresh, kNoon);
  REQUIRE(prepared.ok());
  REQUIRE(prepared->size() == 2);
  CHECK(office.service().figures()->invited == 0);
  CHECK(office.journal("invite").size() == 1);  // of P-2, who has enrolled
  const auto apply = [&](const Invited& invited) {
    Wallet wallet(3);
    return office.service().enrol(
        wallet.enrol_body(InvitationCode{invited.invitation.code}, invited.pin), kNoon);
  };
  CHECK(code_of(apply(prepared->at(0).invited)) == Errc::refused);
  SECTION("all are known") {
    REQUIRE(office.desk().commit(desk_clerk(), *prepared, kNoon).ok());
    CHECK(apply(prepared->at(0).invited).ok());
    CHECK(office.journal("invite").size() == 3);
    CHECK(office.journal("invite-all").back().detail == "letters 2");
    CHECK(office.desk().new_people(desk_clerk(), "", 10, kNoon)->empty());
  }
  SECTION("one isn't") {
    prepared->push_back({"P-9", prepared->at(0).invited});
    CHECK(code_of(office.desk().commit(desk_clerk(), *prepared, kNoon)) == Errc::not_found);
    CHECK(office.service().figures()->invited == 0);
    CHECK(office.journal("invite").size() == 1);
  }
  SECTION("not a desk") {
    CHECK(code_of(office.desk().prepare(registrar(), *fresh, kNoon)) == Errc::forbidden);
    CHECK(code_of(office.desk().commit(registrar(), *prepared, kNoon)) == Errc::forbidden);
  }
}

TEST_CASE("a stop code comes with the letter and becomes the enrolment's") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\n");
  const auto invited = office.desk().invite(desk_clerk(), "P-1", kNoon);
  REQUIRE(invited.ok());
  Wallet wallet(1);
  const auto answer = office.service().enrol(
      wallet.enrol_body(InvitationCode{invited->invitation.code}, invited->pin), kNoon);
  REQUIRE(answer.ok());
  wallet.id = parse_enrolled(*answer)->id;
  REQUIRE(rows(office, wallet, kTax, kToday + 1) == 1);
  REQUIRE(office.service().stop(encode(StopRequest{"dlo", invited->stop}), kNoon).ok());
  CHECK(code_of(office.service().collect(wallet.ask({kTax}, {kToday + 2}, 1), kNoon)) ==
        Errc::unknown_key);
  CHECK(office.service().withdrawals(kNoon)->size() == 1);
}

TEST_CASE("a notice that a desk confirms becomes the fact, and one that it refuses doesn't") {
  DeskOffice office;
  office.import("P-1,tax-current,,,\n");
  Wallet wallet = office.enrol("P-1", 1);
  Notice notice;
  notice.time = kNoon;
  notice.vct = kArrival;
  notice.arrived = kToday - 1;
  notice.where = "Harbour Street 4";
  REQUIRE(office.service().notice(wallet.notice(notice), kNoon).ok());
  const auto waiting = office.desk().notices(desk_clerk(), 10, kNoon);
  REQUIRE(waiting.ok());
  REQUIRE(waiting->size() == 1);
  const std::int64_t id = waiting->at(0).id;
  CHECK(code_of(office.desk().confirm(desk_clerk(), id, kToday - 1, kNoon)) == Errc::refused);
  CHECK(code_of(office.desk().confirm(registrar(), id, kToday + 9, kNoon)) == Errc::forbidden);
  REQUIRE(office.desk().notices(desk_clerk(), 10, kNoon)->size() == 1);
  SECTION("confirmed") {
    REQUIRE(office.desk().confirm(desk_clerk(), id, kToday + 9, kNoon).ok());
    CHECK(rows(office, wallet, kArrival, kToday + 10) == 1);
    CHECK(rows(office, wallet, kArrival, kToday + 11) == 0);
  }
  SECTION("refused") {
    REQUIRE(office.desk().refuse(desk_clerk(), id, kNoon).ok());
    CHECK(rows(office, wallet, kArrival, kToday + 1) == 0);
  }
  CHECK(office.desk().notices(desk_clerk(), 10, kNoon)->empty());
  CHECK(code_of(office.desk().confirm(desk_clerk(), id, kToday + 9, kNoon)) == Errc::not_found);
  const auto lines = office.journal("decide-notice");
  CHECK(lines.at(2).subject == "P-1");
  CHECK(lines.at(2).vct == kArrival);
  for (const JournalLine& line : office.journal("")) {
    CHECK(line.detail.find("Harbour") == std::string::npos);
  }
}
