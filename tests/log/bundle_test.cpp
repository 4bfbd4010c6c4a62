// SPDX-License-Identifier: Apache-2.0
// Why a bundle with a proof doesn't open: the vectors say only that.
#include "whit/bundle.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

namespace whit {
namespace {

const std::string kVectors = WHIT_SOURCE_DIR "/spec/vectors/";

std::vector<std::uint8_t> read(const std::string& path) {
  std::ifstream in(kVectors + path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Result<Bundle> open(const std::string& name) {
  const auto item = nlohmann::json::parse(read("bundle/log-" + name + ".json"));
  const auto trust = parse_trust_file(read(item.at("trust")));
  REQUIRE(trust.ok());
  return Bundle::open(read(item.at("bundle")), *trust);
}

TEST_CASE("each failure of a log proof has a reason of its own", "[log-6]") {
  const std::pair<const char*, Errc> reasons[] = {
      {"text-cut", Errc::bad_log_proof},          {"extra", Errc::bad_log_proof},
      {"extension", Errc::bad_log_proof},         {"101-lines", Errc::bad_log_proof},
      {"another-origin", Errc::wrong_log},        {"number-leading-zero", Errc::wrong_log},
      {"index-behind", Errc::wrong_log},          {"size-larger", Errc::wrong_log},
      {"unsigned", Errc::unproven_log},           {"by-stranger", Errc::unproven_log},
      {"key-after-last-day", Errc::unproven_log}, {"bad-signature-beside-good", Errc::unproven_log},
      {"path-changed", Errc::unproven_log},       {"header-of-another-day", Errc::unproven_log},
      {"witness-one", Errc::no_quorum},           {"witness-twice", Errc::no_quorum},
      {"seen-more-ahead", Errc::no_quorum},       {"seen-too-old", Errc::old_cosignature},
      {"policy-any", Errc::weak_policy},          {"policy-none", Errc::weak_policy},
      {"policy-broken", Errc::bad_policy}};
  for (const auto& [name, code] : reasons) {
    INFO(name);
    const auto bundle = open(name);
    REQUIRE_FALSE(bundle.ok());
    CHECK(whit::name(bundle.error().code) == whit::name(code));
  }
}

TEST_CASE("a bundle says when a witness last saw the log", "[log-6]") {
  const auto proven = open("proof");
  REQUIRE(proven.ok());
  CHECK(proven->newest_cosignature() == proven->head().issued - 30);
  const auto ahead = open("seen-third-ahead");
  REQUIRE(ahead.ok());
  CHECK(ahead->newest_cosignature() == ahead->head().issued);
}

}  // namespace
}  // namespace whit
