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

TEST_CASE("an even or short modulus and a signature not below it are refused") {
  RsaModulus modulus;
  modulus.bytes.fill(0xff);
  std::vector<std::uint8_t> signature(256, 0x7f);
  CHECK_FALSE(verify_ps384(modulus, signature, {}));  // a signature of nothing
  modulus.bytes.back() = 0xfe;
  CHECK_FALSE(verify_ps384(modulus, signature, {}));
  modulus.bytes.back() = 0xff;
  modulus.bytes.front() = 0x7f;
  CHECK_FALSE(verify_ps384(modulus, signature, {}));
  CHECK_FALSE(verify_ps384(modulus, Bytes(signature).first(255), {}));
}

}  // namespace
}  // namespace whit
