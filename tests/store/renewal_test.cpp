// SPDX-License-Identifier: Apache-2.0
// A withdrawn token key: chains that start anew, and paper that stays good.
// Spec: spec/incidents.md, spec/trust.md, section 4.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "crypto/hash.h"
#include "status/chain.h"
#include "store/desk_office.h"
#include "store/log_house.h"
#include "token/cose.h"
#include "trust/segment.h"

using namespace whit;
using namespace whit::test;

namespace {

constexpr Day kFirst = kToday + 4, kLast = kToday + 10;  // of the key that leaks

TokenKey row_of(std::uint8_t key, Day first, Day last, KeyState state = KeyState::live) {
  return {Kind::revocable,
          {kPermit, kUntil, kVisa, kTax, kArrival, kDocumentVct},
          first,
          last,
          key_of(key)->public_key(),
          state};
}

// Three keys, as three weeks have; the one in the middle is going to leak.
Issuing before() {
  Issuing out = make_issuing();
  out.signers = {key_of(7), key_of(8), key_of(9)};
  out.keys.sequence = 1;
  out.keys.tokens = {row_of(7, kToday - 3, kFirst - 1), row_of(8, kFirst, kLast),
                     row_of(9, kLast + 1, kLast + 7)};
  return out;
}

Issuing after() {
  Issuing out = before();
  out.signers = {key_of(7), key_of(9), key_of(10)};
  out.keys.sequence = 2;
  out.keys.tokens[1].state = KeyState::withdrawn;
  out.keys.tokens.push_back(row_of(10, kFirst, kLast));
  return out;
}

Renewal renewal() { return {2, 12, {row_of(8, kFirst, kLast, KeyState::withdrawn)}}; }

struct Shop : Office {
  Shop() : Office(before()) {}
  Desk desk() { return Desk(service()); }
  // renew does what publishing does.
  void renew() {
    REQUIRE(service().renew(renewal(), kNoon).ok());
    service().configure(after());
  }
  std::vector<Handle> collect(Wallet& wallet, const std::vector<Day>& days, std::size_t sets = 2) {
    const auto answer = service().collect(wallet.ask({kTax}, days, sets), kNoon);
    REQUIRE(answer.ok());
    std::vector<Handle> out;
    const auto collected = parse_collected(*answer);
    REQUIRE(collected.ok());
    for (const auto& row : collected->rows) {
      for (const auto& token : row.tokens) out.push_back(token.handle);
    }
    return out;
  }
  std::vector<StoredSegment> end_and_publish(const std::string& subject) {
    REQUIRE(desk().end_fact(operator_actor(), subject, kTax, 0, "", kNoon).ok());
    auto out = service().withdrawals(kNoon);
    REQUIRE(out.ok());
    return std::move(*out);
  }
  std::int64_t number(const char* sql) const {
    auto database = Database::open(path(), Database::Access::read_only);
    REQUIRE(database.ok());
    Query query = database->query(sql);
    REQUIRE(*query.next());
    return query.integer(0);
  }
};

bool ends(const std::vector<StoredSegment>& segments, Day day, const Handle& handle) {
  for (const StoredSegment& segment : segments) {
    const auto groups = parse_segment(segment.bytes, segment.medium, segment.day);
    REQUIRE(groups.ok());
    for (const Withdrawals& group : *groups) {
      if (group.day > day || group.vct != kTax) continue;
      for (const Seed& seed : group.seeds) {
        const HandleKey key(ratchet_by(seed, day - group.day));
        if (key.handle(0) == handle || key.handle(1) == handle) return true;
      }
    }
  }
  return false;
}

}  // namespace

TEST_CASE("the days of a withdrawn key are collected again in full, under other handles") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  Wallet wallet = shop.enrol("P-1", 1);
  const auto old = shop.collect(wallet, {kToday + 1, kFirst, kLast});
  REQUIRE(old.size() == 6);
  CHECK(code_of(shop.service().collect(wallet.ask({kTax}, {kFirst}, 1), kNoon)) ==
        Errc::quota_reached);
  --wallet.seq;
  CHECK(*shop.service().dealt_under(row_of(8, kFirst, kLast), kNoon) == 4);
  shop.renew();
  const auto fresh = shop.collect(wallet, {kFirst, kLast});
  REQUIRE(fresh.size() == 4);
  std::set<Handle> all(old.begin(), old.end());
  all.insert(fresh.begin(), fresh.end());
  CHECK(all.size() == 10);
  const ByteVector body = wallet.ask({kTax}, {kFirst}, 1);
  CHECK(code_of(shop.service().collect(body, kNoon)) == Errc::quota_reached);
}

