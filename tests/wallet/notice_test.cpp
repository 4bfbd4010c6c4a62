// SPDX-License-Identifier: Apache-2.0
// Notices from the wallet's side, and what it does when its office forgot something.
#include "wallet/notice.h"

#include <catch2/catch.hpp>

#include "wallet/office.h"

namespace whit::test {
namespace {

constexpr Day kArrived = World::kToday - 3;

wallet::NoticeRow& notice_of(Holder& holder) {
  wallet::NoticeRow* row = wallet::find_notice(holder.account(), kVisa);
  REQUIRE(row != nullptr);
  return *row;
}

Status answer(Holder& holder, NoticeState state) {
  return wallet::take_notice(holder.account(), notice_of(holder), encode(state));
}

Collect request_of(Holder& holder, ByteVector& body) {
  body = holder.body();
  const auto request = parse_collect(body);
  REQUIRE(request.ok());
  return *request;
}

}  // namespace

TEST_CASE("a notice is signed by the collection key and kept", "[wallet][collect-10]") {
  const World world;
  Holder holder(world);
  holder.sync();
  REQUIRE(wallet::make_notice(holder.account(), kVisa, kArrived, "room 7", holder.clock).ok());
  const auto notice = parse_notice(notice_of(holder).body);
  REQUIRE(notice.ok());
  CHECK(verify_notice(*notice, holder.account().collection.public_key()));
  CHECK(notice->id == holder.account().id);
  CHECK(notice->vct == kVisa);
  CHECK(notice->arrived == kArrived);
  CHECK(notice->where == "room 7");
  const ByteVector saved = bytes_of(holder.wallet);
  const auto loaded = wallet::load(saved);
  REQUIRE(loaded.ok());
  CHECK(bytes_of(*loaded) == saved);
  CHECK(loaded->accounts[0].notices.size() == 1);

  SECTION("a second one is later, even within the same second") {
    const UnixTime before = notice_of(holder).time;
    REQUIRE(wallet::make_notice(holder.account(), kVisa, kArrived, "room 8", holder.clock).ok());
    CHECK(holder.account().notices.size() == 1);
    CHECK(notice_of(holder).time == before + 1);
  }
  SECTION(
      "while it waits it stays as it is, and is settled when it was confirmed and the fact came") {
    REQUIRE(answer(holder, NoticeState::waiting).ok());
    CHECK(notice_of(holder).received);
    CHECK_FALSE(notice_of(holder).body.empty());
    CHECK(holder.body().empty());  // nothing new to collect
    REQUIRE(answer(holder, NoticeState::confirmed).ok());
    CHECK(notice_of(holder).body.empty());
    holder.office.facts.insert(kVisa);
    ByteVector body;
    for (const SetAsk& ask : request_of(holder, body).sets) {
      CHECK(ask.facts == std::vector<Vct>{kVisa});
      for (const SetKey& key : ask.keys) CHECK(key.own.has_value());
    }
    CHECK(holder.sync() == 28);  // the same day, on every day
    wallet::settle_notices(holder.account());
    CHECK(holder.account().notices.empty());
    for (const wallet::Set& set : holder.account().sets) CHECK(set.holds({{kPermit, kVisa}}));
  }
  SECTION("a refused one stays to be seen") {
    REQUIRE(answer(holder, NoticeState::refused).ok());
    wallet::settle_notices(holder.account());
    CHECK(notice_of(holder).state == NoticeState::refused);
  }
  SECTION("an answer that can't be read changes nothing") {
    const ByteVector before = bytes_of(holder.wallet);
    CHECK_FALSE(wallet::take_notice(holder.account(), notice_of(holder), ByteVector{0xa0}).ok());
    CHECK(bytes_of(holder.wallet) == before);
  }
}

TEST_CASE("a notice is one plain line within its length", "[wallet][collect-10]") {
  const World world;
  Holder holder(world);
  const auto made = [&](std::string_view where, Day arrived = kArrived) {
    return wallet::make_notice(holder.account(), kVisa, arrived, where, holder.clock).ok();
  };
  CHECK(made(""));
  CHECK(made(std::string(200, 'x')));
  CHECK_FALSE(made(std::string(201, 'x')));
  CHECK_FALSE(made("two\nlines"));
  CHECK_FALSE(made("\xff"));
  CHECK_FALSE(made("turned \xe2\x80\xae round"));
  CHECK_FALSE(made("", kMinDay - 1));
  CHECK_FALSE(made("", kMaxDay + 1));
}

TEST_CASE("an issuer that lost the sets is asked for a new fact in sets of its own",
          "[wallet][collect-4.8]") {
  const World world;
  Holder holder(world);
  holder.sync();
  holder.office.facts.insert(kVisa);
  holder.account().find(kVisa)->asked_through = 0;
  REQUIRE_FALSE(holder.body().empty());
  CHECK(wallet::joins(holder.account()));
  wallet::drop_pending(holder.account());
  const auto apart = wallet::plan_collect(holder.account(), world.bundle().head(), holder.clock,
                                          holder.rng, wallet::Joining::nothing);
  REQUIRE(apart.has_value());
  CHECK_FALSE(wallet::joins(holder.account()));
  const auto gain = holder.take(holder.office.collected(*apart));
  REQUIRE(gain.ok());
  CHECK(gain->sets == 28);
  CHECK(holder.body().empty());
}

TEST_CASE("an own token is of a fact that is still dealt", "[wallet][collect-5.3]") {
  const World world;
  Holder holder(world);
  holder.sync();
  holder.account().find(kPermit)->state = wallet::FactState::ended;
  holder.office.facts.insert(kVisa);
  holder.account().find(kVisa)->asked_through = 0;
  ByteVector body;
  for (const SetAsk& ask : request_of(holder, body).sets) {
    for (const SetKey& key : ask.keys) {
      REQUIRE(key.own.has_value());
      CHECK(key.own->vct == kUntil);
    }
  }
}

TEST_CASE("an enrolment that has ended is noted once, and nothing is outstanding", "[wallet]") {
  const World world;
  Holder holder(world);
  REQUIRE_FALSE(holder.body().empty());
  wallet::note_end(holder.account(), holder.clock);
  wallet::note_end(holder.account(), holder.clock + 99);
  CHECK(wallet::is_over(holder.account()));
  CHECK(holder.account().ended == holder.account().corrected(holder.clock));
  CHECK_FALSE(holder.account().pending.has_value());
  CHECK(wallet::load(bytes_of(holder.wallet))->accounts[0].ended == holder.account().ended);
}

}  // namespace whit::test
