// SPDX-License-Identifier: Apache-2.0
#include "crypto/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace whit {
namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = std::size_t{64} << 20;

using Kept = std::array<char, crypto_pwhash_STRBYTES>;  // zeros behind the text

// The hash of nobody's password: all zeros, under a salt of zeros, at the price of a real one.
constexpr std::string_view kNobody =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

// Even of nothing the library wants a place.
const char* characters(Bytes bytes) noexcept {
  return bytes.empty() ? "" : reinterpret_cast<const char*>(bytes.data());
}

Kept kept_from(std::string_view hash) noexcept {
  Kept out{};
  std::copy(hash.begin(), hash.end(), out.begin());
  return out;
}

// costs_the_same tells whether `hash` is one of ours.
bool costs_the_same(std::string_view hash) noexcept {
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_needs_rehash(kept_from(hash).data(), kPasses, kMemory) == 0;
}

}  // namespace

bool is_password(const SecretBuffer& password) noexcept {
  return password.size() >= kMinPassword && password.size() <= kMaxPassword;
}

Result<std::string> hash_password(const SecretBuffer& password) {
  const Bytes bytes = password.expose(InsecureAccess{});
  Kept out{};
  if (crypto_pwhash_str(out.data(), characters(bytes), bytes.size(), kPasses, kMemory) != 0) {
    return Errc::storage_failed;
  }
  return std::string(out.data());
}

bool check_password(const SecretBuffer& password, std::string_view hash) noexcept {
  const bool real = costs_the_same(hash);
  const Kept kept = kept_from(real ? hash : kNobody);
  const Bytes bytes = password.expose(InsecureAccess{});
  const bool right = crypto_pwhash_str_verify(kept.data(), characters(bytes), bytes.size()) == 0;
  return real && right;
}

}  // namespace whit