TEST_CASE("a seed that nothing else hangs on is gone, unpublished") {
  Shop shop;
  shop.import(register_of(2, "tax-current"));
  Wallet one = shop.enrol("P-1", 1), two = shop.enrol("P-2", 2);
  const auto dead = shop.collect(one, {kFirst, kLast});
  shop.collect(two, {kToday + 1});
  REQUIRE(shop.number("SELECT count(*) FROM chain") == 2);
  shop.renew();
  CHECK(shop.number("SELECT count(*) FROM chain") == 1);  // the other one dealt nothing under it
  CHECK(shop.number("SELECT count(*) FROM chain WHERE ended = 0") == 1);
  CHECK(shop.service().withdrawals(kNoon)->empty());
  const auto segments = shop.end_and_publish("P-1");
  CHECK(segments.empty());
  for (const Handle& handle : dead) CHECK_FALSE(ends(segments, kLast, handle));
}

TEST_CASE("tokens of other keys still end with their fact, and the seed goes when they are dead") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  Wallet wallet = shop.enrol("P-1", 1);
  const auto early = shop.collect(wallet, {kToday + 2});
  const auto dead = shop.collect(wallet, {kFirst});
  const auto late = shop.collect(wallet, {kLast + 2});
  shop.renew();
  CHECK(shop.number("SELECT count(*) FROM chain WHERE ended = 2") == 1);
  CHECK(shop.number("SELECT until FROM chain WHERE ended = 2") == kLast + 2);
  const auto fresh = shop.collect(wallet, {kFirst});
  SECTION("the fact ends") {
    const auto segments = shop.end_and_publish("P-1");
    for (const Handle& handle : early) CHECK(ends(segments, kToday + 2, handle));
    for (const Handle& handle : late) CHECK(ends(segments, kLast + 2, handle));
    for (const Handle& handle : fresh) CHECK(ends(segments, kFirst, handle));
    CHECK(shop.number("SELECT count(*) FROM chain") == 0);
  }
  SECTION("it holds until they are dead") {
    REQUIRE(shop.service().midnight(midnight(kLast + 2), ClockRule::trust).ok());
    CHECK(shop.number("SELECT count(*) FROM chain WHERE ended = 2") == 0);
  }
  CHECK(dead.size() == 2);
}

TEST_CASE("two keys at once: a chain that dealt under both goes on for nothing else") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  Wallet wallet = shop.enrol("P-1", 1);
  shop.collect(wallet, {kFirst, kLast + 2});
  Renewal both = renewal();
  both.keys.push_back(row_of(9, kLast + 1, kLast + 7, KeyState::withdrawn));
  REQUIRE(shop.service().renew(both, kNoon).ok());
  CHECK(shop.number("SELECT count(*) FROM chain") == 0);
  CHECK(shop.service().figures()->renewal_wallets == 1);
}

TEST_CASE("paper's chains go on, and so do those of a restore for as long as it said") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  Wallet wallet = shop.enrol("P-1", 1);
  shop.collect(wallet, {kFirst});
  REQUIRE(shop.service().restored(operator_actor(), {}, kNoon).ok());
  shop.close();
  {
    auto database = Database::open(shop.path(), Database::Access::read_write);
    REQUIRE(database
                ->execute("INSERT INTO chain (enrolment, vct, medium, seed, day, dealt)"
                          " SELECT id, 65005, 4, x'0102030405060708090a0b0c0d0e0f10', 20780,"
                          " x'0000000101' FROM enrolment")
                .ok());
  }
  shop.open();
  TokenKey paper = row_of(8, kFirst, kLast);
  paper.kind = Kind::paper;
  CHECK(*shop.service().dealt_under(paper, kNoon) == 2);
  shop.renew();
  CHECK(shop.number("SELECT count(*) FROM chain WHERE medium = 4 AND ended = 0") == 1);
  CHECK(shop.number("SELECT until FROM chain WHERE ended = 2") == kToday + 14);
}

TEST_CASE("nothing is dealt under the old list from the moment that the new one is coming") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  Wallet wallet = shop.enrol("P-1", 1);
  shop.collect(wallet, {kToday + 1});
  REQUIRE(shop.service().hold(2).ok());
  const ByteVector body = wallet.ask({kTax}, {kFirst}, 2);
  CHECK(code_of(shop.service().collect(body, kNoon)) == Errc::storage_failed);
  CHECK_FALSE(shop.service().failed());
  shop.close();
  shop.open();  // as another process, still with the list before
  CHECK(code_of(shop.service().collect(body, kNoon)) == Errc::storage_failed);
  REQUIRE(shop.service().hold(1).ok());  // never back
  CHECK(code_of(shop.service().collect(body, kNoon)) == Errc::storage_failed);
  shop.service().configure(after());
  CHECK(shop.service().collect(body, kNoon).ok());
}

