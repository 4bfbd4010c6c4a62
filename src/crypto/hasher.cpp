// SPDX-License-Identifier: Apache-2.0
#include "crypto/hasher.h"

namespace whit {

Hasher::Hasher() noexcept { crypto_hash_sha256_init(&state_); }

void Hasher::add(Bytes piece) noexcept {
  if (!piece.empty()) crypto_hash_sha256_update(&state_, piece.data(), piece.size());
}

Hash Hasher::finish() noexcept {
  Hash out;
  crypto_hash_sha256_final(&state_, out.bytes.data());
  return out;
}

}  // namespace whit
