// SPDX-License-Identifier: Apache-2.0
#include "crypto/rng.h"

#include <sodium.h>

namespace whit {

void start_crypto() noexcept {
  if (sodium_init() < 0) __builtin_trap();
}

void SystemRng::fill(std::span<std::uint8_t> out) noexcept {
  randombytes_buf(out.data(), out.size());
}

void SeededRng::fill(std::span<std::uint8_t> out) noexcept {
  static_assert(randombytes_SEEDBYTES == 32);
  std::array<std::uint8_t, randombytes_SEEDBYTES> seed{};
  for (std::size_t i = 0; i < 8; ++i) {
    seed[i] = static_cast<std::uint8_t>(seed_ >> (8 * i));
    seed[8 + i] = static_cast<std::uint8_t>(calls_ >> (8 * i));
  }
  ++calls_;
  randombytes_buf_deterministic(out.data(), out.size(), seed.data());
}

}  // namespace whit