TEST_CASE("renewing again does nothing, and what a kill left open is done then") {
  Shop shop;
  shop.import(register_of(6, "tax-current"));
  std::vector<Wallet> wallets;
  for (std::uint64_t i = 1; i <= 6; ++i) {
    wallets.push_back(shop.enrol("P-" + std::to_string(i), i));
    shop.collect(wallets.back(), {kFirst});
  }
  // As it stands after a kill behind the first chains: they are gone, the list isn't noted yet.
  shop.close();
  {
    auto database = Database::open(shop.path(), Database::Access::read_write);
    REQUIRE(database->execute("UPDATE meta SET value = 2 WHERE key = 'key_list'").ok());
    REQUIRE(database->execute("UPDATE enrolment SET renew = 2 WHERE id <= 3").ok());
    REQUIRE(database->execute("DELETE FROM chain WHERE enrolment <= 3").ok());
  }
  shop.open();
  CHECK(code_of(shop.service().collect(wallets[0].ask({kTax}, {kFirst}, 1), kNoon)) ==
        Errc::storage_failed);
  --wallets[0].seq;
  shop.renew();
  CHECK(shop.number("SELECT count(*) FROM chain") == 0);
  CHECK(shop.service().figures()->renewal_wallets == 6);
  CHECK(shop.service().figures()->to_renew == 6);
  for (Wallet& wallet : wallets) CHECK(shop.collect(wallet, {kFirst}).size() == 2);
  CHECK(shop.service().figures()->to_renew == 0);
  REQUIRE(shop.service().renew(renewal(), kNoon + 60).ok());
  CHECK(shop.number("SELECT count(*) FROM chain WHERE ended = 0") == 6);
  CHECK(shop.service().figures()->to_renew == 0);
  CHECK(shop.service().figures()->renewed == kNoon);
  CHECK(shop.service().figures()->renewal_version == 12);
}

TEST_CASE("an answer that got lost comes again without what the old key signed") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  Wallet wallet = shop.enrol("P-1", 1);
  const ByteVector body = wallet.ask({kTax}, {kToday + 1, kFirst}, 2);
  REQUIRE(shop.service().collect(body, kNoon).ok());
  shop.renew();
  const auto again = shop.service().collect(body, kNoon);
  REQUIRE(again.ok());
  CHECK(parse_collected(*again)->rows.empty());
  CHECK(shop.collect(wallet, {kToday + 1, kFirst}).size() == 4);
}

TEST_CASE("accepted paper is kept until its last token is dead, and replaced when said again") {
  Shop shop;
  shop.import(register_of(1, "tax-current"));
  const PublicKey key = key_of(9)->public_key();
  CHECK(shop.service().accepted_paper()->empty());
  REQUIRE(shop.service().accept_paper({key, kToday + 5, ByteVector(32, 1)}).ok());
  REQUIRE(shop.service().accept_paper({key, kToday + 5, ByteVector(16, 2)}).ok());
  const auto kept = shop.service().accepted_paper();
  REQUIRE(kept->size() == 1);
  CHECK(kept->at(0).key == key);
  CHECK(kept->at(0).prefixes == ByteVector(16, 2));
  REQUIRE(shop.service().midnight(midnight(kToday + 4), ClockRule::trust).ok());
  CHECK(shop.service().accepted_paper()->size() == 1);
  REQUIRE(shop.service().midnight(midnight(kToday + 5), ClockRule::trust).ok());
  CHECK(shop.service().accepted_paper()->empty());
}

TEST_CASE("prefixes are those of one kind, key and time, over all epochs, in order", "[log]") {
  LogHouse house;
  const KeyId kid = key_id(key_of(9)->public_key()), other = key_id(key_of(8)->public_key());
  const auto entry = [&](EntryKind kind, const KeyId& of, std::uint64_t number) {
    return encode(Entry{kind, kTax, of, kToday + 40, hash_from(number)});
  };
  std::vector<ByteVector> want;
  house.close(control_of(kToday));
  for (Day day = kToday; day < kToday + 3; ++day) {
    std::vector<EntryBytes> leaves;
    for (std::uint64_t i = 0; i < 5; ++i) {
      const std::uint64_t number = day * 100 + i;
      leaves.push_back(entry(EntryKind::paper, kid, number));
      leaves.push_back(entry(EntryKind::paper, other, number + 10));
      leaves.push_back(entry(EntryKind::revocable, kid, number + 20));
      if (day == kToday + 2) continue;
      const Hash leaf = leaf_hash(leaves[leaves.size() - 3]);
      const Bytes front = leaf.view().first(16);
      want.emplace_back(front.begin(), front.end());
    }
    house.write(leaves, midnight(day) + 3600);
    house.close(order_of(day));
  }
  std::sort(want.begin(), want.end());
  ByteVector all;
  for (const ByteVector& one : want) all.insert(all.end(), one.begin(), one.end());
  REQUIRE(all.size() == 160);
  CHECK(*house.log().leaf_prefixes(EntryKind::paper, kid, kToday + 1) == all);
  CHECK(house.log().leaf_prefixes(EntryKind::paper, kid, kToday + 2)->size() == 240);
  CHECK(house.log().leaf_prefixes(EntryKind::paper, kid, kToday - 1)->empty());
}
