// SPDX-License-Identifier: Apache-2.0
// Newer bundles, and what they end. Spec: spec/trust.md, section 7.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "status/chain.h"
#include "wallet/office.h"
#include "wallet/overview.h"

namespace whit::test {
namespace {

// take gives `holder` the bundle of `world` with `head`.
Status take(Holder& holder, const World& world, const Head& head) {
  const ByteVector file = world.bundle_file_of(head);
  const auto bundle = Bundle::open(file, world.trust());
  REQUIRE(bundle.ok());
  const auto parts = parse_bundle_file(file);
  REQUIRE(parts.ok());
  return wallet::take_news(holder.account(), parts->head, *bundle, holder.clock);
}

}  // namespace

TEST_CASE("the same bundle again changes nothing", "[wallet][trust-7.4]") {
  const World world;
  Holder holder(world);
  holder.sync();
  const ByteVector before = bytes_of(holder.wallet);
  CHECK(take(holder, world, world.head()).ok());
  CHECK(bytes_of(holder.wallet) == before);
}

TEST_CASE("an older bundle, and another of the same version, are refused", "[wallet][trust-7.4]") {
  const World world;
  Holder holder(world);
  const ByteVector before = bytes_of(holder.wallet);
  Head head = world.head();
  head.version -= 1;
  CHECK(take(holder, world, head).error().code == Errc::older_version);
  head.version += 1;
  head.next_update += 1;
  CHECK(take(holder, world, head).error().code == Errc::version_conflict);
  CHECK(bytes_of(holder.wallet) == before);
}

TEST_CASE("the next bundle must follow the newest one", "[wallet][trust-7.4]") {
  const World world;
  Holder holder(world);
  Head head = world.head();
  head.version += 1;
  CHECK(take(holder, world, head).error().code == Errc::version_conflict);
  head.previous = holder.account().news.hash;
  CHECK(take(holder, world, head).ok());
  CHECK(holder.account().news.version == 8);
  head.version += 5;  // several later: nothing to compare
  CHECK(take(holder, world, head).ok());
}

TEST_CASE("a bundle that is over is refused", "[wallet][trust-7.4]") {
  const World world;
  Holder holder(world);
  Head head = world.head();
  head.version += 2;
  holder.clock = head.expires;
  CHECK(take(holder, world, head).error().code == Errc::bad_times);
  holder.clock = head.expires - 1;
  CHECK(take(holder, world, head).ok());
}

TEST_CASE("a withdrawn fact is forgotten and said to be withdrawn", "[wallet][chain-4]") {
  const World before;
  Holder holder(before);
  holder.sync();
  // A seed that leads to none of the wallet's handles ends nothing.
  Seed stranger;
  stranger.bytes[0] = 1;
  const Withdrawals of_others{Kind::revocable, World::kToday + 1, kPermit, {stranger}};
  const World decoys(with_withdrawals({of_others}));
  Head head = decoys.head();
  head.version += 2;
  REQUIRE(take(holder, decoys, head).ok());
  CHECK(holder.account().find(kPermit)->state == wallet::FactState::held);
  CHECK(wallet::overview(holder.account(), holder.clock)[0].codes == 28);
}

TEST_CASE("a seed that leads to a token of the wallet ends it", "[wallet][chain-4]") {
  const World world;
  Holder holder(world);
  // Deal tokens of a real chain: seed of today + 1, handles by the spec.
  Seed seed;
  seed.bytes[5] = 9;
  Collected answer = holder.office.answer(holder.body());
  const auto request = parse_collect(holder.account().pending->body);
  REQUIRE(request.ok());
  for (Collected::Row& row : answer.rows) {
    if (row.vct != kPermit) continue;
    const HandleKey handles(ratchet_by(seed, row.day - (World::kToday + 1)));
    const auto& keys = request->sets[row.day - (World::kToday + 1)].keys;
    for (std::size_t i = 0; i < row.tokens.size(); ++i) {
      TokenClaims claims;
      claims.iss = "dlo";
      claims.day = row.day;
      claims.vct = row.vct;
      claims.handle = handles.handle(i);
      claims.holder = keys[i].key;
      const Unsigned token = build_revocable(claims, key_id(world.phone_key.public_key()));
      row.tokens[i] = {claims.handle, std::nullopt, world.phone_key.sign(token.to_be_signed())};
    }
  }
  REQUIRE(holder.take(encode(answer)).ok());
  holder.sync();
  const Withdrawals published{Kind::revocable, World::kToday + 3, kPermit, {ratchet_by(seed, 2)}};
  const World after(with_withdrawals({published}));
  Head head = after.head();
  head.version += 2;
  REQUIRE(take(holder, after, head).ok());
  CHECK(holder.account().find(kPermit)->state == wallet::FactState::withdrawn);
  const auto lines = wallet::overview(holder.account(), holder.clock);
  CHECK(lines[0].codes == 4);  // E < D: two days that the seed of D can't reach
  CHECK(lines[1].codes == 28);
  CHECK(holder.body().empty());  // what was withdrawn isn't asked for again
}

TEST_CASE("tokens of a withdrawn key are forgotten and collected again", "[wallet]") {
  const World world;
  Holder holder(world);
  holder.sync();
  const World withdrawn(with_withdrawn_keys());
  Head head = withdrawn.head();
  head.version += 2;
  REQUIRE(take(holder, withdrawn, head).ok());
  CHECK(holder.account().sets.empty());
  CHECK(holder.account().find(kPermit)->state == wallet::FactState::key_withdrawn);
  const auto request = parse_collect(holder.body());
  REQUIRE(request.ok());
  CHECK(request->sets.size() == 14);
}

}  // namespace whit::test
