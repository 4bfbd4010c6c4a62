// SPDX-License-Identifier: Apache-2.0
// What a wallet asks for, and when. Spec: spec/collect.md.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "wallet/office.h"
#include "wallet/overview.h"

namespace whit::test {
namespace {

// Parsed is a request beside the bytes that it is a view of.
struct Parsed : Collect {
  explicit Parsed(ByteVector of) : body(std::move(of)) {
    auto request = parse_collect(body);
    REQUIRE(request.ok());
    static_cast<Collect&>(*this) = std::move(*request);
  }
  ByteVector body;
};

Parsed parsed(ByteVector body) { return Parsed(std::move(body)); }

}  // namespace

TEST_CASE("the same invitation and PIN make the same enrol, later too", "[wallet][collect-2.2]") {
  wallet::Wallet wallet;
  SeededRng rng(1);
  const Invitation invitation{"dlo", {1, 2, 3}};
  const auto first = wallet::make_enrol(wallet, invitation, "123456", 1800000000, rng);
  const auto again = wallet::make_enrol(wallet, invitation, "123456", 1800000999, rng);
  const auto other_pin = wallet::make_enrol(wallet, invitation, "123457", 1800000000, rng);
  REQUIRE(first.ok());
  REQUIRE(again.ok());
  REQUIRE(other_pin.ok());
  CHECK(*first == *again);
  CHECK(*first != *other_pin);
  CHECK(wallet::make_enrol(wallet, invitation, "12345", 1800000000, rng).error().code ==
        Errc::out_of_range);
  CHECK(wallet::make_enrol(wallet, invitation, "1234567890123", 1800000000, rng).error().code ==
        Errc::out_of_range);
}

TEST_CASE("the first collect asks for today + 1 to today + horizon, per_day sets each",
          "[wallet][collect-6.6]") {
  const World world;
  Holder holder(world);
  const Parsed request = parsed(holder.body());
  CHECK(request.seq == 1);
  CHECK(verify_collect(request, holder.account().collection.public_key()));
  REQUIRE(request.sets.size() == 14);
  std::vector<Vct> dealable;
  for (const CatalogueFact& fact : world.head().catalogue) {
    if ((fact.kinds & static_cast<std::uint8_t>(Kind::revocable)) != 0) {
      dealable.push_back(fact.vct);
    }
  }
  std::sort(dealable.begin(), dealable.end());
  REQUIRE(dealable.size() >= 5);
  for (std::size_t i = 0; i < 14; ++i) {
    CHECK(request.sets[i].day == World::kToday + 1 + i);
    CHECK(request.sets[i].keys.size() == 2);
    // every revocable fact of the catalogue: the issuer knows what it deals
    CHECK(request.sets[i].facts == dealable);
  }
}

TEST_CASE("a wallet asks for no more than is dealt, whatever is shown", "[wallet][trust-6.11]") {
  const World world;
  Holder holder(world);
  Head head = world.head();
  head.dealt = {{kPermit, 3, 1}, {kUntil, 0, 0}};
  const auto planned = wallet::plan_collect(holder.account(), head, holder.clock, holder.rng);
  REQUIRE(planned);
  const Parsed request = parsed(*planned);
  std::map<std::pair<Vct, Day>, std::size_t> asked;
  for (const SetAsk& row : request.sets) {
    for (const Vct vct : row.facts) asked[{vct, row.day - World::kToday}] += row.keys.size();
  }
  for (Day day = 1; day <= 14; ++day) {
    CAPTURE(day);
    CHECK(asked[{kPermit, day}] == (day <= 3 ? 1 : 0));
    CHECK(asked[{kUntil, day}] == 0);
    CHECK(asked[{kDocumentVct, day}] == (day <= 3 ? 1 : 2));  // the rest with the next request
  }
}

TEST_CASE("every holder key is another one, and proves itself for this request",
          "[wallet][collect-3.3]") {
  const World world;
  Holder holder(world);
  const Parsed request = parsed(holder.body());
  const PublicKey collection = holder.account().collection.public_key();
  const ByteVector message = possession_message("dlo", collection, request.seq);
  std::set<PublicKey> keys;
  for (const SetAsk& ask : request.sets) {
    for (const SetKey& key : ask.keys) {
      CHECK(verify_possession(key, message));
      CHECK_FALSE(key.own.has_value());
      CHECK(keys.insert(key.key).second);
    }
  }
  CHECK(keys.count(collection) == 0);
}

TEST_CASE("a first sync fills every day and then asks for nothing", "[wallet]") {
  const World world;
  Holder holder(world);
  CHECK(holder.sync() == 14 * 2 * 3);
  CHECK(holder.account().sets.size() == 28);
  CHECK(holder.body().empty());
  CHECK(wallet::days_left(holder.account(), holder.clock) == 14);
  const auto lines = wallet::overview(holder.account(), holder.clock);
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].vct == kUntil);
  CHECK(lines[1].value == value_of(kUntil));
  CHECK(lines[1].codes == 28);
  CHECK(lines[1].last == World::kToday + 13);
}

