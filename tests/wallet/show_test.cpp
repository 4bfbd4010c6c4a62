// SPDX-License-Identifier: Apache-2.0
// Which set is shown, and what stands in the way. Spec: spec/collect.md, 6.4 and 6.6.
#include <catch2/catch.hpp>

#include "wallet/office.h"
#include "wallet/overview.h"

namespace whit::test {
namespace {

using wallet::Freshness;

wallet::Choice choose(Holder& holder, std::vector<Vct> facts = {kPermit}) {
  return wallet::choose(holder.account(), holder.world.head(), one_way(std::move(facts)),
                        holder.clock);
}

Day day_of_choice(Holder& holder) { return holder.account().sets[choose(holder).set].day; }

}  // namespace

TEST_CASE("the nearest day is shown first, and each set once", "[wallet][collect-6.4]") {
  const World world;
  Holder holder(world);
  holder.sync();
  CHECK(choose(holder).freshness == Freshness::unused);
  CHECK(day_of_choice(holder) == World::kToday + 1);
  const ByteVector first = holder.show(one_way({kPermit}));
  CHECK(choose(holder).freshness == Freshness::unused);
  CHECK(day_of_choice(holder) == World::kToday + 1);
  const ByteVector second = holder.show(one_way({kPermit}));
  const auto a = parse_presentation(first);
  const auto b = parse_presentation(second);
  REQUIRE(a.ok());
  REQUIRE(b.ok());
  CHECK_FALSE(a->tokens[0].holder == b->tokens[0].holder);
  CHECK_FALSE(a->tokens[0].handle == b->tokens[0].handle);
  CHECK(a->tokens[0].day == b->tokens[0].day);
}

TEST_CASE("a set that one fact was shown of is used up for all", "[wallet][collect-6.4]") {
  const World world;
  Holder holder(world);
  holder.sync();
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  REQUIRE_FALSE(holder.show(one_way({kUntil})).empty());
  CHECK(choose(holder, {kUntil}).freshness == Freshness::borrowed);
}

TEST_CASE("a dry day borrows tomorrow's strip, and then a set is offered again",
          "[wallet][collect-6.6]") {
  const World world;
  Holder holder(world);
  holder.sync();
  for (int i = 0; i < 2; ++i) REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  CHECK(choose(holder).freshness == Freshness::borrowed);
  CHECK(day_of_choice(holder) == World::kToday + 2);
  for (int i = 0; i < 2; ++i) REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  CHECK(choose(holder).freshness == Freshness::again);
  CHECK(day_of_choice(holder) == World::kToday + 1);
}

TEST_CASE("the set that is offered again is the one shown longest ago", "[wallet][collect-6.6]") {
  const World world;
  Holder holder(world);
  holder.sync();
  for (int i = 0; i < 4; ++i) {
    REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
    holder.clock += 60;
  }
  const auto first = choose(holder);
  CHECK(first.set == 0);
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  CHECK(choose(holder).set == 1);
}

TEST_CASE("a wallet never shows nothing while it has anything that lives", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  // Nothing of today or tomorrow, as after days without a sync at the start of a strip.
  auto& sets = holder.account().sets;
  sets.erase(sets.begin(), sets.begin() + 4);
  CHECK(choose(holder).freshness == Freshness::borrowed);
  CHECK(day_of_choice(holder) == World::kToday + 3);
  sets.clear();
  CHECK(choose(holder).freshness == Freshness::none);
  CHECK(holder.show(one_way({kPermit})).empty());
}

TEST_CASE("from 23:58 UTC on tomorrow's strip is shown", "[wallet][collect-6.6]") {
  const World world;
  Holder holder(world);
  holder.sync();
  holder.clock = midnight(World::kToday + 1) - 121;
  CHECK(day_of_choice(holder) == World::kToday + 1);
  CHECK(choose(holder).freshness == Freshness::unused);
  holder.clock = midnight(World::kToday + 1) - 120;
  CHECK(day_of_choice(holder) == World::kToday + 2);
  CHECK(choose(holder).freshness == Freshness::unused);
  CHECK(wallet::sign(holder.account().sets[0], one_way({kPermit}), holder.clock).error().code ==
        Errc::refused);
}

TEST_CASE("a token of a day that is over signs nothing, whatever the clock says next", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  const wallet::Set& first = holder.account().sets[0];
  for (const UnixTime now : {midnight(first.day) - 120, midnight(first.day), kMaxSecs}) {
    CHECK_FALSE(wallet::sign(first, one_way({kPermit}), now).ok());
  }
}

TEST_CASE("iat is the corrected time, cut to 15 s", "[wallet][token-5]") {
  const World world;
  Holder holder(world);
  holder.sync();
  wallet::see_time(holder.account(), world.now, world.now + 1000, world.now + 1000);
  holder.clock = world.now + 1000 + 14;
  const ByteVector code = holder.show(one_way({kPermit}));
  const auto shown = parse_presentation(code);
  REQUIRE(shown.ok());
  CHECK(shown->iat == world.now);
  CHECK(world.check(code).verdict == Verdict::valid);
}

TEST_CASE("showing marks the set and writes one line of history", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  REQUIRE_FALSE(holder.show(one_way({kPermit, kUntil})).empty());
  CHECK(holder.account().sets[0].shown == holder.clock);
  REQUIRE(holder.wallet.history.size() == 1);
  const wallet::Event& event = holder.wallet.history[0];
  CHECK(event.when == holder.clock);
  CHECK(event.mode == Mode::one_way);
  CHECK(event.name.empty());
  CHECK(event.facts == std::vector<Vct>{kPermit, kUntil});
}

TEST_CASE("what can't be shown marks nothing", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  const ByteVector before = bytes_of(holder.wallet);
  CHECK(holder.show(one_way({kVisa})).empty());
  CHECK(holder.show(one_way({})).empty());
  CHECK(holder.show(one_way({kPermit, kUntil, kStay, kVisa, kDocumentVct})).empty());
  CHECK(bytes_of(holder.wallet) == before);
}

TEST_CASE("codes and days left count what was not shown", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  CHECK(wallet::overview(holder.account(), holder.clock)[0].codes == 27);
  CHECK(wallet::days_left(holder.account(), holder.clock) == 14);
  REQUIRE_FALSE(holder.show(one_way({kPermit})).empty());
  CHECK(wallet::days_left(holder.account(), holder.clock) == 13);
  CHECK(wallet::days_left(holder.account(), midnight(World::kToday + 14)) == 0);
}

}  // namespace whit::test
