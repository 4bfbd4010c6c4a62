// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "crypto/hash.h"
#include "crypto/rng.h"
#include "log/sign.h"

namespace whit::test {

// seeded is the key whose seed is SHA-256 of `name`.
inline SigningKey seeded(std::string_view name) {
  start_crypto();
  const Hash seed = sha256(as_bytes(name));
  return SigningKey::from_seed(std::span<const std::uint8_t, 32>(seed.bytes));
}

}  // namespace whit::test
