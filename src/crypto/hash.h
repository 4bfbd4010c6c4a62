// SPDX-License-Identifier: Apache-2.0
// SHA-256, by one EVP digest that is fetched once: in OpenSSL 3 the fetch costs more than the hash.
#pragma once

#include <initializer_list>
#include <span>

#include "whit/bytes.h"

namespace whit {

// sha256 hashes the concatenation of `parts`. It doesn't fail: without SHA-256 there is nothing
// to go on with, and it traps.
Hash sha256(std::initializer_list<Bytes> parts) noexcept;
inline Hash sha256(Bytes bytes) noexcept { return sha256({bytes}); }

// sha256_pairs hashes neighbours: out[i] is SHA-256(prefix || in[2i] || in[2i + 1]), for as many as
// `out` has. `out` may be the front of `in`.
void sha256_pairs(std::uint8_t prefix, std::span<const Hash> in, std::span<Hash> out) noexcept;

// domain is a domain string of spec/token.md, section 3, with the zero byte that ends it.
template <std::size_t N>
constexpr Bytes domain(const char (&text)[N]) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text), N};
}

// key_id is the kid of an Ed25519 key: the first 4 bytes of its thumbprint (RFC 9679).
KeyId key_id(const PublicKey& key) noexcept;
// key_id is the kid of an RSA-2048 key with e = 65537.
KeyId key_id(const RsaModulus& modulus) noexcept;
// thumbprint is the whole RFC 9679 thumbprint of an Ed25519 key.
Hash thumbprint(const PublicKey& key) noexcept;

}  // namespace whit
