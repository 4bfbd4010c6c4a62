// SPDX-License-Identifier: Apache-2.0
// A copy of the register that is put back. Spec: spec/chain.md, section 5.
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "status/chain.h"
#include "store/desk_office.h"
#include "trust/segment.h"

using namespace whit;
using namespace whit::test;

namespace {

// Shop is an office whose register can be put back as it was.
struct Shop : DeskOffice {
  std::string copy() {
    std::string to = path() + ".copy" + std::to_string(++copies);
    REQUIRE(service().copy_to(to).ok());
    return to;
  }
  void put_back(const std::string& copy, UnixTime now = kNoon,
                const std::vector<StoredSegment>& published = {}) {
    close();
    for (const char* tail : {"", "-wal", "-shm"}) ::unlink((path() + tail).c_str());
    REQUIRE(::rename(copy.c_str(), path().c_str()) == 0);
    open();
    REQUIRE(service().restored(keeper(), published, now).ok());
  }
  std::vector<Handle> collect(Wallet& wallet, Vct vct, Day day, UnixTime now = kNoon) {
    const auto answer = service().collect(wallet.ask({vct}, {day}, 1), now);
    REQUIRE(answer.ok());
    const auto collected = parse_collected(*answer);
    REQUIRE(collected.ok());
    std::vector<Handle> out;
    for (const auto& row : collected->rows) {
      for (const auto& token : row.tokens) out.push_back(token.handle);
    }
    return out;
  }
  int copies = 0;
};

bool withdrawn(const std::vector<StoredSegment>& segments, Day day, const Handle& handle) {
  for (const StoredSegment& segment : segments) {
    const auto groups = parse_segment(segment.bytes, segment.medium, segment.day);
    REQUIRE(groups.ok());
    for (const Withdrawals& group : *groups) {
      for (const Seed& seed : group.seeds) {
        if (group.day > day) continue;
        const HandleKey key(ratchet_by(seed, day - group.day));
        if (key.handle(0) == handle || key.handle(1) == handle) return true;
      }
    }
  }
  return false;
}

std::int64_t number(const Office& office, const char* sql) {
  auto database = Database::open(office.path(), Database::Access::read_only);
  REQUIRE(database.ok());
  Query query = database->query(sql);
  REQUIRE(*query.next());
  return query.integer(0);
}

}  // namespace

TEST_CASE("after a restore no handle is dealt a second time, and the next collect may be any") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet wallet = shop.enrol("P-1", 1);
  std::set<Handle> seen;
  for (const Handle& handle : shop.collect(wallet, kTax, kToday + 1)) seen.insert(handle);
  const std::string copy = shop.copy();
  for (const Day day : {kToday + 1, kToday + 2, kToday + 3}) {
    for (const Handle& handle : shop.collect(wallet, kTax, day)) seen.insert(handle);
  }
  REQUIRE(seen.size() == 4);
  shop.put_back(copy);
  for (const Day day : {kToday + 1, kToday + 2, kToday + 3, kToday + 3}) {
    for (const Handle& handle : shop.collect(wallet, kTax, day)) {
      CHECK(seen.insert(handle).second);
    }
  }
  CHECK(seen.size() == 8);
  // The jump in seq was allowed once: from 1 to 5.
  CHECK(wallet.seq == 8);
  wallet.seq += 1;
  CHECK(code_of(shop.service().collect(wallet.ask({kTax}, {kToday + 4}, 1), kNoon)) ==
        Errc::sequence_conflict);
}

TEST_CASE("after a restore a seq that was used before it stays used") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet wallet = shop.enrol("P-1", 1);
  shop.collect(wallet, kTax, kToday + 1);
  const ByteVector last = wallet.ask({kTax}, {kToday + 2}, 1);
  REQUIRE(shop.service().collect(last, kNoon).ok());
  shop.put_back(shop.copy());
  const auto again = shop.service().collect(last, kNoon);
  REQUIRE(again.ok());
  CHECK(parse_collected(*again)->rows.empty());  // nothing of a retired chain is dealt again
  wallet.seq = 0;
  CHECK(code_of(shop.service().collect(wallet.ask({kTax}, {kToday + 3}, 1), kNoon)) ==
        Errc::sequence_conflict);
}

