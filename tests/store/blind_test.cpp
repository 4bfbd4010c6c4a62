// SPDX-License-Identifier: Apache-2.0
// What the register remembers of blind tokens.
#include <catch2/catch.hpp>

#include "store/desk_office.h"
#include "store/log_house.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr Day kTomorrow = kToday + 1, kAfter = kToday + 2;

Issuing blind_issuing() {
  Issuing out = make_issuing();
  give_blind(out, kPermit, {kTomorrow, kAfter, kAfter + 1});
  return out;
}

// House is an office with one blind fact, two a day, and two people who have it.
struct House : Office {
  House() : Office(blind_issuing()) { import(register_of(2)); }
  const RsaModulus& modulus() const { return issuing().keys.blind.at(1).modulus; }
  std::uint64_t leaves() { return service().figures()->leaves; }
  std::size_t collect(Wallet& wallet, std::size_t count, Day day = kAfter, UnixTime now = kNoon) {
    const RsaModulus& key = issuing().keys.blind.at(day - kTomorrow).modulus;
    const auto asked = wallet.ask_blind(key, kPermit, day, count);
    const auto answer = service().collect(asked.body, now);
    REQUIRE(answer.ok());
    const auto collected = parse_collected(*answer);
    REQUIRE(collected.ok());
    return check_blind(key, asked, *collected);
  }
};

ByteVector same_message(Wallet& wallet, const Wallet::Blinded& asked, Day day) {
  Collect collect;
  collect.seq = ++wallet.seq;
  collect.blind.push_back({day, kPermit, {}});
  collect.blind[0].messages.push_back(BlindBytes::from(asked.blinded[0].request.view()));
  return wallet.body(collect);
}

}  // namespace

TEST_CASE("blind tokens are signed, logged and counted in one commit") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  CHECK(house.collect(wallet, 2) == 2);
  CHECK(house.leaves() == 2);
  CHECK(house.service().figures()->holder_keys == 2);
  CHECK(house.collect(wallet, 1) == 0);
  CHECK(house.leaves() == 2);
  CHECK(house.collect(wallet, 2, kTomorrow) == 2);
  CHECK(house.leaves() == 4);
}

TEST_CASE("what was signed blind is counted by fact and day") {
  House house;
  Wallet one = house.enrol("P-1", 1), other = house.enrol("P-2", 2);
  CHECK(house.collect(one, 2) == 2);
  CHECK(house.collect(other, 1) == 1);
  CHECK(house.collect(other, 1, kTomorrow) == 1);
  REQUIRE(house.service().collect(one.ask({kPermit, kTax}, {kAfter}, 2), kNoon).ok());
  const auto found = house.service().blind_signed(CountWaiting::yes);
  REQUIRE(found.ok());
  REQUIRE(found->size() == 2);
  const BlindSigned& after = found->at(1);
  CHECK(after.vct == kPermit);
  CHECK(after.day == kAfter);
  CHECK(after.people == 2);
  CHECK(after.tokens == 3);
  CHECK(after.most == 2);
  CHECK(after.waiting == 3);
  CHECK(found->at(0).waiting == 1);
  CHECK(house.service().blind_signed()->at(1).waiting == 0);
}

TEST_CASE("what a row can't have it hasn't, and the others have") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  CHECK(house.collect(wallet, 1) == 1);
  CHECK(house.collect(wallet, 2) == 0);  // one is left of two
  CHECK(house.leaves() == 1);
  CHECK(house.collect(wallet, 1) == 1);
  CHECK(house.leaves() == 2);
}

TEST_CASE("a new letter gives no second helping of a day") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  CHECK(house.collect(wallet, 2) == 2);
  Wallet again = house.enrol("P-1", 2), other = house.enrol("P-2", 3);
  CHECK(house.collect(again, 1) == 0);
  CHECK(house.collect(again, 2, kTomorrow) == 2);
  CHECK(house.collect(other, 2) == 2);
  SECTION("nor does a restart, nor midnight before the day is over") {
    house.close();
    house.open();
    REQUIRE(house.service().midnight(kNoon + 86400).ok());
    CHECK(house.collect(again, 1, kAfter, kNoon + 86400) == 0);
  }
}

TEST_CASE("a blinded message is signed once, whoever sends it") {
  House house;
  Wallet mine = house.enrol("P-1", 1), yours = house.enrol("P-2", 2);
  // What is below the lesser modulus can be asked for on both days.
  const auto& keys = house.issuing().keys.blind;
  const bool lesser = keys[0].modulus < keys[1].modulus;
  const Day day = lesser ? kTomorrow : kAfter, other = lesser ? kAfter : kTomorrow;
  const auto asked = mine.ask_blind(keys[lesser ? 0 : 1].modulus, kPermit, day, 1);
  const auto first = house.service().collect(asked.body, kNoon);
  REQUIRE(first.ok());
  CHECK(code_of(house.service().collect(same_message(mine, asked, day), kNoon)) ==
        Errc::key_reused);
  --mine.seq;
  CHECK(code_of(house.service().collect(same_message(mine, asked, other), kNoon)) ==
        Errc::key_reused);
  --mine.seq;
  CHECK(code_of(house.service().collect(same_message(yours, asked, day), kNoon)) ==
        Errc::key_reused);
  CHECK(house.leaves() == 1);
  SECTION("but the same request again has the same bytes, and nothing more is logged") {
    CHECK(*house.service().collect(asked.body, kNoon + 9) == *first);
    house.close();
    house.open();
    CHECK(*house.service().collect(asked.body, kNoon + 99) == *first);
    CHECK(house.leaves() == 1);
  }
}

