// SPDX-License-Identifier: Apache-2.0
// What a report says, and that it says no more.
#include <catch2/catch.hpp>

#include "support/blind.h"
#include "support/world.h"

namespace whit {
namespace {

using test::kPermit;
using test::kStay;
using test::kTax;
using test::kUntil;
using test::kVisa;
using test::Options;
using test::World;

bool has_nothing(const Report& report) {
  return report.count == 0 && report.holder == PublicKey{} && report.proof == Signature{} &&
         report.signed_at == 0 && report.kind == Kind::none && report.mode == Mode::none;
}

TEST_CASE("0, 2 and 15 report nothing of the showing", "[verify-4]") {
  const World world;
  Context context;
  context.now = world.now;
  CHECK(has_nothing(world.check(as_bytes("WH1:NOTHING"))));
  CHECK(has_nothing(world.check(as_bytes("WI1:NOTHING"))));
  CHECK(has_nothing(verify(world.show({kPermit}), nullptr, world.policy("gate"), context)));
}

TEST_CASE("facts that weren't asked for aren't reported", "[verify-4]") {
  const World world;
  const Report report = world.check(world.show({kPermit, kUntil, kStay, kVisa}), "two");
  CHECK(report.verdict == Verdict::valid);
  REQUIRE(report.count == 2);
  CHECK(report.facts[0].vct == kPermit);
  CHECK(report.facts[1].vct == kStay);
  CHECK(report.facts[2].vct == 0);
  CHECK(report.facts[3].vct == 0);
}

TEST_CASE("a token that wasn't asked for isn't judged", "[verify-4]") {
  const World world;
  TokenClaims odd = world.claims(kStay);
  odd.value = {Value::Type::number, 1, {}};  // kStay has no values
  const ByteVector shown =
      world.show_tokens({world.token(world.claims(kPermit)), world.token(odd)});
  CHECK(world.check(shown, "gate").verdict == Verdict::valid);
  CHECK(world.check(shown, "two").verdict == Verdict::unknown_key);
}

TEST_CASE("values stand only beside a yes and a document to compare", "[verify-7]") {
  const World world;
  const ByteVector shown = world.show({kPermit, kUntil, kDocumentVct});
  Report report = world.check(shown, "hire");
  CHECK(report.facts[1].value.number == 202708);
  Context late;
  late.now = world.now + 1000;
  report = world.check(shown, "hire", late);
  CHECK(report.verdict == Verdict::stale_proof);
  CHECK(report.facts[1].value == Value{});
}

TEST_CASE("a specimen has no value, and each of its facts is grey", "[verify-7]") {
  Options options;
  options.specimen = true;
  const World world(options);
  const Report report = world.check(world.show({kPermit, kUntil, kDocumentVct}), "hire");
  CHECK(report.verdict == Verdict::specimen);
  CHECK(report.training == Verdict::document_not_compared);
  for (std::size_t i = 0; i < report.count; ++i) {
    CHECK(report.facts[i].verdict == Verdict::specimen);
    CHECK(report.facts[i].value == Value{});
  }
}

TEST_CASE("a value must be one that the catalogue lists, and be there", "[verify-5]") {
  const World world;
  const auto verdict = [&](Vct vct, const Value& value) {
    TokenClaims claims = world.claims(vct);
    claims.value = value;
    Policy policy = world.policy("gate");
    policy.facts[0] = vct;
    Context context;
    context.now = world.now;
    return verify(world.show_tokens({world.token(claims)}), &world.bundle(), policy, context)
        .verdict;
  };
  const auto number = [](std::uint32_t n) { return Value{Value::Type::number, n, {}}; };
  const auto text = [](std::string_view t) {
    return Value{Value::Type::text, 0, Text<16>::from(t)};
  };
  CHECK(verdict(kUntil, number(202601)) == Verdict::valid);
  CHECK(verdict(kUntil, number(203512)) == Verdict::valid);
  CHECK(verdict(kUntil, number(202600)) == Verdict::unknown_key);
  CHECK(verdict(kUntil, number(203513)) == Verdict::unknown_key);
  CHECK(verdict(kUntil, text("202601")) == Verdict::unknown_key);
  CHECK(verdict(kUntil, {}) == Verdict::unknown_key);
  CHECK(verdict(kVisa, text("STUDY-2")) == Verdict::valid);
  CHECK(verdict(kVisa, text("STUDY")) == Verdict::unknown_key);
  CHECK(verdict(kVisa, number(1)) == Verdict::unknown_key);
  CHECK(verdict(kVisa, {}) == Verdict::unknown_key);
  CHECK(verdict(kPermit, number(1)) == Verdict::unknown_key);
}

TEST_CASE("a key signs the kind, facts and days of its row alone", "[verify-5]") {
  const World world;
  TokenClaims claims = world.claims(kPermit);
  claims.vct = 65008;  // in no row
  Policy policy = world.policy("gate");
  Context context;
  context.now = world.now;
  policy.facts[0] = 65008;
  const ByteVector stranger = world.show_tokens({world.token(claims)});
  CHECK(verify(stranger, &world.bundle(), policy, context).verdict == Verdict::unknown_key);

  claims = world.claims(kPermit);
  claims.day = World::kToday + 91;
  CHECK(world.check(world.show_tokens({world.token(claims)})).verdict == Verdict::unknown_key);
  claims.day = World::kToday - 31;
  CHECK(world.check(world.show_tokens({world.token(claims)})).verdict == Verdict::unknown_key);

  // A phone's key under a paper token, and the other way round.
  World crossed;
  std::swap(crossed.phone_key, crossed.paper_key);
  CHECK(world.check(crossed.show({kPermit})).verdict == Verdict::unknown_key);
  CHECK(world.check(crossed.paper(kPermit)).verdict == Verdict::unknown_key);
}

TEST_CASE("a token of another issuer is unknown, whoever signed it", "[verify-5]") {
  const World world;
  TokenClaims claims = world.claims(kPermit);
  claims.iss = "tax";
  CHECK(world.check(world.show_tokens({world.token(claims)})).verdict == Verdict::unknown_key);
}

TEST_CASE("a blind key is for one fact and one day, and good until it is withdrawn", "[verify-5]") {
  const test::BlindSigner signer;
  const auto verdict = [&](Vct vct, Day day, KeyState state) {
    Options options;
    options.blind_keys = {{vct, day, signer.modulus(), state}};
    const World world(options);
    return world.check(world.show_tokens({signer.token(world.claims(kTax))}), "tax").verdict;
  };
  const Day day = World::kToday + 1;
  CHECK(verdict(kTax, day, KeyState::live) == Verdict::valid);
  CHECK(verdict(kPermit, day, KeyState::live) == Verdict::unknown_key);
  CHECK(verdict(kTax, day + 1, KeyState::live) == Verdict::unknown_key);
  CHECK(verdict(kTax, day, KeyState::withdrawn) == Verdict::key_withdrawn);
}

TEST_CASE("a default policy asks nothing, and so nothing is proven", "[verify-2]") {
  const World world;
  Context context;
  context.now = world.now;
  const Verdict verdict = verify(world.show({kPermit}), &world.bundle(), Policy{}, context).verdict;
  CHECK(verdict != Verdict::valid);
  Policy policy = world.policy("gate");
  policy.count = 0;
  CHECK(verify(world.show({kPermit}), &world.bundle(), policy, context).verdict ==
        Verdict::missing_fact);
}

TEST_CASE("each verdict has a name and a class, and only one is a yes", "[verify-3]") {
  int yes = 0;
  for (int number = 0; number < kVerdictCount; ++number) {
    const auto verdict = static_cast<Verdict>(number);
    CHECK_FALSE(name(verdict).empty());
    if (verdict_class(verdict) == VerdictClass::yes) ++yes;
  }
  CHECK(yes == 1);
  CHECK(verdict_class(Verdict::valid) == VerdictClass::yes);
  CHECK(verdict_class(Report{}.verdict) == VerdictClass::no);
}

}  // namespace
}  // namespace whit
