// SPDX-License-Identifier: Apache-2.0
// A bundle opens whole or not at all: spec/trust.md, section 7, rule by rule.
#include <catch2/catch.hpp>

#include "token/cose.h"
#include "trust/forge.h"

namespace whit {
namespace {

using test::Forge;
using test::Options;
using test::World;

TEST_CASE("what is whole opens", "[trust-7]") { CHECK(Forge().opens() == Errc{}); }

TEST_CASE("the root is the trust file's", "[trust-7]") {
  Forge forge;
  forge.root = test::seeded_key("another root");
  CHECK(forge.opens() == Errc::wrong_root);
  // The right key id alone is not enough.
  Forge liar;
  liar.commit();
  const ByteVector payload = encode(liar.manifest);
  const ByteVector header =
      signed_header(key_id(liar.root.public_key()).view(), registry::kTypManifest);
  const Signature wrong = test::seeded_key("another root").sign(sig_structure(header, {}, payload));
  liar.head.manifest = assemble_sign1(header, payload, wrong.view());
  CHECK(liar.opens_as_it_is() == Errc::bad_signature);
}

TEST_CASE("all parts name one issuer", "[trust-6]") {
  Forge manifest, list, head;
  manifest.manifest.iss = "tax";
  CHECK(manifest.opens() == Errc::wrong_issuer);
  list.list.iss = "tax";
  CHECK(list.opens() == Errc::wrong_issuer);
  head.head.iss = "tax";
  CHECK(head.opens() == Errc::wrong_issuer);
}

TEST_CASE("a manifest is dead from the first second of the day that it ends", "[trust-3]") {
  Forge forge;
  forge.manifest.ends = day_of(forge.head.issued) + 1;
  CHECK(forge.opens() == Errc{});
  forge.manifest.ends = day_of(forge.head.issued);
  CHECK(forge.opens() == Errc::manifest_ended);
}

TEST_CASE("a service key counts for its use and on its days, both included", "[trust-7]") {
  const Day day = day_of(Forge().head.issued);
  for (const std::size_t row : {std::size_t{0}, std::size_t{1}}) {
    Forge forge;
    forge.manifest.keys[row].first = forge.manifest.keys[row].last = day;
    CHECK(forge.opens() == Errc{});
    forge.manifest.keys[row].first = forge.manifest.keys[row].last = day + 1;
    CHECK(forge.opens() == Errc::key_out_of_date);
    forge.manifest.keys[row].first = forge.manifest.keys[row].last = day - 1;
    CHECK(forge.opens() == Errc::key_out_of_date);
  }
  Forge keys, publisher;
  keys.keys = test::seeded_key("bundle");
  CHECK(keys.opens() == Errc::unknown_key);
  publisher.publisher = test::seeded_key("keys");
  CHECK(publisher.opens() == Errc::unknown_key);
}

TEST_CASE("head and key list are signed by the keys that they name", "[trust-7]") {
  Forge forge;
  forge.commit();
  forge.head.key_list.back() ^= 1;
  forge.world.prove(forge.head);
  CHECK(forge.opens_as_it_is() == Errc::bad_signature);

  const World world;
  ByteVector file = world.bundle_file();
  file[file.size() - 2] ^= 1;  // in the head's signature: what follows it is one byte, no segments
  CHECK(Bundle::open(file, world.trust()).error().code == Errc::bad_signature);
}

TEST_CASE("a part is not read as another part", "[token-3]") {
  Forge forge;
  forge.commit();
  std::swap(forge.head.manifest, forge.head.key_list);
  CHECK(forge.opens_as_it_is() == Errc::wrong_algorithm);
}

TEST_CASE("issued, next update and expiry follow each other within 14 days", "[trust-6]") {
  const auto opens = [](UnixTime next, UnixTime expires) {
    Forge forge;
    forge.head.next_update = forge.head.issued + next;
    forge.head.expires = forge.head.issued + expires;
    return forge.opens();
  };
  CHECK(opens(0, 0) == Errc{});
  CHECK(opens(0, 14 * kSecondsPerDay) == Errc{});
  CHECK(opens(0, 14 * kSecondsPerDay + 1) == Errc::bad_times);
  CHECK(opens(2, 1) == Errc::bad_times);
  Forge forge;
  forge.head.next_update = forge.head.issued - 1;
  CHECK(forge.opens() == Errc::bad_times);
}

TEST_CASE("the epoch header commits to this key list", "[trust-6]") {
  Forge forge;
  forge.commit();
  forge.list.sequence = 2;
  forge.head.key_list = sign_part(encode(forge.list), registry::kTypKeyList, forge.keys);
  CHECK(forge.opens_as_it_is() == Errc::wrong_key_list);
  forge.head.epoch_header.clear();
  CHECK(forge.opens_as_it_is() == Errc::truncated);
}

TEST_CASE("a proof that can't be judged isn't taken for one that was", "[trust-6]") {
  Forge forge;
  forge.commit();
  forge.head.log_proof = "c2sp.org/tlog-proof@v1\n";
  CHECK(forge.opens_as_it_is() == Errc::bad_log_proof);
}

TEST_CASE("a bundle without a proof from the log doesn't open, for training neither", "[trust-6]") {
  for (const bool specimen : {false, true}) {
    Forge forge;
    forge.manifest.specimen = specimen;
    forge.commit();
    forge.head.log_proof.clear();
    CHECK(forge.opens_as_it_is() == Errc::no_log_proof);
  }
}

TEST_CASE("opening looks at no clock", "[trust-7]") {
  const World world;
  Context late;
  late.now = world.head().expires + 1;
  CHECK(Bundle::open(world.bundle_file(), world.trust()).ok());
  CHECK(world.check(world.show({test::kPermit}), "gate", late).verdict == Verdict::stale_bundle);
}

TEST_CASE("a bundle says what it can't vouch for", "[trust-6]") {
  const World plain;
  CHECK_FALSE(plain.bundle().carries_withdrawals());
  Options options;
  options.withdrawals = {{Kind::revocable, World::kToday, test::kPermit, {Seed{{1}}}}};
  CHECK(World(options).bundle().carries_withdrawals());
}

TEST_CASE("nothing may follow a bundle, and nothing stand in its head's place", "[trust-6]") {
  const World world;
  ByteVector file = world.bundle_file();
  file.push_back(0);
  CHECK(Bundle::open(file, world.trust()).error().code == Errc::trailing);
  CHECK_FALSE(Bundle::open(encode_bundle_file(world.head().manifest, {}), world.trust()).ok());
  CHECK_FALSE(Bundle::open({}, world.trust()).ok());
}

TEST_CASE("finding a live key asks for kind, fact, day and state", "[trust-4]") {
  const World world;
  const Bundle& bundle = world.bundle();
  const Day day = World::kToday;
  REQUIRE(bundle.live_key(Kind::revocable, test::kPermit, day) != nullptr);
  CHECK(bundle.live_key(Kind::revocable, test::kPermit, day)->key == world.phone_key.public_key());
  CHECK(bundle.live_key(Kind::paper, test::kPermit, day)->key == world.paper_key.public_key());
  CHECK(bundle.live_key(Kind::revocable, 65008, day) == nullptr);
  CHECK(bundle.live_key(Kind::revocable, test::kPermit, day + 91) == nullptr);
  Options options;
  options.key_state = KeyState::withdrawn;
  CHECK(World(options).bundle().live_key(Kind::paper, test::kPermit, day) == nullptr);
}

}  // namespace
}  // namespace whit
