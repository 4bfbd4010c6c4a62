// SPDX-License-Identifier: Apache-2.0
// The sizes that the spec promises: what fits on a screen is part of the format.
#include <catch2/catch.hpp>

#include "support/world.h"
#include "whit/request.h"

namespace whit {
namespace {

using test::kPermit;
using test::kStay;

constexpr Vct kOther = 65005;  // a fact without a value, as kPermit and kStay

const Show kOneWay{}, kPosted{"Gate 7", 0, std::nullopt}, kTwoWay{"Gate 7", 0, Nonce{}};

TEST_CASE("phones: one way, posted and two way", "[token-10]") {
  const test::World world;
  CHECK(world.token(world.claims(kPermit)).size() == 156);
  CHECK(world.show({kPermit}, kOneWay).size() == 246);
  CHECK(world.show({kPermit}, kPosted).size() == 251);
  CHECK(world.show({kPermit}, kTwoWay).size() == 271);
  CHECK(world.show({kPermit}, {"Gate 7, North"}).size() > 251);
}

TEST_CASE("phones: two, three and four facts", "[token-10]") {
  const test::World world;
  CHECK(world.show({kPermit, kStay}, kOneWay).size() == 409);
  CHECK(world.show({kPermit, kStay, kOther}, kOneWay).size() == 565);
  CHECK(world.show({kPermit, kStay, kOther, 65007}, kOneWay).size() == 721);
  CHECK(world.show({kPermit, kStay}, kTwoWay).size() == 434);
  CHECK(world.show({kPermit, kStay, kOther}, kTwoWay).size() == 590);
  CHECK(world.show({kPermit, kStay, kOther, 65007}, kTwoWay).size() == 746);
}

TEST_CASE("phones: with the document", "[token-10]") {
  const test::World world;
  CHECK(world.show({kPermit, kDocumentVct}, kTwoWay).size() == 456);
  CHECK(world.show({kPermit, kStay, kOther, kDocumentVct}, kTwoWay).size() == 768);
}

TEST_CASE("paper, plain and with a month", "[token-10]") {
  const test::World world;
  CHECK(world.paper(kPermit).size() == 132);
  CHECK(world.paper(test::kUntil).size() == 142);
}

TEST_CASE("requests and invitations", "[token-10]") {
  Request request;
  request.iss = "dlo";
  request.name = "Gate 7";
  request.facts = {kPermit};
  request.count = 1;
  CHECK(encode(request).size() == 19);
  request.nonce = Nonce{};
  CHECK(encode(request).size() == 38);
  CHECK(encode(Invitation{"dlo", {}}).size() == 24);
  CHECK(encode(Setup{"dlo", "https://dlo.example/whit", Hash{}, ""}).size() == 68);
}

}  // namespace
}  // namespace whit
