// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.h"

#include <catch2/catch.hpp>
#include <thread>

#include "base/hex.h"
#include "crypto/argon2.h"
#include "crypto/siphash.h"

namespace whit {
namespace {

std::string hex_of(const Hash& hash) { return hex::encode(hash.view()); }

TEST_CASE("sha256 is FIPS 180-4's, however the message is cut") {
  CHECK(hex_of(sha256(as_bytes("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex_of(sha256(Bytes{})) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256({as_bytes("a"), Bytes{}, as_bytes("bc")}) == sha256(as_bytes("abc")));
}

TEST_CASE("every thread hashes on its own") {
  Hash other;
  std::thread([&] { other = sha256(as_bytes("abc")); }).join();
  CHECK(other == sha256(as_bytes("abc")));
}

TEST_CASE("a domain string ends in its zero byte") {
  CHECK(domain("whit/doc/v1").size() == 12);
  CHECK(domain("whit/doc/v1").back() == 0);
}

TEST_CASE("the key id of an Ed25519 key is the start of its RFC 9679 thumbprint", "[token-3]") {
  const auto key = *hex::decode("b856b05b21cf858c8d917c78050fcef40a137a16859003f13287f533b79c02fc");
  CHECK(hex::encode(key_id(PublicKey::from(key)).view()) == "742a6cfa");
}

TEST_CASE("siphash24 is the reference's") {
  std::array<std::uint8_t, 16> key{};
  std::array<std::uint8_t, 15> message{};
  for (std::size_t i = 0; i < 16; ++i) key[i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 15; ++i) message[i] = static_cast<std::uint8_t>(i);
  CHECK(hex::encode(siphash24(key, message)) == "e545be4961ca29a1");
}

TEST_CASE("argon2id depends on text and salt") {
  std::array<std::uint8_t, 16> salt{};
  const auto first = *argon2id_tag(as_bytes("P|TJ|401234567|19900312"), salt);
  CHECK(first == *argon2id_tag(as_bytes("P|TJ|401234567|19900312"), salt));
  CHECK_FALSE(first == *argon2id_tag(as_bytes("P|TJ|401234568|19900312"), salt));
  salt[0] = 1;
  CHECK_FALSE(first == *argon2id_tag(as_bytes("P|TJ|401234567|19900312"), salt));
}

}  // namespace
}  // namespace whit
