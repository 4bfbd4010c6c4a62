// SPDX-License-Identifier: Apache-2.0
// The shapes of spec/token.md, sections 4 and 5. The vectors hold every line of the CDDL; here
// stand the rules between lines.
#include "whit/token.h"

#include <catch2/catch.hpp>

#include "support/world.h"

namespace whit {
namespace {

using test::kPermit;
using test::kStay;
using test::kVisa;

Errc refusal(Bytes bytes) {
  const auto parsed = parse_presentation(bytes);
  return parsed ? Errc{} : parsed.error().code;
}

TEST_CASE("a token is read back as it was built", "[token-4]") {
  const test::World world;
  const TokenClaims claims = world.claims(kVisa);
  const ByteVector bytes = world.token(claims);
  const Token read = *parse_token(bytes);
  CHECK(read.kind == Kind::revocable);
  CHECK(read.iss == claims.iss);
  CHECK(read.day == claims.day);
  CHECK(read.vct == kVisa);
  CHECK(read.handle == claims.handle);
  CHECK(read.holder == claims.holder);
  CHECK(read.value == claims.value);
  CHECK_FALSE(read.tag.has_value());
  CHECK(equal(read.encoded, bytes));
}

TEST_CASE("only the document carries a tag among phone tokens, and it always does", "[token-4]") {
  const test::World world;
  TokenClaims claims = world.claims(kPermit);
  claims.tag = DocumentTag{};
  CHECK(parse_token(world.token(claims)).error().code == Errc::bad_tag);
  claims = world.claims(kDocumentVct);
  CHECK(parse_token(world.token(claims)).ok());
  claims.tag.reset();
  CHECK(parse_token(world.token(claims)).error().code == Errc::bad_tag);
}

TEST_CASE("a set has one issuer, one expiry and one holder key", "[token-5]") {
  const test::World world;
  const ByteVector first = world.token(world.claims(kPermit));
  TokenClaims other = world.claims(kStay);
  CHECK(refusal(world.show_tokens({first, world.token(other)})) == Errc{});
  other.iss = "tax";
  CHECK(refusal(world.show_tokens({first, world.token(other)})) == Errc::mixed_set);
  other = world.claims(kStay);
  other.day += 1;
  CHECK(refusal(world.show_tokens({first, world.token(other)})) == Errc::mixed_set);
  other = world.claims(kStay);
  other.holder = test::seeded_key("somebody else").public_key();
  CHECK(refusal(world.show_tokens({first, world.token(other)})) == Errc::mixed_set);
}

TEST_CASE("facts of a set ascend and stand once", "[token-5]") {
  const test::World world;
  CHECK(refusal(world.show({kStay, kPermit})) == Errc::not_ascending);
  CHECK(refusal(world.show({kPermit, kPermit})) == Errc::not_ascending);
}

TEST_CASE("a nonce stands only beside a name, and the time is a multiple of 15 s", "[token-5]") {
  const test::World world;
  CHECK(refusal(world.show({kPermit}, {"", 0, Nonce{}})) == Errc::wrong_label);
  CHECK(refusal(world.show({kPermit}, {"", world.now + 1, std::nullopt})) == Errc::out_of_range);
  CHECK(parse_presentation(world.show({kPermit}))->mode == Mode::one_way);
  CHECK(parse_presentation(world.show({kPermit}, {"Gate"}))->mode == Mode::posted);
  CHECK(parse_presentation(world.show({kPermit}, {"Gate", 0, Nonce{}}))->mode == Mode::challenge);
}

TEST_CASE("paper is no presentation and a presentation no paper", "[token-5]") {
  const test::World world;
  CHECK_FALSE(parse_presentation(world.paper(kPermit)).ok());
  CHECK_FALSE(parse_paper(world.show({kPermit})).ok());
  CHECK_FALSE(parse_token(world.paper(kPermit)).ok());
  CHECK(parse_paper(world.paper(kPermit))->kind == Kind::paper);
}

}  // namespace
}  // namespace whit
