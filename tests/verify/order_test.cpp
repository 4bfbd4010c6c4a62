// SPDX-License-Identifier: Apache-2.0
// Where two things are wrong at once, the order of spec/verify.md, section 4, picks the answer.
#include <catch2/catch.hpp>

#include "status/chain.h"
#include "support/blind.h"
#include "support/world.h"

namespace whit {
namespace {

using test::kPermit;
using test::kStay;
using test::kTax;
using test::Options;
using test::World;

const Seed kSeed = {{42}};

// A token of tomorrow whose handle `withdrawn_options` ends.
ByteVector ended_token(const World& world, TokenClaims claims) {
  claims.handle = HandleKey(ratchet_by(kSeed, claims.day - World::kToday)).handle(1);
  return world.token(claims);
}

Options withdrawn_options() {
  Options out;
  out.withdrawals = {{Kind::revocable, World::kToday, kPermit, {kSeed}}};
  return out;
}

Context at(UnixTime now) {
  Context out;
  out.now = now;
  return out;
}

// The last byte of a token or showing belongs to its signature.
ByteVector spoiled(ByteVector bytes) {
  bytes[bytes.size() - 40] ^= 1;
  return bytes;
}

Report ask(const World& world, Bytes showing, const Policy& policy, const Context& context) {
  return verify(showing, &world.bundle(), policy, context);
}

TEST_CASE("the order is that of the spec, and what no check gives stands behind", "[verify-4]") {
  const int order[] = {0, 2, 15, 16, 4, 20, 5, 6, 21, 9, 17, 7, 10, 11, 12, 13, 14, 3, 19};
  for (std::size_t i = 0; i < std::size(order); ++i) {
    const auto earlier = static_cast<Verdict>(order[i]);
    for (std::size_t j = 0; j < std::size(order); ++j) {
      CHECK(precedes(earlier, static_cast<Verdict>(order[j])) == (i < j));
    }
    CHECK(precedes(earlier, Verdict::replayed));
    CHECK(precedes(earlier, Verdict::document_mismatch));
    CHECK(precedes(earlier, Verdict::valid));
  }
}

TEST_CASE("0 and 2 come before the lack of a bundle", "[verify-6]") {
  const World world;
  const Policy policy = world.policy("gate");
  const Context context = at(world.now);
  const ByteVector good = world.show({kPermit});
  CHECK(verify(as_bytes("WH1:%"), nullptr, policy, context).verdict == Verdict::malformed);
  CHECK(verify(as_bytes("WI1:%"), nullptr, policy, context).verdict == Verdict::unsupported);
  CHECK(verify(good, nullptr, policy, context).verdict == Verdict::no_bundle);
}

TEST_CASE("16 before 4", "[verify-4]") {
  const World world, stranger;
  World other;
  other.phone_key = test::seeded_key("another issuer");
  const ByteVector showing = other.show({kPermit});
  CHECK(world.check(showing).verdict == Verdict::unknown_key);
  const UnixTime late = world.head().expires;
  CHECK(world.check(showing, "gate", at(late)).verdict == Verdict::stale_bundle);
}

TEST_CASE("4 before 6, and 20 before 5", "[verify-4]") {
  World other;
  other.phone_key = test::seeded_key("another issuer");
  const World world;
  CHECK(world.check(spoiled(other.show({kPermit}))).verdict == Verdict::unknown_key);

  Options options;
  options.key_state = KeyState::withdrawn;
  const World withdrawn(options);
  const ByteVector bad = spoiled(world.token(world.claims(kPermit)));
  CHECK(withdrawn.check(world.show_tokens({bad})).verdict == Verdict::key_withdrawn);
}

TEST_CASE("5 before 6, and 6 before 21", "[verify-4]") {
  const World world;
  const ByteVector bad = spoiled(world.token(world.claims(kPermit)));
  CHECK(world.check(world.show_tokens({bad})).verdict == Verdict::bad_signature);
  CHECK(world.check(spoiled(world.show_tokens({bad}))).verdict == Verdict::bad_signature);
  CHECK(world.check(spoiled(world.show({kPermit}))).verdict == Verdict::bad_holder_proof);

  Options options;
  options.specimen = true;
  const World specimen(options);
  CHECK(specimen.check(spoiled(specimen.show({kPermit}))).verdict == Verdict::bad_holder_proof);
}

TEST_CASE("21 before all that training may still find", "[verify-7]") {
  Options options;
  options.specimen = true;
  const World world(options);
  const Report wrong = world.check(world.show({kPermit}, {"Gate 7"}));
  CHECK(wrong.verdict == Verdict::specimen);
  CHECK(wrong.training == Verdict::wrong_audience);
  const Report missing = world.check(world.show({kStay}));
  CHECK(missing.verdict == Verdict::specimen);
  CHECK(missing.facts[0].verdict == Verdict::specimen);
  CHECK(missing.training == Verdict::missing_fact);
  CHECK(world.check(world.show({kPermit})).training == Verdict::valid);
}

TEST_CASE("9 before 17, and 17 before 7", "[verify-4]") {
  const World world;
  const Context early = at(world.head().issued - 301);
  const ByteVector posted = world.show({kPermit}, {"Gate 7"});
  CHECK(world.check(posted, "gate", early).verdict == Verdict::wrong_audience);
  CHECK(world.check(world.show({kPermit}), "gate", early).verdict == Verdict::clock_doubtful);
}

TEST_CASE("7 before 10, and 11 before 12", "[verify-4]") {
  const World world(withdrawn_options());
  TokenClaims claims = world.claims(kPermit);
  claims.day = World::kToday + 20;
  const ByteVector ahead = world.show_tokens({world.token(claims)});
  CHECK(world.check(ahead).verdict == Verdict::not_yet_valid);
  CHECK(world.check(ahead, "gate", at(world.now + 1000)).verdict == Verdict::stale_proof);

  const ByteVector ended = ended_token(world, world.claims(kPermit));
  CHECK(world.check(world.show_tokens({ended})).verdict == Verdict::withdrawn);
  const UnixTime midnight_after = midnight(World::kToday + 1);
  const ByteVector late = world.show_tokens({ended}, {"", midnight_after, std::nullopt});
  CHECK(world.check(late, "gate", at(midnight_after)).verdict == Verdict::expired);
}

TEST_CASE("12 before 13, 13 before 14, 14 before 3", "[verify-4]") {
  const World world(withdrawn_options());
  const ByteVector ended = world.show_tokens({ended_token(world, world.claims(kPermit))});
  Policy policy = world.policy("two");
  policy.kinds = static_cast<std::uint8_t>(Kind::paper);
  policy.modes = static_cast<std::uint8_t>(Mode::challenge);
  const Report all = ask(world, ended, policy, at(world.now));
  CHECK(all.verdict == Verdict::withdrawn);
  CHECK(all.facts[1].verdict == Verdict::kind_refused);  // the missing one
  const ByteVector good = world.show({kPermit});
  CHECK(ask(world, good, policy, at(world.now)).verdict == Verdict::kind_refused);
  policy.kinds = 7;
  CHECK(ask(world, good, policy, at(world.now)).verdict == Verdict::mode_refused);
  policy.modes = 7;
  CHECK(ask(world, good, policy, at(world.now)).verdict == Verdict::missing_fact);
}

TEST_CASE("3 before 19, and each fact keeps its own", "[verify-4]") {
  const World world;
  const Report report = world.check(world.show({kPermit, kDocumentVct}), "hire");
  CHECK(report.verdict == Verdict::missing_fact);
  REQUIRE(report.count == 3);
  CHECK(report.facts[0].verdict == Verdict::valid);
  CHECK(report.facts[1].verdict == Verdict::missing_fact);
  CHECK(report.facts[2].verdict == Verdict::document_not_compared);
}

TEST_CASE("what stands in the catalogue refuses that fact alone", "[verify-5]") {
  const World world;
  Head head = world.head();
  head.catalogue[2].modes = static_cast<std::uint8_t>(Mode::challenge);
  const Bundle bundle = *Bundle::open(world.bundle_file_of(head), world.trust());
  const Policy policy = *make_policy(bundle, "two");
  const ByteVector shown = world.show({kPermit, kStay});
  Report report = verify(shown, &bundle, policy, at(world.now));
  CHECK(report.facts[0].verdict == Verdict::valid);
  CHECK(report.facts[1].verdict == Verdict::mode_refused);

  head.catalogue[2].kinds = static_cast<std::uint8_t>(Kind::paper);
  const Bundle paper = *Bundle::open(world.bundle_file_of(head), world.trust());
  report = verify(shown, &paper, policy, at(world.now));
  CHECK(report.facts[0].verdict == Verdict::valid);
  CHECK(report.facts[1].verdict == Verdict::kind_refused);
}

}  // namespace
}  // namespace whit
