// SPDX-License-Identifier: Apache-2.0
#include "crypto/ed25519.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "crypto/rng.h"
#include "crypto/secret.h"

namespace whit {
namespace {

SigningKey key_of(std::uint8_t fill) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(fill);
  return SigningKey::from_seed(seed);
}

PublicKey public_key(std::string_view text) { return PublicKey::from(*hex::decode(text)); }

// S + L, the same scalar in a second encoding; RFC 8032 forbids it, lax verifiers take it.
Signature with_order_added(Signature signature) {
  const auto order =
      *hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += signature.bytes[32 + i] + unsigned{order[i]};
    signature.bytes[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return signature;
}

TEST_CASE("a signature verifies for its key and message, and for no other", "[token-9]") {
  start_crypto();
  const SigningKey key = key_of(1);
  const Signature signature = key.sign(as_bytes("one fact"));
  CHECK(verify(key.public_key(), signature, as_bytes("one fact")));
  CHECK_FALSE(verify(key.public_key(), signature, as_bytes("one fbct")));
  CHECK_FALSE(verify(key_of(2).public_key(), signature, as_bytes("one fact")));
  CHECK(key.sign(as_bytes("one fact")) == signature);
}

TEST_CASE("S that isn't below the group order is refused before any arithmetic", "[token-9]") {
  start_crypto();
  const SigningKey key = key_of(3);
  const Signature good = key.sign(as_bytes("m"));
  CHECK(passes_precheck(key.public_key(), good));
  CHECK_FALSE(passes_precheck(key.public_key(), with_order_added(good)));
  CHECK_FALSE(verify(key.public_key(), with_order_added(good), as_bytes("m")));
}

TEST_CASE("keys of small order and keys that aren't canonical are weak", "[token-9]") {
  const char* const weak[] = {"0000000000000000000000000000000000000000000000000000000000000000",
                              "0000000000000000000000000000000000000000000000000000000000000080",
                              "0100000000000000000000000000000000000000000000000000000000000000",
                              "0100000000000000000000000000000000000000000000000000000000000080",
                              "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                              "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                              "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};
  for (const char* text : weak) {
    INFO(text);
    CHECK_FALSE(is_strong(public_key(text)));
  }
  CHECK(is_strong(key_of(4).public_key()));
  // The largest canonical y is p - 2; whether it is on the curve isn't this check's business.
  CHECK(is_strong(public_key("ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")));
}

TEST_CASE("R of small order is refused", "[token-9]") {
  start_crypto();
  const SigningKey key = key_of(5);
  Signature signature = key.sign(as_bytes("m"));
  std::fill_n(signature.bytes.begin(), 32, std::uint8_t{0});
  signature.bytes[0] = 1;
  CHECK_FALSE(passes_precheck(key.public_key(), signature));
}

TEST_CASE("Wycheproof's Ed25519 cases: each is answered as it says") {
  std::ifstream file(WHIT_SHARED_VECTORS "/wycheproof/ed25519_test.json");
  if (!file) {
    WARN("skipped: the Wycheproof cases are not here");
    return;
  }
  start_crypto();
  int seen = 0;
  const auto cases = nlohmann::json::parse(file);
  for (const auto& group : cases.at("testGroups")) {
    const PublicKey key = public_key(group.at("publicKey").at("pk").get<std::string>());
    for (const auto& test : group.at("tests")) {
      INFO("tcId " << test.at("tcId"));
      const auto bytes = *hex::decode(test.at("sig").get<std::string>());
      const auto message = *hex::decode(test.at("msg").get<std::string>());
      const bool accepted =
          bytes.size() == Signature::kSize && verify(key, Signature::from(bytes), message);
      CHECK(accepted == (test.at("result") == "valid"));
      ++seen;
    }
  }
  CHECK(seen == 151);
}

}  // namespace
}  // namespace whit
