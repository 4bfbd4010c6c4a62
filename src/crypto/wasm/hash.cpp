// SPDX-License-Identifier: Apache-2.0
// SHA-256 by libsodium, for WebAssembly.
#include "crypto/hash.h"

#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <array>

namespace whit {

Hash sha256(std::initializer_list<Bytes> parts) noexcept {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const Bytes part : parts) {
    // An empty part may have no address at all.
    if (!part.empty()) crypto_hash_sha256_update(&state, part.data(), part.size());
  }
  Hash out;
  crypto_hash_sha256_final(&state, out.bytes.data());
  return out;
}

void sha256_pairs(std::uint8_t prefix, std::span<const Hash> in, std::span<Hash> out) noexcept {
  if (in.size() / 2 < out.size()) __builtin_trap();
  const std::array<std::uint8_t, 1> front{prefix};
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = sha256({Bytes(front), in[2 * i].view(), in[2 * i + 1].view()});
  }
}

}  // namespace whit
