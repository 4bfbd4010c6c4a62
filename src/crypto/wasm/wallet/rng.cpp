// SPDX-License-Identifier: Apache-2.0
// Randomness in a browser's wallet: the one thing that the module asks of its surroundings.
#include "crypto/rng.h"

#include <algorithm>

#if defined(__wasm__)
#define WHIT_IMPORT(name) __attribute__((import_module("whit"), import_name(#name)))
#else
#define WHIT_IMPORT(name)
#endif

// w_random fills `size` bytes by crypto.getRandomValues, and returns 1 if it did.
extern "C" WHIT_IMPORT(w_random) std::int32_t w_random(std::uint8_t* out, std::size_t size);

namespace whit {

void start_crypto() noexcept {}

void SystemRng::fill(std::span<std::uint8_t> out) noexcept {
  constexpr std::size_t kTelling = 16;  // so many zeros never come by chance
  std::fill(out.begin(), out.end(), std::uint8_t{0});
  if (out.empty()) return;
  if (w_random(out.data(), out.size()) != 1) __builtin_trap();
  if (out.size() < kTelling) return;
  if (std::all_of(out.begin(), out.end(), [](std::uint8_t byte) { return byte == 0; })) {
    __builtin_trap();
  }
}

}  // namespace whit