TEST_CASE("a retired chain is withdrawn when its fact ends, with what was dealt since the copy") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-2,tax-current,,,\n");
  Wallet wallet = shop.enrol("P-1", 1);
  const Handle before = shop.collect(wallet, kTax, kToday + 9).at(0);
  const std::string copy = shop.copy();
  const Handle since = shop.collect(wallet, kTax, kToday + 12).at(0);
  shop.put_back(copy);
  const Handle after = shop.collect(wallet, kTax, kToday + 12).at(0);
  CHECK(shop.service().withdrawals(kNoon)->empty());
  SECTION("by a desk") {
    REQUIRE(shop.desk().end_fact(desk_clerk(), "P-1", kTax, 0, "", kNoon).ok());
  }
  SECTION("with its enrolment") { shop.enrol("P-1", 2); }
  SECTION("days later, when the chain has moved on") {
    const UnixTime later = kNoon + 2 * 86400;
    REQUIRE(shop.service().midnight(later).ok());
    REQUIRE(shop.desk().end_fact(desk_clerk(), "P-1", kTax, 0, "", later).ok());
  }
  const auto segments = shop.service().withdrawals(kNoon + 3 * 86400);
  REQUIRE(segments.ok());
  CHECK(withdrawn(*segments, kToday + 9, before));
  CHECK(withdrawn(*segments, kToday + 12, since));
  CHECK(withdrawn(*segments, kToday + 12, after));
}

TEST_CASE("a retired chain is forgotten after the last day that it can have dealt for") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet wallet = shop.enrol("P-1", 1);
  shop.collect(wallet, kTax, kToday + 1);
  shop.put_back(shop.copy());
  const auto at = [](Day days) { return kNoon + UnixTime{days} * 86400; };
  REQUIRE(shop.service().midnight(at(13), ClockRule::trust).ok());
  CHECK(number(shop, "SELECT count(*) FROM chain WHERE ended = 2") == 1);
  REQUIRE(shop.service().midnight(at(14)).ok());
  CHECK(number(shop, "SELECT count(*) FROM chain") == 0);
}

TEST_CASE("a restore voids invitations, keeps what was published and stands in the journal") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-2,tax-current,,,\n");
  Wallet wallet = shop.enrol("P-1", 1);
  const Handle lost = shop.collect(wallet, kTax, kToday + 5).at(0);
  const auto invited = shop.desk().invite(desk_clerk(), "P-2", kNoon);
  const std::string copy = shop.copy();
  REQUIRE(shop.desk().end_fact(desk_clerk(), "P-1", kTax, 0, "", kNoon).ok());
  const auto published = shop.service().withdrawals(kNoon);
  REQUIRE(published.ok());
  shop.put_back(copy, kNoon, *published);
  CHECK(withdrawn(*shop.service().withdrawals(kNoon), kToday + 5, lost));
  Wallet other(2);
  CHECK(code_of(shop.service().enrol(
            other.enrol_body(InvitationCode{invited->invitation.code}, invited->pin), kNoon)) ==
        Errc::refused);
  CHECK(shop.journal("restore").size() == 1);
  CHECK(code_of(shop.service().restored(desk_clerk(), {}, kNoon)) == Errc::forbidden);
}

TEST_CASE("a copy is private, whole and no file that was there") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  const std::string copy = shop.copy();
  struct stat about {};
  REQUIRE(::stat(copy.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(code_of(shop.service().copy_to(copy)) == Errc::already_exists);
  CHECK(code_of(shop.service().copy_to(copy + "/x/y")) == Errc::storage_failed);
}

TEST_CASE("a copy that is made while others write holds whole commits") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-2,tax-current,,,\n");
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    // Two facts end and come back in one commit each, so a half would show.
    for (int i = 0; !stop; ++i) {
      const char* until = i % 2 == 0 ? "2030-01-01" : "2031-01-01";
      TextSource source("subject,fact,value,from,until\nP-1,tax-current,,," + std::string(until) +
                        "\nP-2,tax-current,,," + until + "\n");
      ImportOrder order;
      order.run = ImportRun::apply;
      order.rule = ImportRule::skip_bad_lines;
      if (!shop.service().import(operator_actor(), source, order, kNoon).ok()) return;
    }
  });
  for (int i = 0; i < 10; ++i) {
    const std::string copy = shop.copy();
    auto database = Database::open(copy, Database::Access::read_only);
    REQUIRE(database.ok());
    Query query = database->query("SELECT count(DISTINCT until_day) FROM fact");
    REQUIRE(*query.next());
    CHECK(query.integer(0) == 1);
    CHECK(*check_journal(*database) == 0);
  }
  stop = true;
  writer.join();
}
