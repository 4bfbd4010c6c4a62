// SPDX-License-Identifier: Apache-2.0
// Newer bundles, and what they end. Spec: spec/trust.md, section 7.
#include <catch2/catch.hpp>
#include <limits>

#include "crypto/hash.h"
#include "status/chain.h"
#include "token/cose.h"
#include "token/registry.h"
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
  CHECK(take(holder, world, head).error().code == Errc::broken_chain);
  head.previous = holder.account().news.hash;
  CHECK(take(holder, world, head).ok());
  CHECK(holder.account().news.version == 8);
  head.version += 5;  // several later: nothing to compare
  CHECK(take(holder, world, head).ok());
}

namespace {

// Root signs the manifests of a world's heads, as that world's own root does or as a successor.
struct Root {
  SigningKey key;
  std::string announces;
  bool succeeded = true;
  std::uint64_t sequence = 2;

  void sign(Head& head) const {
    const auto part = parse_signed(head.manifest, registry::kTypManifest);
    auto manifest = parse_manifest(part->sign1.payload);
    REQUIRE(manifest.ok());
    manifest->sequence = sequence;
    manifest->next_root = sha256(seeded_key(announces).public_key().view());
    manifest->root.reset();
    if (succeeded) manifest->root = key.public_key();
    head.manifest = sign_part(encode(*manifest), registry::kTypManifest, key);
  }
};

// follow gives `holder` the bundle of `world` with `head`, under the trust that leads to it.
Status follow(Holder& holder, const World& world, const Head& head) {
  const ByteVector file = world.bundle_file_of(head);
  WHIT_TRY(const TrustFile trust, wallet::trust_for(holder.account(), file));
  WHIT_TRY(const Bundle bundle, Bundle::open(file, trust));
  const auto parts = parse_bundle_file(file);
  REQUIRE(parts.ok());
  return wallet::take_news(holder.account(), parts->head, bundle, holder.clock);
}

}  // namespace

TEST_CASE("a wallet follows the root that the one before announced", "[wallet][trust-10]") {
  const World world;
  Holder holder(world);
  holder.sync();
  Head head = world.head();
  head.version += 2;
  Root{seeded_key("second root"), "third root"}.sign(head);
  REQUIRE(follow(holder, world, head).ok());
  CHECK(holder.account().trust.root == seeded_key("second root").public_key());
  CHECK(holder.account().trust.url == world.trust().url);
  CHECK(holder.account().sets.size() == 28);  // the codes stay good

  // It lasts, and from here on it goes as before: to the next one, and not back.
  const auto again = wallet::load(wallet::save(holder.wallet).expose(InsecureAccess{}));
  REQUIRE(again.ok());
  CHECK(again->accounts[0].trust.root == seeded_key("second root").public_key());
  head = world.head();
  head.version += 4;
  CHECK(follow(holder, world, head).error().code == Errc::wrong_root);
  Root{seeded_key("third root"), "fourth root"}.sign(head);
  CHECK(follow(holder, world, head).ok());
}

TEST_CASE("a wallet follows no other root", "[wallet][trust-10]") {
  const World world;
  Holder holder(world);
  const ByteVector before = bytes_of(holder.wallet);
  Head head = world.head();
  head.version += 2;
  Root{seeded_key("thief"), "third root"}.sign(head);
  CHECK(follow(holder, world, head).error().code == Errc::unannounced_root);
  // The root itself, in a thief's hands, can't name his key as the next.
  Root{seeded_key("root"), "thief", false}.sign(head);
  CHECK(follow(holder, world, head).error().code == Errc::other_successor);
  // A bundle that was opened under some other root isn't taken either.
  Root{seeded_key("thief"), "third root"}.sign(head);
  TrustFile other = world.trust();
  other.root = seeded_key("thief").public_key();
  const ByteVector file = world.bundle_file_of(head);
  const auto bundle = Bundle::open(file, other);
  REQUIRE(bundle.ok());
  CHECK(wallet::take_news(holder.account(), parse_bundle_file(file)->head, *bundle, holder.clock)
            .error()
            .code == Errc::unannounced_root);
  CHECK(bytes_of(holder.wallet) == before);
}

TEST_CASE("a thief's version doesn't lock a wallet out", "[wallet][trust-7.5]") {
  World world;
  Holder holder(world);
  Head stolen = world.head();
  stolen.version = std::numeric_limits<std::uint64_t>::max();
  REQUIRE(follow(holder, world, stolen).ok());

  Head head = world.head();
  head.version += 2;
  CHECK(follow(holder, world, head).error().code == Errc::older_version);
  // The office drops the key that signed it, and goes on with the spare.
  World mended;
  mended.publisher = seeded_key("spare bundle key");
  head = mended.head();
  head.version += 2;
  Root{seeded_key("root"), "second root", false}.sign(head);
  CHECK(follow(holder, mended, head).ok());
  CHECK(holder.account().news.version == head.version);
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
