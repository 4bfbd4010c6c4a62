// SPDX-License-Identifier: Apache-2.0
// Every truncation and every single damaged bit of what is signed besides showings.
#include <catch2/catch.hpp>

#include "support/world.h"
#include "token/cose.h"
#include "token/registry.h"
#include "whit/request.h"

namespace whit {
namespace {

using test::Options;
using test::World;

// How many damaged copies of `bytes` the predicate `accepts` takes.
template <class Accepts>
int accepted_damage(ByteVector bytes, Accepts accepts) {
  int out = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
    bytes[bit / 8] ^= mask;
    if (accepts(Bytes(bytes))) ++out;
    bytes[bit / 8] ^= mask;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (accepts(Bytes(bytes).first(size))) ++out;
  }
  return out;
}

ByteVector signed_request() {
  Request request;
  request.iss = "dlo";
  request.name = "Gate 7";
  request.facts = {test::kPermit, test::kStay};
  request.count = 2;
  request.nonce = Nonce{};
  const SigningKey site = test::seeded_key("site");
  const ByteVector header = signed_header(site.public_key().view(), registry::kTypRequest);
  const ByteVector payload = encode(request);
  const Signature signature = site.sign(sig_structure(header, {}, payload));
  return assemble_sign1(header, payload, signature.view());
}

World world_with_withdrawals() {
  Options options;
  options.withdrawals = {{Kind::revocable, World::kToday, test::kPermit, {Seed{{1}}, Seed{{2}}}},
                         {Kind::paper, World::kToday, test::kStay, {Seed{{3}}}}};
  return World(options);
}

TEST_CASE("a damaged signed request is not read", "[token-6]") {
  const ByteVector request = signed_request();
  REQUIRE(parse_request(request)->site == test::seeded_key("site").public_key());
  CHECK(accepted_damage(request, [](Bytes bytes) { return parse_request(bytes).ok(); }) == 0);
}

TEST_CASE("a damaged bundle does not open", "[trust-7]") {
  const World world = world_with_withdrawals();
  const TrustFile trust = world.trust();
  const ByteVector file = world.bundle_file();
  REQUIRE(Bundle::open(file, trust).ok());
  CHECK(accepted_damage(file, [&](Bytes bytes) { return Bundle::open(bytes, trust).ok(); }) == 0);
}

TEST_CASE("a damaged trust file opens no bundle, unless issuer and root are whole", "[trust-2]") {
  const World world;
  const TrustFile good = world.trust();
  const ByteVector file = world.bundle_file();
  const auto accepts = [&](Bytes bytes) {
    const auto trust = parse_trust_file(bytes);
    if (!trust || !Bundle::open(file, *trust)) return false;
    // The rest is where to look for things, and nothing to believe.
    return trust->iss != good.iss || !(trust->root == good.root);
  };
  REQUIRE(Bundle::open(file, *parse_trust_file(encode(good))).ok());
  CHECK(accepted_damage(encode(good), accepts) == 0);
}

}  // namespace
}  // namespace whit