TEST_CASE("the daily top-up is one day, the same whether codes were shown or not",
          "[wallet][collect-6.5]") {
  const World world;
  Holder quiet(world);
  Holder busy(world);
  quiet.sync();
  busy.sync();
  REQUIRE_FALSE(busy.show(one_way({kPermit})).empty());
  REQUIRE_FALSE(busy.show(one_way({kPermit})).empty());
  for (Holder* holder : {&quiet, &busy}) {
    holder->clock += kSecondsPerDay;
  }
  const ByteVector asked = quiet.body();
  CHECK(asked == busy.body());
  const Parsed request = parsed(asked);
  REQUIRE(request.sets.size() == 1);
  CHECK(request.sets[0].day == World::kToday + 15);
  CHECK(request.sets[0].keys.size() == 2);
}

TEST_CASE("an interrupted collect is repeated byte for byte, after a restart too",
          "[wallet][collect-4.3]") {
  const World world;
  Holder holder(world);
  const ByteVector first = holder.body();
  CHECK(holder.body() == first);
  auto restarted = wallet::load(bytes_of(holder.wallet));
  REQUIRE(restarted.ok());
  SeededRng other(99);
  const auto again =
      wallet::plan_collect(restarted->accounts[0], world.head(), holder.clock + 3600, other);
  REQUIRE(again.has_value());
  CHECK(*again == first);
  const auto gain = wallet::take_collected(restarted->accounts[0], holder.office.collected(first),
                                           world.bundle(), holder.clock);
  REQUIRE(gain.ok());
  CHECK(gain->sets == 28);
  CHECK(restarted->accounts[0].seq == 1);
}

TEST_CASE("a request that the issuer refused is given up, and its number used again",
          "[wallet][collect-8.2]") {
  const World world;
  Holder holder(world);
  const ByteVector refused = holder.body();
  wallet::drop_pending(holder.account());
  const ByteVector next = holder.body();
  CHECK(next != refused);
  CHECK(parsed(next).seq == 1);
}

TEST_CASE("a new fact joins the sets that are held, shown ones too, by an own token",
          "[wallet][collect-5.3]") {
  World world;
  Holder holder(world);
  holder.sync();
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  holder.office.facts.insert(kVisa);
  world.now += kSecondsPerDay;
  holder.clock = world.now;
  REQUIRE(holder.take(holder.office.collected(holder.body())).ok());  // the newest day tells
  const Parsed request = parsed(holder.body());
  REQUIRE(request.sets.size() == 13);
  for (const SetAsk& ask : request.sets) {
    CHECK(ask.facts == std::vector<Vct>{kVisa});
    REQUIRE(ask.keys.size() == 2);
    CHECK(ask.keys[0].own.has_value());
    CHECK(ask.keys[1].own.has_value());
  }
  CHECK(holder.sync() == 26);
  CHECK(holder.account().sets.size() == 28);
  for (const wallet::Set& set : holder.account().sets) CHECK(set.holds({{kPermit, kVisa}}));
}

TEST_CASE("a fact that is not dealt any more ends, and is asked for again on new days only",
          "[wallet][collect-3.5]") {
  World world;
  Holder holder(world);
  holder.sync();
  holder.office.facts.erase(kUntil);
  world.now += kSecondsPerDay;
  holder.clock = world.now;
  holder.sync();
  CHECK(holder.account().find(kUntil)->state == wallet::FactState::ended);
  CHECK(holder.account().find(kPermit)->state == wallet::FactState::held);
  CHECK(holder.body().empty());
  holder.office.facts.insert(kUntil);
  world.now += kSecondsPerDay;
  holder.clock = world.now;
  holder.sync();  // the new day brings it back, and the day between is joined
  CHECK(holder.account().find(kUntil)->state == wallet::FactState::held);
  for (const wallet::Set& set : holder.account().sets) CHECK(set.find(kUntil) != nullptr);
}

TEST_CASE("a day that is over for the issuer ends no fact", "[wallet][collect-3.5]") {
  World world;
  Holder holder(world);
  holder.clock = midnight(World::kToday + 1) - 5;
  const ByteVector asked = holder.body();
  world.now = midnight(World::kToday + 1) + 2;
  const auto gain = holder.take(holder.office.collected(asked));
  REQUIRE(gain.ok());
  CHECK(gain->sets == 26);
  for (const wallet::FactRow& row : holder.account().facts) {
    CHECK((row.state == wallet::FactState::held || row.state == wallet::FactState::not_given));
  }
}

