// SPDX-License-Identifier: Apache-2.0
// Times: which clock counts, how old a proof may be, and the day a token ends.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "support/blind.h"
#include "support/world.h"

namespace whit {
namespace {

using test::kPermit;
using test::kTax;
using test::World;

const Nonce kNonce = {{7, 7, 7}};

Context at(UnixTime now) {
  Context out;
  out.now = now;
  return out;
}

Context asked(UnixTime now, Seconds elapsed) {
  Context out = at(now);
  out.name = "Gate 7";
  out.nonce = kNonce;
  out.elapsed = elapsed;
  return out;
}

// holds runs a property and reports a counterexample as a failure of this test.
template <class Property>
bool holds(const char* what, Property property) {
  return rc::check(what, property);
}

TEST_CASE("a one-way proof counts from 30 s ahead to 75 s after", "[verify-6]") {
  const World world;
  const UnixTime iat = world.now;
  const ByteVector showing = world.show({kPermit});
  const auto fresh = [&](UnixTime now) {
    const Verdict verdict = world.check(showing, "gate", at(now)).verdict;
    return verdict == Verdict::valid;
  };
  CHECK(fresh(iat - 30));
  CHECK_FALSE(fresh(iat - 31));
  CHECK(fresh(iat + 75));
  CHECK_FALSE(fresh(iat + 76));
  CHECK(holds("anywhere between and nowhere else", [&] {
    const auto off = *rc::gen::inRange<int>(-400, 400);
    RC_ASSERT(fresh(iat + static_cast<UnixTime>(off)) == (off >= -30 && off <= 75));
  }));
}

TEST_CASE("a clock at the end of time or at zero is no way to a yes", "[verify-6]") {
  const World world;
  const ByteVector showing = world.show({kPermit});
  const UnixTime last = ~UnixTime{0};
  for (const UnixTime now : {UnixTime{1}, last, last - 29, last - 75, last - 300}) {
    CHECK(world.check(showing, "gate", at(now)).verdict != Verdict::valid);
    CHECK(world.check(world.paper(kPermit), "gate", at(now)).verdict !=
          Verdict::document_not_compared);
  }
}

TEST_CASE("a floor that nobody can reach makes the clock doubtful", "[verify-2]") {
  const World world;
  Context context = at(world.now);
  context.floor = ~UnixTime{0};
  CHECK(world.check(world.show({kPermit}), "gate", context).verdict == Verdict::clock_doubtful);
}

TEST_CASE("a clock more than 300 s before the floor is doubtful", "[verify-2]") {
  const World world;
  const ByteVector showing = world.show({kPermit});
  Context context = at(world.now);
  context.floor = world.now + 300;
  CHECK(world.check(showing, "gate", context).verdict == Verdict::valid);
  context.floor = world.now + 301;
  CHECK(world.check(showing, "gate", context).verdict == Verdict::clock_doubtful);
  CHECK(world.check(world.paper(kPermit), "gate", context).verdict == Verdict::clock_doubtful);
  // The head's own time is a floor too.
  const UnixTime issued = world.head().issued;
  const ByteVector early = world.show({kPermit}, {"", issued - issued % 15 - 300, std::nullopt});
  CHECK(world.check(early, "gate", at(issued - 300)).verdict == Verdict::valid);
  CHECK(world.check(early, "gate", at(issued - 301)).verdict == Verdict::clock_doubtful);
}

TEST_CASE("in a challenge the floor takes the place of a clock that is behind", "[verify-2]") {
  const World world;
  const ByteVector showing = world.show({kPermit}, {"Gate 7", 0, kNonce});
  Context context = asked(world.now - 100000, 20);
  context.floor = world.now;
  const Report report = world.check(showing, "gate", context);
  CHECK(report.verdict == Verdict::valid);
  CHECK(report.now == world.now);
  CHECK(report.age == 600);
  context.now = world.now - 300;
  CHECK(world.check(showing, "gate", context).now == world.now - 300);
}

TEST_CASE("an answer counts for 120 s by the asker's own timer", "[verify-6]") {
  const World world;
  // When the holder's clock stands doesn't matter.
  const ByteVector showing = world.show({kPermit}, {"Gate 7", world.now - 36000, kNonce});
  CHECK(world.check(showing, "gate", asked(world.now, 0)).verdict == Verdict::valid);
  CHECK(world.check(showing, "gate", asked(world.now, 120)).verdict == Verdict::valid);
  CHECK(world.check(showing, "gate", asked(world.now, 121)).verdict == Verdict::stale_proof);
}

TEST_CASE("with an end that was asked for it counts until then, within the answer time",
          "[verify-6]") {
  const World world;
  const ByteVector showing = world.show({kPermit}, {"Gate 7", 0, kNonce});
  const auto verdict = [&](Seconds elapsed, UnixTime until) {
    Context context = asked(world.now, elapsed);
    context.until = until;
    return world.check(showing, "gate", context).verdict;
  };
  CHECK(verdict(121, world.now) == Verdict::valid);
  CHECK(verdict(121, world.now - 1) == Verdict::stale_proof);
  CHECK(verdict(120, world.now - 1) == Verdict::valid);
  CHECK(verdict(86400, world.now) == Verdict::valid);
  CHECK(verdict(86401, world.now) == Verdict::stale_proof);
}

TEST_CASE("an answer is to this question, this name and none other", "[verify-6]") {
  const World world;
  const ByteVector showing = world.show({kPermit}, {"Gate 7", 0, kNonce});
  CHECK(world.check(showing, "gate", asked(world.now, 1)).verdict == Verdict::valid);
  Context context = asked(world.now, 1);
  context.name = "Gate 8";
  CHECK(world.check(showing, "gate", context).verdict == Verdict::wrong_audience);
  context.name = {};
  CHECK(world.check(showing, "gate", context).verdict == Verdict::wrong_audience);
  context = asked(world.now, 1);
  context.nonce->bytes[15] ^= 1;
  CHECK(world.check(showing, "gate", context).verdict == Verdict::wrong_audience);
  context.nonce.reset();
  CHECK(world.check(showing, "gate", context).verdict == Verdict::wrong_audience);
}

TEST_CASE("a posted proof is for one name, and as short-lived as a one-way one", "[verify-6]") {
  const World world;
  const ByteVector showing = world.show({kPermit}, {"Gate 7"});
  Context context = at(world.now);
  CHECK(world.check(showing, "gate", context).verdict == Verdict::wrong_audience);
  context.name = "Gate 7";
  CHECK(world.check(showing, "gate", context).verdict == Verdict::valid);
  context.now += 76;
  CHECK(world.check(showing, "gate", context).verdict == Verdict::stale_proof);
  context.now -= 76 + 31;
  CHECK(world.check(showing, "gate", context).verdict == Verdict::stale_proof);
}

TEST_CASE("a token is dead from the first second of its day", "[verify-5]") {
  const World world;
  const UnixTime end = midnight(World::kToday + 1);
  const ByteVector last = world.show({kPermit}, {"", end - 15, std::nullopt});
  CHECK(world.check(last, "gate", at(end - 1)).verdict == Verdict::valid);
  CHECK(world.check(last, "gate", at(end)).verdict == Verdict::expired);
  // Signed at or after the end is dead even where the checker's clock is behind.
  const ByteVector after = world.show({kPermit}, {"", end, std::nullopt});
  CHECK(world.check(after, "gate", at(end - 1)).verdict == Verdict::expired);
}

TEST_CASE("a paper token is dead from the first second of its day", "[verify-5]") {
  const World world;
  const UnixTime end = midnight(World::kToday + 1);
  const ByteVector paper = world.paper(kPermit);
  CHECK(world.check(paper, "gate", at(end - 1)).verdict == Verdict::document_not_compared);
  CHECK(world.check(paper, "gate", at(end)).verdict == Verdict::expired);
}

TEST_CASE("a token may lie ahead by the horizon, and by a paper's life", "[verify-5]") {
  const World world;
  const auto shown = [&](Day ahead) {
    TokenClaims claims = world.claims(kPermit);
    claims.day = World::kToday + ahead;
    return world.check(world.show_tokens({world.token(claims)})).verdict;
  };
  CHECK(shown(15) == Verdict::valid);
  CHECK(shown(16) == Verdict::not_yet_valid);
  const auto printed = [&](Day ahead) {
    TokenClaims claims = world.claims(kPermit);
    claims.holder = {};
    claims.tag = DocumentTag{};
    claims.day = World::kToday + ahead;
    return world.check(world.token(claims)).verdict;
  };
  CHECK(printed(61) == Verdict::document_not_compared);
  CHECK(printed(62) == Verdict::not_yet_valid);
}

TEST_CASE("a blind token begins its lead before the day before its end", "[verify-5]") {
  const test::BlindSigner signer;
  test::Options options;
  options.blind_keys = {{kTax, World::kToday + 2, signer.modulus(), KeyState::live}};
  const World world(options);
  TokenClaims claims = world.claims(kTax);
  claims.day = World::kToday + 2;
  const ByteVector token = signer.token(claims);
  const UnixTime begin = midnight(World::kToday + 1) - 3600;
  const auto verdict = [&](UnixTime now) {
    return world
        .check(world.show_tokens({token}, {"", now - now % 15, std::nullopt}), "tax", at(now))
        .verdict;
  };
  CHECK(verdict(begin) == Verdict::valid);
  CHECK(verdict(begin - 1) == Verdict::not_yet_valid);
}

TEST_CASE("a bundle is stale after the question's age, and when it has expired", "[verify-6]") {
  const World world;
  const UnixTime issued = world.head().issued;
  const Seconds age = world.policy("gate").max_age;
  const auto verdict = [&](UnixTime now) {
    return world.check(world.show({kPermit}), "gate", at(now)).verdict;
  };
  CHECK(verdict(issued + age) != Verdict::stale_bundle);
  CHECK(verdict(issued + age + 1) == Verdict::stale_bundle);
  Policy policy = world.policy("gate");
  policy.max_age = 100 * kSecondsPerDay;
  const auto long_lived = [&](UnixTime now) {
    return verify(world.show({kPermit}), &world.bundle(), policy, at(now)).verdict;
  };
  CHECK(long_lived(world.head().expires - 1) != Verdict::stale_bundle);
  CHECK(long_lived(world.head().expires) == Verdict::stale_bundle);
}

}  // namespace
}  // namespace whit
