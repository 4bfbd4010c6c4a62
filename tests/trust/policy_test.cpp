// SPDX-License-Identifier: Apache-2.0
#include "whit/policy.h"

#include <catch2/catch.hpp>

#include "support/world.h"

namespace whit {
namespace {

using test::World;

const World& world() {
  static const World made;
  return made;
}

Errc narrowed(std::string_view preset, const Narrowing& narrowing) {
  const auto policy = make_policy(world().bundle(), preset, narrowing);
  return policy ? Errc{} : policy.error().code;
}

TEST_CASE("a preset without a policy is asked as it stands", "[trust-8]") {
  const Policy policy = *make_policy(world().bundle(), "two");
  CHECK(policy.preset.view() == "two");
  CHECK(policy.count == 2);
  CHECK(policy.facts[0] == test::kPermit);
  CHECK(policy.facts[1] == test::kStay);
  CHECK(policy.paper_count == 2);
  CHECK(policy.kinds == 7);
  CHECK(policy.modes == 7);
  CHECK(policy.max_age == 72 * 3600);
  CHECK(policy.answer_time == 86400);
}

TEST_CASE("there is no question but those of the bundle", "[trust-8]") {
  CHECK(narrowed("no-such", {}) == Errc::unknown_preset);
  CHECK(narrowed("", {}) == Errc::unknown_preset);
  Narrowing other;
  other.preset = "two";
  CHECK(narrowed("gate", other) == Errc::policy_widens);
  CHECK(narrowed("two", other) == Errc{});
}

TEST_CASE("kinds and modes are a part of the preset's", "[trust-8]") {
  for (unsigned bits = 0; bits < 16; ++bits) {
    Narrowing kinds, modes;
    kinds.kinds = modes.modes = static_cast<std::uint8_t>(bits);
    CHECK((narrowed("gate", kinds) == Errc{}) == (bits >= 1 && bits <= 7));
    CHECK((narrowed("gate", modes) == Errc{}) == (bits <= 7));
  }
  Head head = world().head();
  head.presets[0].kinds = 1;
  head.presets[0].modes = 5;
  const Bundle bundle = *Bundle::open(world().bundle_file_of(head), world().trust());
  Narrowing wanted;
  wanted.kinds = std::uint8_t{4};
  CHECK(make_policy(bundle, "gate", wanted).error().code == Errc::policy_widens);
  wanted = {};
  wanted.modes = std::uint8_t{4};
  CHECK(make_policy(bundle, "gate", wanted)->modes == 4);
  wanted.modes = std::uint8_t{6};
  CHECK(make_policy(bundle, "gate", wanted).error().code == Errc::policy_widens);
}

TEST_CASE("times are at most the preset's and at least a second", "[trust-8]") {
  const auto age = [](Seconds seconds) {
    Narrowing wanted;
    wanted.max_age = seconds;
    return narrowed("gate", wanted);
  };
  CHECK(age(1) == Errc{});
  CHECK(age(72 * 3600) == Errc{});
  CHECK(age(72 * 3600 + 1) == Errc::policy_widens);
  CHECK(age(0) == Errc::policy_widens);
  const auto answer = [](Seconds seconds) {
    Narrowing wanted;
    wanted.answer_time = seconds;
    return narrowed("gate", wanted);
  };
  CHECK(answer(1) == Errc{});
  CHECK(answer(86400) == Errc{});
  CHECK(answer(86401) == Errc::policy_widens);
  CHECK(answer(0) == Errc::policy_widens);
}

TEST_CASE("a policy may ask for the document, and not let it go", "[trust-8]") {
  Narrowing bound, loose;
  bound.binding = Binding::document;
  loose.binding = Binding::none;
  CHECK(narrowed("hire", loose) == Errc::policy_widens);
  CHECK(narrowed("gate", loose) == Errc{});
  const Policy policy = *make_policy(world().bundle(), "gate", bound);
  CHECK(policy.count == 2);
  CHECK(policy.facts[1] == kDocumentVct);
  CHECK(policy.paper_count == 1);  // paper is bound by its own tag
  CHECK(narrowed("four", bound) == Errc::policy_widens);
}

TEST_CASE("the document's number stands in its place, once", "[trust-8]") {
  Head head = world().head();
  head.catalogue[0].vct = 65010;
  head.presets[0].facts = {65010, kDocumentVct};
  for (Preset& preset : head.presets) {
    std::replace(preset.facts.begin(), preset.facts.end(), test::kPermit, Vct{65010});
  }
  const Bundle bundle = *Bundle::open(world().bundle_file_of(head), world().trust());
  Narrowing bound;
  bound.binding = Binding::document;
  const Policy gate = *make_policy(bundle, "gate", bound);
  CHECK(gate.count == 2);
  CHECK(gate.facts[0] == kDocumentVct);
  CHECK(gate.facts[1] == 65010);
  const Policy hire = *make_policy(bundle, "hire");
  CHECK(hire.count == 3);
  CHECK(hire.facts[0] == test::kUntil);
  CHECK(hire.facts[1] == kDocumentVct);
  CHECK(hire.facts[2] == 65010);
}

TEST_CASE("no document in the catalogue, no binding by policy", "[trust-8]") {
  Head head = world().head();
  head.catalogue.erase(head.catalogue.begin() + 4);
  head.presets.pop_back();  // "hire", which is bound
  const Bundle bundle = *Bundle::open(world().bundle_file_of(head), world().trust());
  Narrowing bound;
  bound.binding = Binding::document;
  CHECK(make_policy(bundle, "gate").ok());
  CHECK(make_policy(bundle, "gate", bound).error().code == Errc::policy_widens);
}

}  // namespace
}  // namespace whit
