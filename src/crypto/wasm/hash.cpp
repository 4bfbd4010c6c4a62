// SPDX-License-Identifier: Apache-2.0
// SHA-256 by libsodium, for WebAssembly.
#include "crypto/hash.h"

#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <array>

namespace whit {
namespace {

constexpr std::size_t kBlock = 64, kLengthSize = 8;

// What fits into one block with its padding, which is all that ratchets and handles hash: the block
// is put together here, and libsodium's compression is all that is left to do.
Hash sha256_of_block(std::initializer_list<Bytes> parts, std::size_t size) noexcept {
  std::array<std::uint8_t, kBlock> block{};
  std::uint8_t* next = block.data();
  for (const Bytes part : parts) next = std::copy(part.begin(), part.end(), next);
  *next = 0x80;
  block[kBlock - 2] = static_cast<std::uint8_t>(size * 8 >> 8);
  block[kBlock - 1] = static_cast<std::uint8_t>(size * 8);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, block.data(), block.size());
  Hash out;
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    out.bytes[i] = static_cast<std::uint8_t>(state.state[i / 4] >> (24 - 8 * (i % 4)));
  }
  return out;
}

}  // namespace

Hash sha256(std::initializer_list<Bytes> parts) noexcept {
  std::size_t size = 0;
  for (const Bytes part : parts) size += part.size();
  if (size + 1 + kLengthSize <= kBlock) return sha256_of_block(parts, size);
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
