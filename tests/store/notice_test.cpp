// SPDX-License-Identifier: Apache-2.0
#include "token/notice.h"

#include <catch2/catch.hpp>

#include "store/connections.h"
#include "store/notices.h"
#include "store/office.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr Day kArrived = kToday - 2;

Notice arrival(UnixTime time = kNoon, Vct vct = kArrival) {
  Notice out;
  out.vct = vct;
  out.arrived = kArrived;
  out.where =
      "Hostel \xc5\xbd"
      "eln\xc3\xa1, room 7";
  out.time = time;
  return out;
}

SecretBuffer register_key() {
  SecretBuffer key(32);
  key.expose_writable(InsecureAccess{})[0] = 42;  // as Office has it
  return key;
}

NoticeState must_send(Office& office, const ByteVector& body, UnixTime now = kNoon) {
  const auto answer = office.service().notice(body, now);
  REQUIRE(answer.ok());
  const auto state = parse_notice_state(*answer);
  REQUIRE(state.ok());
  return *state;
}

Errc error_of(Office& office, const ByteVector& body, UnixTime now = kNoon) {
  return code_of(office.service().notice(body, now));
}

// File is the register's file, as a desk beside the service has it.
struct File {
  explicit File(const Office& office)
      : database(std::move(*Database::open(office.path(), Database::Access::read_write))) {}
  std::vector<NoticeView> waiting() {
    auto notices = read_waiting(database, register_key(), 10);
    REQUIRE(notices.ok());
    return std::move(*notices);
  }
  Result<DecidedNotice> decide(std::int64_t id, NoticeState decision, Day today = kToday) {
    return decide_notice(database, id, decision, today);
  }
  std::int64_t number(const char* sql) {
    Query query = database.query(sql);
    REQUIRE(query.next().ok());
    return query.integer(0);
  }
  Database database;
};

}  // namespace

TEST_CASE("a notice waits for a desk, which reads what the holder wrote") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  const ByteVector body = wallet.notice(arrival());
  CHECK(must_send(office, body) == NoticeState::waiting);
  CHECK(must_send(office, body, kNoon + 60) == NoticeState::waiting);
  File file(office);
  const auto waiting = file.waiting();
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].subject == "P-1");
  CHECK(waiting[0].vct == kArrival);
  CHECK(waiting[0].filed == kToday);
  CHECK(waiting[0].arrived == kArrived);
  CHECK(waiting[0].text == arrival().where);
  // Nothing that the holder wrote stands in the file.
  CHECK(file.number("SELECT count(*) FROM notice WHERE instr(content, 'Hostel') > 0") == 0);

  SECTION("what is decided is emptied, and the wallet is told") {
    const auto decision = GENERATE(NoticeState::confirmed, NoticeState::refused);
    const auto decided = file.decide(waiting[0].id, decision);
    REQUIRE(decided.ok());
    CHECK(decided->reference == "P-1");
    CHECK(decided->vct == kArrival);
    CHECK(must_send(office, body) == decision);
    CHECK(file.waiting().empty());
    CHECK(file.number("SELECT length(content) FROM notice") == 0);
    CHECK(file.decide(waiting[0].id, decision).error().code == Errc::not_found);
    REQUIRE(forget_notices(file.database, kToday + kNoticeKept - 1).ok());
    CHECK(file.number("SELECT count(*) FROM notice") == 1);
    REQUIRE(forget_notices(file.database, kToday + kNoticeKept).ok());
    CHECK(file.number("SELECT count(*) FROM notice") == 0);
  }
  SECTION("what waits is kept until it is decided") {
    REQUIRE(forget_notices(file.database, kToday + 400).ok());
    CHECK(file.waiting().size() == 1);
  }
  SECTION("a later one takes its place, an older one doesn't") {
    Notice later = arrival(kNoon + 1);
    later.where = "elsewhere";
    CHECK(must_send(office, wallet.notice(later)) == NoticeState::waiting);
    CHECK(file.waiting().size() == 1);
    CHECK(file.waiting()[0].text == "elsewhere");
    CHECK(error_of(office, body) == Errc::refused);
    later.where = "the same second";
    CHECK(error_of(office, wallet.notice(later)) == Errc::refused);
    CHECK(file.waiting()[0].text == "elsewhere");
  }
  SECTION("after a refusal a new one may be sent") {
    REQUIRE(file.decide(waiting[0].id, NoticeState::refused).ok());
    CHECK(must_send(office, wallet.notice(arrival(kNoon + 5))) == NoticeState::waiting);
    CHECK(file.waiting().size() == 1);
  }
  SECTION("it ends with its wallet") {
    office.enrol("P-1", 2);
    CHECK(error_of(office, body) == Errc::unknown_key);
    CHECK(file.waiting().empty());
    CHECK(file.decide(waiting[0].id, NoticeState::confirmed).error().code == Errc::not_found);
    REQUIRE(forget_notices(file.database, kToday).ok());
    CHECK(file.number("SELECT count(*) FROM notice") == 0);
  }
  SECTION("a row's content is no other row's") {
    Wallet second = office.enrol("P-1", 3);
    REQUIRE(must_send(office, second.notice(arrival())) == NoticeState::waiting);
    REQUIRE(
        file.database.query("UPDATE notice SET content = (SELECT content FROM notice WHERE id = 1)")
            .run()
            .ok());
    CHECK(read_waiting(file.database, register_key(), 10).error().code == Errc::storage_failed);
  }
}

TEST_CASE("only a fact that takes notices, and that the person lacks, can be asked for") {
  Office office;
  office.import(register_of(1));
  Wallet wallet = office.enrol("P-1", 1);
  CHECK(error_of(office, wallet.notice(arrival(kNoon, kTax))) == Errc::refused);
  CHECK(error_of(office, wallet.notice(arrival(kNoon, 65100))) == Errc::refused);
  Notice tomorrow = arrival();
  tomorrow.arrived = kToday + 1;  // east of the office it may be tomorrow
  CHECK(must_send(office, wallet.notice(tomorrow)) == NoticeState::waiting);
  tomorrow.arrived = kToday + 2;
  tomorrow.time += 1;
  CHECK(error_of(office, wallet.notice(tomorrow)) == Errc::refused);
  office.import("subject,fact,value\nP-1,arrival-notified,\n");
  CHECK(error_of(office, wallet.notice(arrival(kNoon + 9))) == Errc::refused);
}

TEST_CASE("a notice that isn't this wallet's changes nothing") {
  Office office;
  office.import(register_of(2));
  Wallet wallet = office.enrol("P-1", 1), other = office.enrol("P-2", 2);
  std::swap(wallet.id, other.id);
  CHECK(error_of(office, wallet.notice(arrival())) == Errc::bad_signature);
  wallet.id = CollectionId{};
  CHECK(error_of(office, wallet.notice(arrival())) == Errc::unknown_key);
  other.iss = "mvd";
  CHECK(error_of(office, other.notice(arrival())) == Errc::wrong_issuer);
  CHECK(error_of(office, ByteVector(kMaxNoticeBody + 1)) == Errc::too_large);
  other.iss = "dlo";
  CHECK(error_of(office, other.notice(arrival()), kNoon - 2 * kClockSlack) != Errc{});
  File file(office);
  CHECK(file.number("SELECT count(*) FROM notice") == 0);
}
