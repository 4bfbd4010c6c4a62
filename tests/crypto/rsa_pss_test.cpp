// SPDX-License-Identifier: Apache-2.0
#include "crypto/rsa_pss.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hex.h"

namespace whit {
namespace {

// A modulus as JSON holds it: hexadecimal, sometimes with a zero byte in front.
RsaModulus modulus_of(std::string text) {
  if (text.size() == 2 * RsaModulus::kSize + 2) text = text.substr(2);
  return RsaModulus::from(*hex::decode(text));
}

TEST_CASE("Wycheproof's PS384 cases with a 48-byte salt: each is answered as it says") {
  std::ifstream file(WHIT_SHARED_VECTORS "/wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json");
  if (!file) {
    WARN("skipped: the Wycheproof cases are not here");
    return;
  }
  int seen = 0;
  const auto cases = nlohmann::json::parse(file);
  for (const auto& group : cases.at("testGroups")) {
    const RsaModulus modulus = modulus_of(group.at("publicKey").at("modulus"));
    for (const auto& test : group.at("tests")) {
      INFO("tcId " << test.at("tcId"));
      const auto signature = *hex::decode(test.at("sig").get<std::string>());
      const auto message = *hex::decode(test.at("msg").get<std::string>());
      CHECK(verify_ps384(modulus, signature, message) == (test.at("result") != "invalid"));
      ++seen;
    }
  }
  CHECK(seen == 141);
}

TEST_CASE("a modulus has 2,048 bits and is odd, and a signature has 256 bytes and is below it",
          "[verify-5]") {
  RsaModulus modulus;
  modulus.bytes.front() = 0x80;
  modulus.bytes.back() = 3;
  std::vector<std::uint8_t> signature(modulus.bytes.begin(), modulus.bytes.end());
  CHECK_FALSE(passes_precheck(modulus, signature));  // n itself
  signature.back() = 4;
  CHECK_FALSE(passes_precheck(modulus, signature));
  signature.back() = 2;
  CHECK(passes_precheck(modulus, signature));
  signature.push_back(0);
  CHECK_FALSE(passes_precheck(modulus, signature));
  CHECK_FALSE(passes_precheck(modulus, Bytes(signature).first(255)));
  signature.assign(256, 0);
  CHECK(passes_precheck(modulus, signature));
  modulus.bytes.front() = 0x7f;  // 2,047 bits
  CHECK_FALSE(passes_precheck(modulus, signature));
  modulus.bytes.front() = 0x80;
  modulus.bytes.back() = 2;
  CHECK_FALSE(passes_precheck(modulus, signature));
}

TEST_CASE("a signature of nothing is none") {
  RsaModulus modulus;
  modulus.bytes.fill(0xff);
  const std::vector<std::uint8_t> signature(256, 0x7f);
  CHECK_FALSE(verify_ps384(modulus, signature, {}));
}

}  // namespace
}  // namespace whit
