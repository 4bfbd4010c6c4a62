// SPDX-License-Identifier: Apache-2.0
// Ended chains become segments that verifiers read. Spec: spec/withdrawal.md, sections 2 and 3.
#include <algorithm>
#include <catch2/catch.hpp>

#include "status/chain.h"
#include "store/desk_office.h"
#include "trust/segment.h"

using namespace whit;
using namespace whit::test;

namespace {

// Shop is an office where a wallet collects and facts end.
struct Shop : DeskOffice {
  // handles_of collects one token of each fact for each day, and gives their handles.
  std::vector<Collected::Row> collect(Wallet& wallet, const std::vector<Vct>& facts,
                                      const std::vector<Day>& days, UnixTime now = kNoon) {
    const auto answer = service().collect(wallet.ask(facts, days, 1), now);
    REQUIRE(answer.ok());
    return parse_collected(*answer)->rows;
  }
  void end(const std::string& subject, Vct vct, UnixTime now = kNoon) {
    REQUIRE(desk().end_fact(desk_clerk(), subject, vct, 0, "", now).ok());
  }
  std::vector<StoredSegment> publish(UnixTime now = kNoon, Gather gather = Gather::all) {
    auto out = service().withdrawals(now, gather);
    REQUIRE(out.ok());
    return std::move(*out);
  }
};

// withdraws is withdrawal.md, section 4, step by step.
bool withdraws(const std::vector<StoredSegment>& segments, Vct vct, Day day, const Handle& handle) {
  for (const StoredSegment& segment : segments) {
    const auto groups = parse_segment(segment.bytes, segment.medium, segment.day);
    REQUIRE(groups.ok());
    for (const Withdrawals& group : *groups) {
      if (group.vct != vct || group.day > day || group.medium != Kind::revocable) continue;
      for (const Seed& seed : group.seeds) {
        const HandleKey key(ratchet_by(seed, day - group.day));
        if (key.handle(0) == handle || key.handle(1) == handle) return true;
      }
    }
  }
  return false;
}

std::size_t seeds_in(const StoredSegment& segment, Vct vct) {
  const auto groups = parse_segment(segment.bytes, segment.medium, segment.day);
  REQUIRE(groups.ok());
  for (const Withdrawals& group : *groups) {
    if (group.vct == vct) return group.seeds.size();
  }
  return 0;
}

}  // namespace

TEST_CASE("an ended fact's tokens are withdrawn, and nobody else's") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-1,visa-class,WORK,,\nP-2,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1), two = shop.enrol("P-2", 2);
  const auto mine = shop.collect(one, {kVisa, kTax}, {kToday + 1, kToday + 5});
  const auto theirs = shop.collect(two, {kTax}, {kToday + 1, kToday + 5});
  REQUIRE(mine.size() == 4);
  shop.end("P-1", kTax);
  const auto segments = shop.publish();
  REQUIRE(segments.size() == 1);
  CHECK(segments[0].medium == Kind::revocable);
  CHECK(segments[0].day == kToday + 1);
  CHECK(seeds_in(segments[0], kTax) == 16);
  CHECK(seeds_in(segments[0], kVisa) == 0);
  for (const auto& row : mine) {
    CHECK(withdraws(segments, row.vct, row.day, row.tokens[0].handle) == (row.vct == kTax));
  }
  for (const auto& row : theirs) {
    CHECK_FALSE(withdraws(segments, row.vct, row.day, row.tokens[0].handle));
  }
}

TEST_CASE("nothing ended: no new segment, and the old ones stay as long as they are needed") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-2,tax-current,,,\n");
  CHECK(shop.publish().empty());
  Wallet one = shop.enrol("P-1", 1);
  shop.collect(one, {kTax}, {kToday + 1});
  CHECK(shop.publish().empty());
  shop.end("P-1", kTax);
  const auto first = shop.publish();
  REQUIRE(first.size() == 1);
  const auto again = shop.publish(kNoon + 60);
  REQUIRE(again.size() == 1);
  CHECK(again[0].bytes == first[0].bytes);
  // D = today + 1 and a horizon of 14: listed while the head's day is at most D + 14.
  CHECK(shop.publish(kNoon + 15 * 86400).size() == 1);
  CHECK(shop.publish(kNoon + 16 * 86400).empty());
}

