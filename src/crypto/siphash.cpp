// SPDX-License-Identifier: Apache-2.0
#include "crypto/siphash.h"

#include <sodium.h>

namespace whit {

std::array<std::uint8_t, 8> siphash24(std::span<const std::uint8_t, 16> key,
                                      Bytes message) noexcept {
  std::array<std::uint8_t, 8> out{};
  crypto_shorthash_siphash24(out.data(), message.data(), message.size(), key.data());
  return out;
}

}  // namespace whit
