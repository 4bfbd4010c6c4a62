// SPDX-License-Identifier: Apache-2.0
#include "token/stop.h"

#include <catch2/catch.hpp>

#include "store/database.h"
#include "store/desk.h"
#include "store/journal.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

StopCode code_of_sheet(std::uint8_t number) {
  StopCode out;
  out.bytes.fill(number);
  return out;
}

Database open_file(const Office& office) {
  auto database = Database::open(office.path(), Database::Access::read_write);
  REQUIRE(database.ok());
  return std::move(*database);
}

// write_stop gives the newest row of `table` the hash of `code`.
void write_stop(const Office& office, const char* sql, const StopCode& code) {
  Database database = open_file(office);
  REQUIRE(database.query(sql).bind(stop_hash(code).view()).run().ok());
  REQUIRE(database.changes() == 1);
}
constexpr const char* kEnrolment =
    "UPDATE enrolment SET stop = ? WHERE id = (SELECT max(id) FROM enrolment)";
constexpr const char* kLetter = "UPDATE invitation SET stop = ? WHERE enrolment IS NULL";

Result<ByteVector> stop(Office& office, const StopCode& code, std::string_view iss = "dlo",
                        UnixTime now = kNoon) {
  return office.service().stop(encode(StopRequest{iss, code}), now);
}

std::vector<JournalLine> journal(const Office& office) {
  Database database = open_file(office);
  auto lines = read_journal(database, 0, 100);
  REQUIRE(lines.ok());
  std::vector<JournalLine> out;
  for (JournalLine& line : *lines) {
    if (line.act != "import" && line.act != "invite") out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

TEST_CASE("a stop code ends its wallet and nobody else's") {
  Office office;
  office.import(register_of(2));
  Wallet mine = office.enrol("P-1", 1);
  write_stop(office, kEnrolment, code_of_sheet(1));
  Wallet other = office.enrol("P-2", 2);
  write_stop(office, kEnrolment, code_of_sheet(2));
  REQUIRE(office.service().collect(mine.ask({kPermit}, {kToday + 1}, 1), kNoon).ok());
  REQUIRE(office.service().collect(other.ask({kPermit}, {kToday + 1}, 1), kNoon).ok());
  REQUIRE(office.service().figures()->chains == 2);

  const auto answer = stop(office, code_of_sheet(1));
  REQUIRE(answer.ok());
  CHECK(*answer == ByteVector{0xa0});
  CHECK(office.service().figures()->chains == 1);
  CHECK(office.service().figures()->enrolled == 1);
  CHECK(code_of(office.service().collect(mine.ask({kPermit}, {kToday + 2}, 1), kNoon)) ==
        Errc::unknown_key);
  CHECK(office.service().collect(other.ask({kPermit}, {kToday + 2}, 1), kNoon).ok());

  SECTION("the journal has it once, however often it is entered") {
    CHECK(stop(office, code_of_sheet(1)).ok());
    office.close();
    office.open();
    CHECK(stop(office, code_of_sheet(1), "dlo", kNoon + 90 * kSecondsPerDay).ok());
    const auto lines = journal(office);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].actor == "holder");
    CHECK(lines[0].act == "stop");
    CHECK(lines[0].subject == "P-1");
    Database database = open_file(office);
    CHECK(*check_journal(database) == 0);
  }
  SECTION("a new letter brings the person back, and the old code doesn't end that") {
    Wallet again = office.enrol("P-1", 3);
    write_stop(office, kEnrolment, code_of_sheet(3));
    CHECK(stop(office, code_of_sheet(1)).ok());
    CHECK(office.service().collect(again.ask({kPermit}, {kToday + 2}, 1), kNoon).ok());
  }
}

TEST_CASE("a stop at a clock far ahead works, and makes that clock nobody else's") {
  Office office;
  office.import(register_of(2));
  Wallet other = office.enrol("P-2", 2);
  office.enrol("P-1", 1);
  write_stop(office, kEnrolment, code_of_sheet(1));
  CHECK(stop(office, code_of_sheet(1), "dlo", kNoon + 40 * kSecondsPerDay).ok());
  CHECK(office.service().figures()->enrolled == 1);
  CHECK(office.service().collect(other.ask({kPermit}, {kToday + 1}, 1), kNoon).ok());
}

TEST_CASE("a code that nobody has stops nothing") {
  Office office;
  office.import(register_of(1));
  office.enrol("P-1", 1);
  CHECK(code_of(stop(office, code_of_sheet(1))) == Errc::not_found);
  CHECK(code_of(stop(office, StopCode{})) == Errc::not_found);  // nor one that is all zeros
  write_stop(office, kEnrolment, code_of_sheet(1));
  CHECK(code_of(stop(office, code_of_sheet(1), "mvd")) == Errc::wrong_issuer);
  CHECK(office.service().stop(ByteVector{0xa0}, kNoon).error().code == Errc::wrong_length);
  CHECK(office.service().figures()->enrolled == 1);
  CHECK(journal(office).empty());
}

TEST_CASE("the stop code of a letter that nobody used voids it") {
  Office office;
  office.import(register_of(1));
  const auto invited = Desk(office.service()).invite(operator_actor(), "P-1", kNoon);
  write_stop(office, kLetter, code_of_sheet(5));
  CHECK(stop(office, code_of_sheet(5)).ok());
  CHECK(stop(office, code_of_sheet(5)).ok());
  CHECK(journal(office).size() == 1);
  Wallet thief(1);
  const ByteVector enrol = thief.enrol_body(InvitationCode{invited->invitation.code}, invited->pin);
  CHECK(code_of(office.service().enrol(enrol, kNoon)) == Errc::refused);
}

TEST_CASE("a wallet can be stopped while the office's clock is wrong") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  write_stop(office, kEnrolment, code_of_sheet(1));
  const UnixTime back = kNoon - 40 * kSecondsPerDay;
  REQUIRE(code_of(office.service().collect(wallet.ask({kPermit}, {kToday + 1}, 1), back)) ==
          Errc::clock_back);
  CHECK(stop(office, code_of_sheet(1), "dlo", back).ok());
  CHECK(office.service().figures()->enrolled == 0);
  CHECK(office.service().figures()->last_commit == kNoon);
}