TEST_CASE("segments stay for as long as the catalogue that is shown says") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1);
  shop.collect(one, {kTax}, {kToday + 1});
  shop.end("P-1", kTax);
  std::vector<CatalogueFact> shown = shop.issuing().catalogue;
  shown[0].horizon = 30;  // another fact's, which is no longer dealt
  const auto listed = [&](Day day) {
    return shop.service().withdrawals(kNoon + UnixTime{day} * 86400, shown)->size();
  };
  CHECK(listed(0) == 1);
  CHECK(listed(31) == 1);
  SECTION("the largest is still shown") { CHECK(listed(32) == 0); }
  SECTION("a fact in it is on paper, which changes nothing for phones") {
    shown[1].kinds = 5;
    shown[1].paper_life = 366;
    CHECK(listed(32) == 0);
  }
}

TEST_CASE("publications of one day add segments of the same D, in the head's order") {
  Shop shop;
  shop.import(
      "P-1,tax-current,,,\nP-2,tax-current,,,\nP-3,tax-current,,,\nP-3,visa-class,WORK,,\n");
  std::vector<Collected::Row> rows;
  for (int i = 1; i <= 3; ++i) {
    const std::string subject = "P-" + std::to_string(i);
    Wallet wallet = shop.enrol(subject, static_cast<std::uint64_t>(i));
    for (auto& row : shop.collect(wallet, {kTax}, {kToday + 2})) rows.push_back(std::move(row));
    shop.end(subject, kTax);
    const auto segments = shop.publish(kNoon + static_cast<UnixTime>(i));
    CHECK(segments.size() == static_cast<std::size_t>(i));
    for (const auto& row : rows) {
      CHECK(withdraws(segments, kTax, row.day, row.tokens[0].handle));
    }
  }
  Wallet last = shop.enrol("P-3", 9, kNoon + 86400);
  shop.collect(last, {kVisa}, {kToday + 3}, kNoon + 86400);
  shop.end("P-3", kVisa, kNoon + 86400);
  const auto segments = shop.publish(kNoon + 86400);
  REQUIRE(segments.size() == 4);
  CHECK(segments[3].day == kToday + 2);
  CHECK(std::is_sorted(segments.begin(), segments.end(),
                       [](const auto& a, const auto& b) { return a.day < b.day; }));
}

TEST_CASE("what ends soon after a publication waits, unless a whole enrolment did") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-2,tax-current,,,\nP-3,tax-current,,,\nP-4,tax-current,,,\n");
  for (int i = 1; i <= 4; ++i) {
    Wallet wallet = shop.enrol("P-" + std::to_string(i), static_cast<std::uint64_t>(i));
    shop.collect(wallet, {kTax}, {kToday + 2});
  }
  shop.end("P-1", kTax);
  CHECK(shop.publish(kNoon, Gather::due).size() == 1);  // the first at once
  shop.end("P-2", kTax, kNoon + 1);
  CHECK(shop.publish(kNoon + kGatherEvery - 1, Gather::due).size() == 1);
  CHECK(shop.publish(kNoon + kGatherEvery, Gather::due).size() == 2);
  shop.end("P-3", kTax, kNoon + kGatherEvery);
  CHECK(shop.publish(kNoon + kGatherEvery + 1, Gather::due).size() == 2);
  Wallet second =
      shop.enrol("P-4", 9, kNoon + kGatherEvery + 2);  // a new phone: the old one is over
  const auto segments = shop.publish(kNoon + kGatherEvery + 3, Gather::due);
  REQUIRE(segments.size() == 3);
  // Nothing is left behind: what waited went along.
  CHECK(shop.publish(kNoon + kGatherEvery + 4).size() == 3);
}

