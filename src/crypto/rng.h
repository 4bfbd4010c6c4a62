// SPDX-License-Identifier: Apache-2.0
// Randomness, handed in as an argument so that every session can be repeated in a test.
#pragma once

#include <cstdint>
#include <span>

#include "crypto/secret.h"
#include "whit/bytes.h"

namespace whit {

// start_crypto must be called once in main(), before anything that signs or holds a secret. It
// traps where libsodium can't start, for then there is no randomness.
void start_crypto() noexcept;

// Rng fills memory with bytes that nobody can predict.
class Rng {
 public:
  virtual ~Rng() = default;
  virtual void fill(std::span<std::uint8_t> out) noexcept = 0;

  // make is a fresh value of a Fixed<> type.
  template <class F>
  F make() noexcept {
    F out;
    fill(out.bytes);
    return out;
  }
};

// SystemRng is the operating system's generator.
class SystemRng final : public Rng {
 public:
  void fill(std::span<std::uint8_t> out) noexcept override;
};

// SeededRng repeats itself for the same seed: for tests and vectors, never for a key in earnest.
class SeededRng final : public Rng {
 public:
  explicit SeededRng(std::uint64_t seed) noexcept : seed_(seed) {}
  void fill(std::span<std::uint8_t> out) noexcept override;

 private:
  std::uint64_t seed_;
  std::uint64_t calls_ = 0;
};

}  // namespace whit
