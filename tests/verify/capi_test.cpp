// SPDX-License-Identifier: Apache-2.0
// The C interface keeps to spec/verify.md, section 12. That it answers as C++ does, the vectors
// say.
#include <catch2/catch.hpp>
#include <cstring>
#include <memory>

#include "support/world.h"
#include "whit.h"

namespace whit {
namespace {

using test::kPermit;
using test::kUntil;
using test::World;

template <auto free_function>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    free_function(object);
  }
};
using OwnBundle = std::unique_ptr<whit_bundle, Freer<whit_bundle_free>>;
using OwnPolicy = std::unique_ptr<whit_policy, Freer<whit_policy_free>>;
using OwnReplay = std::unique_ptr<whit_replay, Freer<whit_replay_free>>;

OwnBundle open(Bytes file, const TrustFile& trust, std::uint16_t* why = nullptr) {
  const ByteVector trusted = encode(trust);
  whit_bundle* out = nullptr;
  const int yes =
      whit_bundle_open(trusted.data(), trusted.size(), file.data(), file.size(), &out, why);
  CHECK((yes == 1) == (out != nullptr));
  return OwnBundle(out);
}

OwnPolicy policy_of(const OwnBundle& bundle, const char* preset,
                    const whit_narrowing* narrowing = nullptr, std::uint16_t* why = nullptr) {
  whit_policy* out = nullptr;
  const int yes = whit_policy_new(bundle.get(), preset, narrowing, &out, why);
  CHECK((yes == 1) == (out != nullptr));
  return OwnPolicy(out);
}

struct Stage {
  World world;
  OwnBundle bundle = open(world.bundle_file(), world.trust());
  OwnPolicy policy = policy_of(bundle, "gate");
  whit_context context = {};
  whit_report report = {};
  Stage() { context.now = world.now; }
  int check(const ByteVector& showing) {
    return whit_verify(bundle.get(), policy.get(), &context, showing.data(), showing.size(),
                       &report);
  }
};

TEST_CASE("whit_verify is 1 for valid alone", "[verify-12]") {
  Stage stage;
  CHECK(stage.check(stage.world.show({kPermit})) == 1);
  CHECK(stage.report.verdict == WHIT_VALID);
  CHECK(stage.report.verdict_class == WHIT_CLASS_YES);
  CHECK(stage.check(stage.world.paper(kPermit)) == 0);
  CHECK(stage.report.verdict == WHIT_DOCUMENT_NOT_COMPARED);
  CHECK(stage.report.verdict_class == WHIT_CLASS_CANNOT_TELL);
  CHECK(stage.check({}) == 0);
  CHECK(stage.report.verdict == WHIT_MALFORMED);
}

TEST_CASE("zeroed structs mean no, nothing and as it was", "[verify-12]") {
  const whit_report report = {};
  CHECK(report.verdict == WHIT_MALFORMED);
  CHECK(report.verdict_class == WHIT_CLASS_NO);
  Stage stage;
  const whit_narrowing nothing = {};
  CHECK(policy_of(stage.bundle, "gate", &nothing));
  stage.context = {};
  CHECK(stage.check(stage.world.show({kPermit})) == 0);
}

TEST_CASE("without bundle or policy the answer is no_bundle, at best", "[verify-12]") {
  Stage stage;
  const ByteVector good = stage.world.show({kPermit});
  const whit_bundle* bundles[] = {nullptr, stage.bundle.get(), nullptr};
  const whit_policy* policies[] = {nullptr, nullptr, stage.policy.get()};
  for (int i = 0; i < 3; ++i) {
    whit_report report;
    CHECK(whit_verify(bundles[i], policies[i], &stage.context, good.data(), good.size(), &report) ==
          0);
    CHECK(report.verdict == WHIT_NO_BUNDLE);
    CHECK(report.count == 0);
  }
  whit_report report;
  CHECK(whit_verify(nullptr, nullptr, &stage.context, nullptr, 0, &report) == 0);
  CHECK(report.verdict == WHIT_MALFORMED);
}

TEST_CASE("what doesn't open or would widen says why, if it may", "[verify-12]") {
  const World world;
  TrustFile other = world.trust();
  other.root = test::seeded_key("another root").public_key();
  std::uint16_t why = 0;
  CHECK_FALSE(open(world.bundle_file(), other, &why));
  CHECK(std::string(whit_error_sentence(why)) == sentence(Errc::wrong_root));
  CHECK_FALSE(open(world.bundle_file(), other));
  CHECK_FALSE(open({}, world.trust()));
  whit_bundle* out = nullptr;
  CHECK(whit_bundle_open(nullptr, 0, nullptr, 0, &out, nullptr) == 0);

  const Stage stage;
  CHECK_FALSE(policy_of(stage.bundle, "no-such", nullptr, &why));
  CHECK(why == static_cast<std::uint16_t>(Errc::unknown_preset));
  whit_narrowing wider = {};
  wider.kinds = 8;
  CHECK_FALSE(policy_of(stage.bundle, "gate", &wider, &why));
  CHECK(why == static_cast<std::uint16_t>(Errc::policy_widens));
  wider = {};
  wider.binding = 2;
  CHECK_FALSE(policy_of(stage.bundle, "gate", &wider));
}