TEST_CASE("seeds are padded to a multiple of 16 for each fact, ascending and unlike each other") {
  Shop shop;
  std::string lines;
  for (int i = 1; i <= 17; ++i) lines += "P-" + std::to_string(i) + ",tax-current,,,\n";
  shop.import(lines + "P-1,visa-class,WORK,,\n");
  for (int i = 1; i <= 17; ++i) {
    const std::string subject = "P-" + std::to_string(i);
    Wallet wallet = shop.enrol(subject, static_cast<std::uint64_t>(i));
    shop.collect(wallet, i == 1 ? std::vector<Vct>{kVisa, kTax} : std::vector<Vct>{kTax},
                 {kToday + 1});
    shop.end(subject, kTax);
  }
  shop.end("P-1", kVisa);
  const auto segments = shop.publish();
  REQUIRE(segments.size() == 1);
  CHECK(seeds_in(segments[0], kTax) == 32);  // parse_segment has seen that they ascend
  CHECK(seeds_in(segments[0], kVisa) == 16);
}

TEST_CASE("chains that dealt nothing, or whose tokens are dead, are not published") {
  Shop shop;
  shop.import("P-1,tax-current,,,\nP-2,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1);
  shop.enrol("P-2", 2);
  shop.collect(one, {kTax}, {kToday + 2});
  shop.end("P-1", kTax);
  shop.end("P-2", kTax);
  SECTION("the token lives") { CHECK(shop.publish(kNoon + 86400).size() == 1); }
  SECTION("it is dead") { CHECK(shop.publish(kNoon + 2 * 86400).empty()); }
}

TEST_CASE("the seed is never one of an earlier day than the head's, and midnight is not needed") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1);
  const auto rows = shop.collect(one, {kTax}, {kToday + 1, kToday + 4});
  shop.end("P-1", kTax);
  const auto segments = shop.publish(kNoon + 2 * 86400);
  REQUIRE(segments.size() == 1);
  CHECK(segments[0].day == kToday + 3);
  CHECK_FALSE(withdraws(segments, kTax, kToday + 1, rows[0].tokens[0].handle));
  CHECK(withdraws(segments, kTax, kToday + 4, rows[1].tokens[0].handle));
}

TEST_CASE("a head for a day that the chains have left is refused, and loses nothing") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1);
  const UnixTime before = midnight(kToday + 1) - 600;
  const auto rows = shop.collect(one, {kTax}, {kToday + 3}, before);
  shop.end("P-1", kTax, before);
  REQUIRE(shop.service().midnight(midnight(kToday + 1) + 600).ok());
  CHECK(code_of(shop.service().withdrawals(before)) == Errc::clock_back);
  const auto segments = shop.publish(midnight(kToday + 1) + 601);
  CHECK(withdraws(segments, kTax, kToday + 3, rows.at(0).tokens[0].handle));
}

TEST_CASE("withdrawals with a clock an hour back are refused") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  shop.enrol("P-1", 1);
  CHECK(code_of(shop.service().withdrawals(kNoon - kClockSlack)) == Errc::clock_back);
  CHECK(shop.service().withdrawals(kNoon - kClockSlack + 1).ok());
}

TEST_CASE("what was withdrawn stays so when the service is opened again") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1);
  shop.collect(one, {kTax}, {kToday + 1});
  shop.end("P-1", kTax);
  const auto before = shop.publish();
  shop.close();
  shop.open();
  const auto after = shop.publish();
  REQUIRE(after.size() == 1);
  CHECK(after[0].bytes == before.at(0).bytes);
}

TEST_CASE("re-enrolling and a lost phone withdraw the old wallet's tokens") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet old = shop.enrol("P-1", 1);
  const auto rows = shop.collect(old, {kTax}, {kToday + 4});
  SECTION("enrolled anew") { shop.enrol("P-1", 2); }
  SECTION("lost") { REQUIRE(shop.desk().lost_phone(desk_clerk(), "P-1", kNoon).ok()); }
  CHECK(withdraws(shop.publish(), kTax, kToday + 4, rows.at(0).tokens[0].handle));
}

TEST_CASE("nothing is signed an hour behind a publication") {
  Shop shop;
  shop.import("P-1,tax-current,,,\n");
  Wallet one = shop.enrol("P-1", 1);
  REQUIRE(shop.service().withdrawals(kNoon + kClockSlack).ok());  // with nothing in it
  const ByteVector body = one.ask({kTax}, {kToday + 1}, 1);
  CHECK(code_of(shop.service().collect(body, kNoon)) == Errc::clock_back);
  CHECK(shop.service().collect(body, kNoon + 1).ok());
}
