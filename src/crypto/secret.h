// SPDX-License-Identifier: Apache-2.0
// Secrets as types: guarded memory, wiped when it goes, and readable only by saying so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/signer.h"
#include "whit/bytes.h"

namespace whit {

class Rng;

// InsecureAccess is asked of whoever wants to see a secret's bytes, so that every such place is
// found by searching for its name.
struct InsecureAccess {
  explicit InsecureAccess() = default;
};

// SecretBuffer is guarded memory (sodium_malloc): locked, never dumped, wiped on destruction. It
// moves and doesn't copy; a moved-from or empty buffer has no bytes.
class SecretBuffer {
 public:
  SecretBuffer() = default;
  explicit SecretBuffer(std::size_t size) noexcept;    // zeros; traps without memory
  static SecretBuffer copy_of(Bytes secret) noexcept;  // the caller wipes the original
  SecretBuffer(SecretBuffer&& other) noexcept;
  SecretBuffer& operator=(SecretBuffer&& other) noexcept;
  SecretBuffer(const SecretBuffer&) = delete;
  SecretBuffer& operator=(const SecretBuffer&) = delete;
  ~SecretBuffer();

  std::size_t size() const noexcept { return size_; }
  Bytes expose(InsecureAccess) const noexcept { return {data_, size_}; }
  std::span<std::uint8_t> expose_writable(InsecureAccess) noexcept { return {data_, size_}; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// wipe overwrites memory that held a secret, in a way the compiler doesn't remove.
void wipe(std::span<std::uint8_t> memory) noexcept;

// SigningKey is an Ed25519 key pair (RFC 8032) whose secret half stays in guarded memory. It is a
// Signer that never fails, and its own sign() says so.
class SigningKey final : public Signer {
 public:
  static constexpr std::size_t kSeedSize = 32;
  static SigningKey generate(Rng& rng) noexcept;
  static SigningKey from_seed(std::span<const std::uint8_t, kSeedSize> seed) noexcept;

  const PublicKey& public_key() const noexcept override { return public_key_; }
  // sign is deterministic: the same message has the same signature.
  Signature sign(Bytes message) const noexcept;
  // seed is a copy of the 32 bytes that make this key again, for key files.
  SecretBuffer seed(InsecureAccess) const noexcept;

 private:
  SigningKey() = default;
  Result<Signature> make_signature(Bytes message) const noexcept override;
  PublicKey public_key_;
  SecretBuffer secret_;
};

}  // namespace whit