TEST_CASE("a narrowing narrows each of its fields", "[verify-12]") {
  Stage stage;
  const ByteVector one_way = stage.world.show({kPermit});
  const auto verdict = [&](const whit_narrowing& narrowing) {
    stage.policy = policy_of(stage.bundle, "gate", &narrowing);
    stage.check(one_way);
    return stage.report.verdict;
  };
  CHECK(verdict({}) == WHIT_VALID);
  CHECK(verdict({4, 0, 0, 0, 0}) == WHIT_KIND_REFUSED);
  CHECK(verdict({0, 4, 0, 0, 0}) == WHIT_MODE_REFUSED);
  CHECK(verdict({0, 0, 1, 0, 0}) == WHIT_MISSING_FACT);
  CHECK(verdict({0, 0, 0, 599, 0}) == WHIT_STALE_BUNDLE);
  CHECK(verdict({0, 0, 0, 600, 0}) == WHIT_VALID);
}

TEST_CASE("a context's nonce, time and end go through", "[verify-12]") {
  Stage stage;
  const ByteVector shown = stage.world.show({kPermit}, {"Gate 7", 0, Nonce{{9}}});
  stage.context.name = "Gate 7";
  CHECK(stage.check(shown) == 0);
  CHECK(stage.report.verdict == WHIT_WRONG_AUDIENCE);
  stage.context.has_nonce = 1;
  stage.context.nonce[0] = 9;
  CHECK(stage.check(shown) == 1);
  CHECK(stage.report.mode == 4);
  stage.context.elapsed = 121;
  CHECK(stage.check(shown) == 0);
  CHECK(stage.report.verdict == WHIT_STALE_PROOF);
  stage.context.until = stage.world.now + 1;
  CHECK(stage.check(shown) == 1);
  stage.context.floor = stage.world.now + 400;
  stage.context.elapsed = 1;
  CHECK(stage.check(shown) == 1);
  CHECK(stage.report.now == stage.world.now + 400);
}

TEST_CASE("a report's facts, values and times are all there", "[verify-12]") {
  Stage stage;
  stage.policy = policy_of(stage.bundle, "four");
  REQUIRE(stage.check(stage.world.show({kPermit, kUntil, test::kStay, test::kVisa})) == 1);
  const whit_report& report = stage.report;
  CHECK(report.count == 4);
  CHECK(report.facts[1].vct == kUntil);
  CHECK(std::string(report.facts[1].slug) == "work-permit-until");
  CHECK(report.facts[1].value_type == 1);
  CHECK(report.facts[1].number == 202708);
  CHECK(std::string(report.facts[3].text) == "WORK");
  CHECK(report.kind == 1);
  CHECK(report.mode == 1);
  CHECK(report.signed_at == stage.world.now);
  CHECK(report.now == stage.world.now);
  CHECK(report.issued == stage.world.now - 600);
  CHECK(report.age == 600);
}

TEST_CASE("a bundle's notes name what it can't vouch for", "[verify-12]") {
  test::Options options;
  CHECK(whit_bundle_notes(Stage().bundle.get()) == 2);
  options.specimen = true;
  options.withdrawals = {{Kind::paper, World::kToday, kPermit, {Seed{{1}}}}};
  const World world(options);
  CHECK(whit_bundle_notes(open(world.bundle_file(), world.trust()).get()) == 4);
}

TEST_CASE("admit makes the second showing a replay", "[verify-12]") {
  Stage stage;
  const OwnReplay replay(whit_replay_new());
  stage.policy = policy_of(stage.bundle, "four");
  const ByteVector shown = stage.world.show({kPermit, kUntil, test::kStay, test::kVisa});
  REQUIRE(stage.check(shown) == 1);
  CHECK(whit_replay_admit(replay.get(), &stage.report) == 1);
  stage.context.now += 16;
  REQUIRE(stage.check(shown) == 1);
  CHECK(whit_replay_admit(replay.get(), &stage.report) == 0);
  CHECK(stage.report.verdict == WHIT_REPLAYED);
  CHECK(stage.report.verdict_class == WHIT_CLASS_CANNOT_TELL);
  CHECK(stage.report.facts[1].verdict == WHIT_REPLAYED);
  CHECK(stage.report.facts[1].value_type == 0);
  CHECK(stage.report.facts[1].number == 0);
  CHECK(stage.report.facts[3].text[0] == 0);
}

TEST_CASE("a zeroed report is not admitted", "[verify-12]") {
  const OwnReplay replay(whit_replay_new());
  whit_report report = {};
  CHECK(whit_replay_admit(replay.get(), &report) == 0);
  CHECK(report.verdict == WHIT_MALFORMED);
  CHECK(report.training == 0);
}

TEST_CASE("numbers that mean nothing have an empty name", "[verify-12]") {
  CHECK(std::string(whit_verdict_name(WHIT_VALID)) == "valid");
  CHECK(std::string(whit_verdict_name(22)).empty());
  CHECK(std::string(whit_verdict_name(255)).empty());
  CHECK(std::string(whit_error_sentence(0)).empty());
  CHECK(std::string(whit_error_sentence(9999)).empty());
  whit_bundle_free(nullptr);
  whit_policy_free(nullptr);
  whit_replay_free(nullptr);
}

}  // namespace
}  // namespace whit
