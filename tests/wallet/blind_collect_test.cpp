// SPDX-License-Identifier: Apache-2.0
// Collecting blind tokens: when, how much, and that no message is blinded twice.
#include <catch2/catch.hpp>
#include <set>

#include "crypto/hash.h"
#include "wallet/blind_office.h"
#include "wallet/overview.h"

namespace whit::test {
namespace {

using wallet::BlindStage;

std::vector<BlindBytes> messages_of(Bytes body) {
  const auto request = parse_collect(body);
  REQUIRE(request.ok());
  std::vector<BlindBytes> out;
  for (const BlindAsk& ask : request->blind) {
    out.insert(out.end(), ask.messages.begin(), ask.messages.end());
  }
  return out;
}

std::size_t blind_sets(const wallet::Account& account) {
  std::size_t out = 0;
  for (const wallet::Set& set : account.sets) out += set.kind == Kind::blind ? 1 : 0;
  return out;
}

TEST_CASE("blind tokens of the day after tomorrow come whole, and a checker takes them",
          "[wallet][collect-6.8]") {
  World world(with_blind_keys());
  BlindHolder holder(world);
  CHECK(holder.collect_blind() == 2);
  REQUIRE(blind_sets(holder.account()) == 2);
  for (const wallet::Set& set : holder.account().sets) {
    CHECK(set.day == kExpiry);
    REQUIRE(set.tokens.size() == 1);
    const auto token = parse_token(set.tokens[0].encoded);
    REQUIRE(token.ok());
    CHECK(token->kind == Kind::blind);
    CHECK(token->holder == set.key.public_key());
  }
  holder.clock = world.now = midnight(kExpiry - 1) + 36000;
  CHECK(world.check(holder.show(one_way({kTax})), "tax").verdict == Verdict::valid);
  CHECK(holder.wallet.history.back().kind == Kind::blind);
}

TEST_CASE("they are collected between noon and the lead, at a minute drawn once for each day",
          "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  std::set<UnixTime> minutes;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    BlindHolder holder(world);
    holder.rng = SeededRng(seed);
    holder.clock = midnight(World::kToday);
    const wallet::BlindPlan first = holder.plan();
    CHECK(first.stage == BlindStage::waiting);
    CHECK(first.at >= kNoon);
    CHECK(first.at < kCloses);
    minutes.insert(first.at);
    holder.clock = first.at - 1;
    const wallet::BlindPlan before = holder.plan();
    CHECK(before.stage == BlindStage::waiting);
    CHECK(before.at == first.at);
    holder.clock = first.at;
    CHECK(wallet::next_blind(holder.account(), world.bundle(), holder.clock, holder.rng).stage ==
          BlindStage::due);
  }
  CHECK(minutes.size() > 60);
  CHECK(*minutes.begin() < kNoon + 3600);
  CHECK(*minutes.rbegin() > kCloses - 3600);
}

TEST_CASE("after the lead began, a missed day stays missed", "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  holder.clock = kCloses - 1;
  CHECK(wallet::next_blind(holder.account(), world.bundle(), holder.clock, holder.rng).stage ==
        BlindStage::due);
  holder.clock = kCloses;
  const wallet::BlindPlan planned = holder.plan();
  CHECK(planned.stage == BlindStage::waiting);
  CHECK(planned.at >= kNoon + kSecondsPerDay);
  CHECK_FALSE(planned.body);
}

TEST_CASE("a day is asked for once, and the next day again", "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  CHECK(holder.collect_blind() == 2);
  wallet::BlindPlan planned = holder.plan();
  CHECK(planned.stage == BlindStage::waiting);
  CHECK(planned.at >= kNoon + kSecondsPerDay);
  holder.clock = planned.at;
  CHECK(holder.collect_blind() == 2);
  CHECK(blind_sets(holder.account()) == 4);
}

TEST_CASE("the amount is constant, whatever is held and whatever was shown",
          "[wallet][collect-6.8]") {
  World world(with_blind_keys());
  std::size_t sizes[3] = {};
  for (int shown = 0; shown < 3; ++shown) {
    BlindHolder holder(world);
    holder.sync();
    CHECK(holder.collect_blind() == 2);
    holder.clock = midnight(kExpiry - 1) + 36000;
    for (int i = 0; i < shown; ++i) REQUIRE_FALSE(holder.show(one_way({kTax})).empty());
    const ByteVector body = holder.at_minute();
    CHECK(messages_of(body).size() == 2);
    sizes[shown] = body.size();
  }
  CHECK(sizes[0] == sizes[1]);
  CHECK(sizes[0] == sizes[2]);
}

TEST_CASE("a request that is under way survives saving, and is the same bytes",
          "[wallet][collect-6.9]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  const ByteVector body = holder.at_minute();
  const ByteVector saved = bytes_of(holder.wallet);
  auto loaded = wallet::load(saved);
  REQUIRE(loaded.ok());
  CHECK(bytes_of(*loaded) == saved);
  holder.wallet = std::move(*loaded);
  CHECK(holder.plan().body == body);
  CHECK(holder.body() == body);  // plan_collect has to send it first as well
  holder.clock += 3 * 3600;      // the lead has begun: what was blinded before is sent again
  CHECK(holder.plan().body == body);
  CHECK(holder.take(encode(sign_blind(world, body)))->blind == 2);
  CHECK_FALSE(wallet::is_blind_pending(holder.account()));
}

TEST_CASE("no message is ever blinded twice: a cut, a refusal or an older copy of the wallet",
          "[wallet][collect-6.9]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  std::set<BlindBytes> seen;
  std::size_t count = 0;
  const auto note = [&](Bytes body) {
    for (const BlindBytes& message : messages_of(body)) seen.insert(message);
    count += messages_of(body).size();
  };
  const ByteVector saved = bytes_of(holder.wallet);
  note(holder.at_minute());
  // The office refused it for good: the day is over for blind tokens.
  wallet::drop_pending(holder.account());
  CHECK(holder.plan().stage == BlindStage::waiting);
  note(holder.at_minute());
  // The wallet was put back to the state before: what it makes then is new.
  holder.wallet = *wallet::load(saved);
  holder.clock = kCloses - 1;
  note(holder.at_minute());
  CHECK(count == 6);
  CHECK(seen.size() == count);
}

TEST_CASE("a collect of sets that waits for its answer goes first", "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  holder.clock = kCloses - 1;
  const ByteVector sets = holder.body();
  REQUIRE_FALSE(sets.empty());
  CHECK(holder.plan().stage == BlindStage::busy);
  REQUIRE(holder.take(holder.office.collected(sets)).ok());
  CHECK(holder.plan().stage == BlindStage::due);
}

TEST_CASE("blind sets stand apart: nothing joins them, and no list counts them as usual codes",
          "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  holder.collect_blind();
  const std::size_t tokens = holder.sync();
  CHECK(tokens == 14 * 2 * 4);
  for (const wallet::Set& set : holder.account().sets) {
    CHECK(set.tokens.size() == (set.kind == Kind::blind ? 1 : 4));
  }
  for (const wallet::FactLine& line : wallet::overview(holder.account(), holder.clock)) {
    CHECK(line.codes == 28);
  }
  CHECK(wallet::days_left(holder.account(), holder.clock) == 14);
  const auto lines = wallet::blind_lines(holder.account(), world.head(), holder.clock);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].vct == kTax);
  CHECK(lines[0].codes == 2);
  CHECK(lines[0].from == midnight(kExpiry - 1) - kTaxLead + 120);
  CHECK(lines[0].until == midnight(kExpiry) - 120);
}

TEST_CASE("a fact without a key, and a day without any answer, cost nothing else",
          "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  const ByteVector body = holder.at_minute();
  Collected nothing;
  nothing.seq = parse_collect(body)->seq;
  const auto gain = holder.take(encode(nothing));
  REQUIRE(gain.ok());
  CHECK(gain->blind == 0);
  CHECK(gain->failed == 0);
  CHECK(holder.account().blind.failures.empty());
  CHECK(holder.sync() > 0);
}

TEST_CASE("where the catalogue has no blind fact, or the enrolment is over, nothing is planned",
          "[wallet][collect-6.8]") {
  const World world(with_blind_keys());
  BlindHolder holder(world);
  holder.clock = kCloses - 1;
  Head head = world.head();
  head.catalogue[5].kinds = 5;
  head.catalogue[5].blind_lead.reset();
  CHECK(holder.plan(bundle_of(world, head)).stage == BlindStage::none);
  wallet::note_end(holder.account(), holder.clock);
  CHECK(holder.plan().stage == BlindStage::ended);
}

}  // namespace
}  // namespace whit::test
