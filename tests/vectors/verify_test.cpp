// SPDX-License-Identifier: Apache-2.0
// Whole answers: through the C++ interface and through the C one, which must agree.
#include "whit/verify.h"

#include <catch2/catch.hpp>
#include <map>

#include "base/hex.h"
#include "vectors/vectors.h"
#include "whit.h"

namespace whit {
namespace {

using test::ByteVector;
using test::Json;

constexpr const char* kClasses[] = {"no", "yes", "?", "grey"};

// bits_of is a policy's number, or the sum of its list of names.
std::uint8_t bits_of(const Json& value, const std::vector<std::string>& names) {
  if (value.is_number()) return value.get<std::uint8_t>();
  unsigned bits = 0;
  for (const Json& name : value) {
    const auto found = std::find(names.begin(), names.end(), name.get<std::string>());
    REQUIRE(found != names.end());
    bits |= 1U << (found - names.begin());
  }
  return static_cast<std::uint8_t>(bits);
}

Narrowing narrowing_of(const Json& policy) {
  Narrowing out;
  if (policy.contains("preset")) out.preset = policy.at("preset").get<std::string>();
  if (policy.contains("kinds")) {
    out.kinds = bits_of(policy.at("kinds"), {"revocable", "blind", "paper"});
  }
  if (policy.contains("modes")) {
    out.modes = bits_of(policy.at("modes"), {"one-way", "posted", "challenge"});
  }
  if (policy.contains("binding")) {
    const Json& binding = policy.at("binding");
    out.binding = binding == 1 || binding == "document" ? Binding::document : Binding::none;
  }
  if (policy.contains("max_age")) out.max_age = policy.at("max_age").get<Seconds>();
  if (policy.contains("answer_time")) out.answer_time = policy.at("answer_time").get<Seconds>();
  return out;
}

// What a case gives beside the showing, kept alive for as long as views point to it.
struct Given {
  std::string name;
  Context context;
  ByteVector trust, bundle, showing;
};

Given read_given(test::Case& item) {
  Given out;
  out.showing = item.has("showing_hex") ? item.bytes("showing_hex") : ByteVector{};
  if (item.has("showing")) {
    const std::string text = item.text("showing");
    out.showing.assign(text.begin(), text.end());
  }
  out.trust = item.file("trust");
  out.bundle = item.file("bundle");
  if (!item.at("name").is_null()) out.name = item.text("name");
  out.context.now = item.at("at").get<UnixTime>();
  if (!item.at("floor").is_null()) out.context.floor = item.at("floor").get<UnixTime>();
  if (!item.at("nonce").is_null()) out.context.nonce = Nonce::from(item.bytes("nonce"));
  if (!item.at("elapsed").is_null()) out.context.elapsed = item.at("elapsed").get<Seconds>();
  if (!item.at("until").is_null()) out.context.until = item.at("until").get<UnixTime>();
  return out;
}

Result<Bundle> open(const Given& given) {
  const auto trust = parse_trust_file(given.trust);
  if (!trust) return trust.error();
  return Bundle::open(given.bundle, *trust);
}

Json value_json(const Value& value) {
  if (value.type == Value::Type::number) return value.number;
  if (value.type == Value::Type::text) return std::string(value.text.view());
  return nullptr;
}

Json report_json(const Report& report) {
  Json facts = Json::array();
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    facts.push_back({{"fact", std::string(fact.slug.view())},
                     {"vct", fact.vct},
                     {"number", static_cast<int>(fact.verdict)},
                     {"value", value_json(fact.value)}});
  }
  const bool specimen = report.verdict == Verdict::specimen;
  return {{"verdict", std::string(name(report.verdict))},
          {"number", static_cast<int>(report.verdict)},
          {"class", std::string(name(verdict_class(report.verdict)))},
          {"facts", facts},
          {"training", specimen ? Json(static_cast<int>(report.training)) : Json()}};
}

Json fact_json(const whit_fact& fact) {
  Json value = nullptr;
  if (fact.value_type == 1) value = fact.number;
  if (fact.value_type == 2) value = std::string(fact.text);
  return {{"fact", std::string(fact.slug)},
          {"vct", fact.vct},
          {"number", fact.verdict},
          {"value", value}};
}

Json report_json(const whit_report& report) {
  Json facts = Json::array();
  for (std::size_t i = 0; i < report.count; ++i) facts.push_back(fact_json(report.facts[i]));
  return {{"verdict", std::string(whit_verdict_name(report.verdict))},
          {"number", report.verdict},
          {"class", std::string(kClasses[report.verdict_class])},
          {"facts", facts},
          {"training", report.verdict == WHIT_SPECIMEN ? Json(report.training) : Json()}};
}

Json answer_in_cpp(Given& given, const std::string& preset, const Narrowing& narrowing) {
  given.context.name = given.name;
  const auto bundle = open(given);
  if (!bundle) return report_json(verify(given.showing, nullptr, Policy{}, given.context));
  const auto policy = make_policy(*bundle, preset, narrowing);
  REQUIRE(policy.ok());
  return report_json(verify(given.showing, &*bundle, *policy, given.context));
}

whit_context c_context(const Given& given) {
  whit_context out = {};
  out.now = given.context.now;
  out.floor = given.context.floor;
  out.name = given.name.c_str();
  out.elapsed = given.context.elapsed;
  out.until = given.context.until.value_or(0);
  if (given.context.nonce) {
    out.has_nonce = 1;
    std::copy_n(given.context.nonce->bytes.begin(), 16, out.nonce);
  }
  return out;
}

whit_narrowing c_narrowing(const Narrowing& in) {
  whit_narrowing out = {};
  out.kinds = in.kinds.value_or(0);
  out.modes = in.modes.value_or(0);
  out.binding = in.binding == Binding::document ? 1 : 0;
  out.max_age = in.max_age.value_or(0);
  out.answer_time = in.answer_time.value_or(0);
  return out;
}

Json answer_in_c(const Given& given, const std::string& preset, const Narrowing& narrowing) {
  whit_bundle* bundle = nullptr;
  whit_policy* policy = nullptr;
  const whit_narrowing narrow = c_narrowing(narrowing);
  if (whit_bundle_open(given.trust.data(), given.trust.size(), given.bundle.data(),
                       given.bundle.size(), &bundle, nullptr) == 1) {
    CHECK(whit_policy_new(bundle, preset.c_str(), &narrow, &policy, nullptr) == 1);
  }
  const whit_context context = c_context(given);
  whit_report report;
  const int yes =
      whit_verify(bundle, policy, &context, given.showing.data(), given.showing.size(), &report);
  CHECK((yes == 1) == (report.verdict == WHIT_VALID));
  whit_policy_free(policy);
  whit_bundle_free(bundle);
  return report_json(report);
}

TEST_CASE("every showing gets the verdict that the spec fixes, in C++ and in C", "[vectors]") {
  std::map<std::string, int> verdicts;
  for (test::Case& item : test::load("verify")) {
    INFO(item.path());
    Given given = read_given(item);
    const std::string preset = item.text("preset");
    const Narrowing narrowing = item.has("policy") ? narrowing_of(item.at("policy")) : Narrowing{};
    CHECK(answer_in_cpp(given, preset, narrowing) == item.at("expect"));
    // Only C++ can say "no mode at all": in C a zero leaves the preset's own.
    if (narrowing.modes != std::uint8_t{0}) {
      CHECK(answer_in_c(given, preset, narrowing) == item.at("expect"));
    }
    CHECK(item.unread().empty());
    ++verdicts[item.at("expect").at("verdict").get<std::string>()];
  }
  for (int number = 0; number < kVerdictCount; ++number) {
    const auto verdict = static_cast<Verdict>(number);
    // These two come from later calls: ReplayWindow and the comparison of a document.
    if (verdict == Verdict::replayed || verdict == Verdict::document_mismatch) continue;
    INFO(name(verdict));
    CHECK(verdicts[std::string(name(verdict))] > 0);
  }
}

TEST_CASE("a bundle opens whole or not at all", "[vectors]") {
  for (test::Case& item : test::load("bundle")) {
    INFO(item.path());
    Given given;
    given.trust = item.file("trust");
    given.bundle = item.file("bundle");
    const auto bundle = open(given);
    if (!bundle) INFO(name(bundle.error().code));
    CHECK((bundle ? "opens" : "refused") == item.text("expect"));
    CHECK(item.unread().empty());
  }
}

}  // namespace
}  // namespace whit