TEST_CASE("a number that is no blinded message refuses the request whole") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  Collect collect;
  collect.seq = 1;
  collect.sets.push_back({kTomorrow, {kPermit}, {wallet.prove(wallet.fresh_key(), 1)}});
  collect.blind.push_back({kAfter, kPermit, {BlindBytes::from(house.modulus().view())}});
  CHECK(code_of(house.service().collect(wallet.body(collect), kNoon)) == Errc::out_of_range);
  CHECK(house.leaves() == 0);
}

TEST_CASE("a killed key signs nothing from that moment, and the rest goes on") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  const auto asked = wallet.ask_blind(house.modulus(), kPermit, kAfter, 1);
  REQUIRE(house.service().collect(asked.body, kNoon).ok());
  SECTION("here") { REQUIRE(house.service().stop_blind(kPermit, kAfter).ok()); }
  SECTION("by another process") {
    SeededRng rng(9);
    SecretBuffer key(32);
    const auto other = IssuerService::open(house.path(), house.issuing(), std::move(key), rng);
    REQUIRE(other.ok());
    REQUIRE((*other)->stop_blind(kPermit, kAfter).ok());
  }
  const auto again = house.service().collect(asked.body, kNoon + 1);
  REQUIRE(again.ok());
  CHECK(parse_collected(*again)->blind.empty());
  CHECK(house.collect(wallet, 1) == 0);
  CHECK(house.collect(wallet, 1, kTomorrow) == 1);
  CHECK(house.service().collect(wallet.ask({kPermit}, {kAfter}, 1), kNoon).ok());
  house.close();
  house.open();
  CHECK(house.collect(wallet, 1) == 0);
}

TEST_CASE("nothing blind is written behind its window, by a clock that is a little back") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  LogStore log(house.service());
  REQUIRE(log.close(control_of(kToday)).ok());
  REQUIRE(log.close(order_of(kToday)).ok());
  const UnixTime before = midnight(kTomorrow) - 1;
  const auto asked = wallet.ask_blind(house.issuing().keys.blind[0].modulus, kPermit, kTomorrow, 1);
  CHECK(code_of(house.service().collect(asked.body, before)) == Errc::storage_failed);
  CHECK(house.leaves() == 0);
  // Later it is left out; of the next day it is written for the day that is open.
  const auto later = house.service().collect(asked.body, midnight(kTomorrow));
  REQUIRE(later.ok());
  CHECK(parse_collected(*later)->blind.empty());
  CHECK(house.collect(wallet, 1, kAfter, before) == 1);
}

TEST_CASE("an ended fact gets no blind token") {
  DeskOffice office;
  Issuing issuing = blind_issuing();
  office.service().configure(issuing);
  office.import("P-1,work-permit-valid,,,\n");
  Wallet wallet = office.enrol("P-1", 1);
  REQUIRE(office.desk().end_fact(desk_clerk(), "P-1", kPermit, 0, "", kNoon).ok());
  const auto asked = wallet.ask_blind(issuing.keys.blind[1].modulus, kPermit, kAfter, 1);
  const auto answer = office.service().collect(asked.body, kNoon);
  REQUIRE(answer.ok());
  CHECK(parse_collected(*answer)->blind.empty());
}

TEST_CASE("what is over is forgotten") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  CHECK(house.collect(wallet, 2) == 2);
  REQUIRE(house.service().stop_blind(kPermit, kTomorrow).ok());
  const auto rows = [&](const char* sql) {
    auto database = Database::open(house.path(), Database::Access::read_only);
    Query query = database->query(sql);
    REQUIRE(*query.next());
    return query.integer(0);
  };
  REQUIRE(house.service().midnight(kNoon + 86400).ok());
  CHECK(rows("SELECT count(*) FROM blind_used") == 1);
  CHECK(rows("SELECT count(*) FROM blind_stop") == 0);
  CHECK(rows("SELECT count(*) FROM holder_key") == 2);
  REQUIRE(house.service().midnight(kNoon + 2 * 86400).ok());
  CHECK(rows("SELECT count(*) FROM blind_used") == 0);
  CHECK(rows("SELECT count(*) FROM holder_key") == 0);
}

TEST_CASE("after a restore no key signs whose window had opened") {
  House house;
  Wallet wallet = house.enrol("P-1", 1);
  constexpr UnixTime kNextNoon = kNoon + 86400;
  const auto restore = [&](UnixTime now) {
    REQUIRE(house.service().restored(keeper(), {}, now).ok());
  };
  SECTION("before noon the next one will") {
    restore(kNextNoon - 2 * kClockSlack);
    CHECK(house.collect(wallet, 1, kAfter, kNextNoon) == 0);
    CHECK(house.collect(wallet, 1, kAfter + 1, kNextNoon) == 1);
  }
  SECTION("after noon that is over too") {
    restore(kNextNoon);
    CHECK(house.collect(wallet, 1, kAfter, kNextNoon) == 0);
    CHECK(house.collect(wallet, 1, kAfter + 1, kNextNoon) == 0);
  }
  SECTION("a clock that was a little ahead doesn't matter") {
    restore(kNextNoon - kClockSlack);
    CHECK(house.collect(wallet, 1, kAfter + 1, kNextNoon) == 0);
  }
  SECTION("nor does it just before midnight") {
    restore(midnight(kAfter) - 60);
    CHECK(house.collect(wallet, 1, kAfter, midnight(kAfter) - 50) == 0);
  }
  const ByteVector others = wallet.ask({kPermit}, {kAfter + 1}, 1);
  CHECK(house.service().collect(others, midnight(kAfter) - 1).ok());
}
