// SPDX-License-Identifier: Apache-2.0
#include "crypto/argon2.h"

#include <sodium.h>

namespace whit {

Result<std::array<std::uint8_t, 16>> argon2id_tag(Bytes text,
                                                  std::span<const std::uint8_t, 16> salt) noexcept {
  constexpr unsigned long long kPasses = 2;
  constexpr std::size_t kMemory = std::size_t{64} << 20;
  std::array<std::uint8_t, 16> out{};
  if (crypto_pwhash_argon2id(out.data(), out.size(), reinterpret_cast<const char*>(text.data()),
                             text.size(), salt.data(), kPasses, kMemory,
                             crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Errc::storage_failed;
  }
  return out;
}

}  // namespace whit
