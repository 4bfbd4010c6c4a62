// SPDX-License-Identifier: Apache-2.0
// Seeds that end tokens, and the few that stay good under a withdrawn key.
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "log/entry.h"
#include "status/chain.h"
#include "support/world.h"

namespace whit {
namespace {

using test::kPermit;
using test::kStay;
using test::Options;
using test::World;

const Seed kSeed = {{42}};

struct Ended {
  Kind medium = Kind::revocable;
  Day day = World::kToday;  // of the published seed
  Vct vct = kPermit;
};

// The verdict on a token of tomorrow with the `i`-th handle of kSeed, which is that of today.
Verdict verdict(const Ended& ended, std::uint64_t i) {
  Options options;
  options.withdrawals = {{ended.medium, ended.day, ended.vct, {Seed{{1}}, kSeed}}};
  const World world(options);
  TokenClaims claims = world.claims(kPermit);
  claims.handle = HandleKey(ratchet(kSeed)).handle(i);
  return world.check(world.show_tokens({world.token(claims)})).verdict;
}

TEST_CASE("a published seed ends each handle that a day can have, and no more", "[chain-4]") {
  CHECK(verdict({}, 0) == Verdict::withdrawn);
  CHECK(verdict({}, 1) == Verdict::withdrawn);
  CHECK(verdict({}, 2) == Verdict::valid);  // the catalogue says two a day
}

TEST_CASE("a seed is for its medium, its fact, its day and the days after", "[chain-4]") {
  CHECK(verdict({Kind::paper, World::kToday, kPermit}, 0) == Verdict::valid);
  CHECK(verdict({Kind::revocable, World::kToday, kStay}, 0) == Verdict::valid);
  CHECK(verdict({Kind::revocable, World::kToday + 1, kPermit}, 0) == Verdict::valid);
  CHECK(verdict({Kind::revocable, World::kToday + 2, kPermit}, 0) == Verdict::valid);
  CHECK(verdict({Kind::revocable, World::kToday - 1, kPermit}, 0) == Verdict::valid);
}

TEST_CASE("a seed of the token's own day ends it", "[chain-4]") {
  Options options;
  options.withdrawals = {{Kind::revocable, World::kToday + 1, kPermit, {kSeed}}};
  const World world(options);
  TokenClaims claims = world.claims(kPermit);
  claims.handle = HandleKey(kSeed).handle(0);
  CHECK(world.check(world.show_tokens({world.token(claims)})).verdict == Verdict::withdrawn);
}

TEST_CASE("a paper token ends by a seed of paper", "[chain-4]") {
  Options options;
  options.withdrawals = {{Kind::paper, World::kToday, kPermit, {kSeed}}};
  const World world(options);
  TokenClaims claims = world.claims(kPermit);
  claims.holder = {};
  claims.tag = DocumentTag{};
  claims.handle = HandleKey(ratchet(kSeed)).handle(0);
  CHECK(world.check(world.token(claims)).verdict == Verdict::withdrawn);
}

// The first 16 bytes of the leaf hash of `token`.
ByteVector prefix_of(const Token& token) {
  const Hash leaf = leaf_hash(encode(entry_of(token)));
  return {leaf.bytes.begin(), leaf.bytes.begin() + 16};
}

TEST_CASE("under a withdrawn key only what is listed stays good", "[verify-5]") {
  const World world;
  const ByteVector token = world.token(world.claims(kPermit));
  const KeyId kid = key_id(world.phone_key.public_key());
  const ByteVector listed = prefix_of(*parse_token(token));
  const auto verdict_with = [&](const AcceptOnly& row) {
    Options options;
    options.key_state = KeyState::withdrawn;
    options.accept_only = {row};
    const World other(options);
    return other.check(other.show_tokens({token})).verdict;
  };
  CHECK(verdict_with({Kind::revocable, kid, listed}) == Verdict::valid);
  CHECK(verdict_with({Kind::revocable, kid, {}}) == Verdict::key_withdrawn);
  CHECK(verdict_with({Kind::paper, kid, listed}) == Verdict::key_withdrawn);
  CHECK(verdict_with({Kind::revocable, KeyId{}, listed}) == Verdict::key_withdrawn);
  ByteVector neighbours(48);
  std::copy(listed.begin(), listed.end(), neighbours.begin() + 16);
  std::fill(neighbours.begin() + 32, neighbours.end(), std::uint8_t{0xff});
  CHECK(verdict_with({Kind::revocable, kid, neighbours}) == Verdict::valid);
  neighbours[31] ^= 1;
  CHECK(verdict_with({Kind::revocable, kid, neighbours}) == Verdict::key_withdrawn);
}

TEST_CASE("a listed token must still be signed", "[verify-5]") {
  const World world;
  ByteVector token = world.token(world.claims(kPermit));
  Options options;
  options.key_state = KeyState::withdrawn;
  options.accept_only = {
      {Kind::revocable, key_id(world.phone_key.public_key()), prefix_of(*parse_token(token))}};
  token.back() ^= 1;
  // A leaf commits to the signature as well, so that a spoiled token is no longer listed.
  const World other(options);
  const Verdict verdict = other.check(other.show_tokens({token})).verdict;
  CHECK((verdict == Verdict::bad_signature || verdict == Verdict::key_withdrawn));
}

}  // namespace
}  // namespace whit
