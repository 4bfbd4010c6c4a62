// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.h"

#include <sodium.h>

#include <utility>

#include "crypto/rng.h"

namespace whit {

// Guarded memory needs libsodium started; doing it here too leaves no order to get wrong.
SecretBuffer::SecretBuffer(std::size_t size) noexcept : size_(size) {
  start_crypto();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) __builtin_trap();
  sodium_memzero(data_, size_);
}

SecretBuffer SecretBuffer::copy_of(Bytes secret) noexcept {
  SecretBuffer out(secret.size());
  std::copy(secret.begin(), secret.end(), out.data_);
  return out;
}

SecretBuffer::SecretBuffer(SecretBuffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBuffer& SecretBuffer::operator=(SecretBuffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

SecretBuffer::~SecretBuffer() { sodium_free(data_); }

void wipe(std::span<std::uint8_t> memory) noexcept { sodium_memzero(memory.data(), memory.size()); }

SigningKey SigningKey::generate(Rng& rng) noexcept {
  SecretBuffer seed(kSeedSize);
  rng.fill(seed.expose_writable(InsecureAccess{}));
  return from_seed(seed.expose(InsecureAccess{}).first<kSeedSize>());
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, kSeedSize> seed) noexcept {
  SigningKey key;
  key.secret_ = SecretBuffer(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(key.public_key_.bytes.data(),
                           key.secret_.expose_writable(InsecureAccess{}).data(), seed.data());
  return key;
}

Signature SigningKey::sign(Bytes message) const noexcept {
  Signature out;
  crypto_sign_detached(out.bytes.data(), nullptr, message.data(), message.size(),
                       secret_.expose(InsecureAccess{}).data());
  return out;
}

Result<Signature> SigningKey::make_signature(Bytes message) const noexcept { return sign(message); }

SecretBuffer SigningKey::seed(InsecureAccess access) const noexcept {
  return SecretBuffer::copy_of(secret_.expose(access).first(kSeedSize));
}

}  // namespace whit