TEST_CASE("a day that is still too far for the issuer is asked for again", "[wallet]") {
  World world;
  Holder holder(world);
  holder.sync();
  holder.clock = midnight(World::kToday + 1) + 2;  // ours is there already, the issuer's not yet
  const auto gain = holder.take(holder.office.collected(holder.body()));
  REQUIRE(gain.ok());
  CHECK(gain->tokens == 0);
  CHECK(holder.account().find(kPermit)->state == wallet::FactState::held);
  world.now = midnight(World::kToday + 1) + 30;
  holder.clock = world.now;
  CHECK(holder.sync() == 6);
}

TEST_CASE("facts that all end at once end", "[wallet][collect-3.5]") {
  World world;
  Holder holder(world);
  holder.sync();
  holder.office.facts.clear();
  world.now += kSecondsPerDay;
  holder.clock = world.now;
  REQUIRE(holder.take(holder.office.collected(holder.body())).ok());
  CHECK(holder.account().find(kPermit)->state == wallet::FactState::ended);
  CHECK(holder.account().find(kUntil)->state == wallet::FactState::ended);
}

TEST_CASE("the wallet's time is its clock and the offset that it saw", "[wallet][collect-7.1]") {
  const World world;
  Holder holder(world);
  wallet::see_time(holder.account(), 1800000600, 1800000000, 1800000000);
  CHECK(holder.account().corrected(1800000000) == 1800000600);
  wallet::see_time(holder.account(), 1800000000, 1800003600, 1800003600);
  CHECK(holder.account().corrected(1800003600) == 1800000000);
}

TEST_CASE("a small difference of clocks is corrected, the delay of a network is none",
          "[wallet][collect-7.1]") {
  const World world;
  Holder holder(world);
  const auto offset = [&](UnixTime issuers, UnixTime asked, UnixTime answered) {
    wallet::see_time(holder.account(), issuers, asked, answered);
    return holder.account().clock_offset;
  };
  constexpr UnixTime kTime = 1800000000;
  CHECK(offset(kTime + 14, kTime, kTime) == 14);
  CHECK(offset(kTime - 2, kTime, kTime) == -2);
  // Both count whole seconds.
  CHECK(offset(kTime + 1, kTime, kTime) == 0);
  CHECK(offset(kTime - 1, kTime, kTime) == 0);
  // Ten seconds on the way: it may have been answered at any time in between.
  for (const UnixTime issuers : {kTime - 1, kTime, kTime + 5, kTime + 10, kTime + 11}) {
    CHECK(offset(issuers, kTime, kTime + 10) == 0);
  }
  CHECK(offset(kTime + 12, kTime, kTime + 10) == 7);
  CHECK(offset(kTime - 2, kTime, kTime + 10) == -7);
  // Our clock was set back by an hour while we waited.
  CHECK(offset(kTime - 3600, kTime, kTime - 3600) == 0);
  CHECK(offset(kTime, kTime, kTime - 3600) == 3600);
}

TEST_CASE("a wallet whose clock is wrong asks for the issuer's days", "[wallet][collect-7.1]") {
  const World world;
  Holder holder(world);
  holder.clock += 3 * kSecondsPerDay;
  wallet::see_time(holder.account(), world.now, holder.clock, holder.clock);
  CHECK(parsed(holder.body()).sets[0].day == World::kToday + 1);
}

TEST_CASE("dead days are forgotten, keys and handles with them", "[wallet][collect-6.4]") {
  World world;
  Holder holder(world);
  holder.sync();
  world.now += 20 * kSecondsPerDay;
  holder.clock = world.now;
  holder.sync();
  CHECK(holder.account().sets.size() == 28);
  CHECK(holder.account().seen.size() == 84);
  CHECK(holder.account().sets.front().day == World::kToday + 21);
}

TEST_CASE("a time of the issuer that is far ahead costs no codes", "[wallet][collect-7.1]") {
  const World world;
  Holder holder(world);
  holder.sync();
  wallet::see_time(holder.account(), world.now + 100 * kSecondsPerDay, holder.clock, holder.clock);
  REQUIRE_FALSE(holder.body().empty());
  CHECK(holder.account().sets.size() == 28);
  wallet::see_time(holder.account(), world.now, holder.clock, holder.clock);
  CHECK(wallet::days_left(holder.account(), holder.clock) == 14);
}

TEST_CASE("enrolling again replaces the account and keeps the history", "[wallet][collect-2.3]") {
  const World world;
  Holder holder(world);
  holder.sync();
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  const PublicKey before = holder.account().collection.public_key();
  const auto body =
      wallet::make_enrol(holder.wallet, {"dlo", {9}}, "123456", holder.clock, holder.rng);
  REQUIRE(body.ok());
  CHECK(holder.account().sets.size() == 28);  // until the issuer has answered
  REQUIRE(wallet::take_enrolled(holder.wallet, world.trust(), holder.office.enrolled(*body),
                                holder.clock)
              .ok());
  CHECK(holder.wallet.accounts.size() == 1);
  CHECK(holder.account().sets.empty());
  CHECK_FALSE(holder.account().collection.public_key() == before);
  CHECK(holder.wallet.history.size() == 1);
}

}  // namespace whit::test
