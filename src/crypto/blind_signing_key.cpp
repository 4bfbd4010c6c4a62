// SPDX-License-Identifier: Apache-2.0
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "crypto/blind_rsa.h"
#include "crypto/blind_rsa_core.h"
#include "crypto/blind_rsa_private.h"

namespace whit {
namespace {

using openssl::Number;
using openssl::QuietErrors;

constexpr std::size_t kPrimeSize = BlindSigningKey::kPrimesSize / 2;

// Writes the number of `key` that `name` names, with leading zeros; false if it is longer.
bool read_number(EVP_PKEY* key, const char* name, std::span<std::uint8_t> out) noexcept {
  BIGNUM* found = BN_secure_new();
  const bool ok = found != nullptr && EVP_PKEY_get_bn_param(key, name, &found) == 1;
  const Number number(found);
  return ok && BN_bn2binpad(found, out.data(), static_cast<int>(out.size())) >= 0;
}

// Whether 1 < blinded < n - 1. n is odd: n - 1 differs from it in the last bit alone.
bool may_be_signed(Bytes blinded, const RsaModulus& modulus) noexcept {
  RsaModulus one, minus_one = modulus;
  one.bytes.back() = 1;
  minus_one.bytes.back() ^= 1;
  return rsabssa::core::is_below(one.view(), blinded) &&
         rsabssa::core::is_below(blinded, minus_one.view());
}

}  // namespace

void BlindSigningKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }

BlindSigningKey BlindSigningKey::generate() noexcept {
  const QuietErrors quiet;
  BlindSigningKey key(Owned(EVP_RSA_gen(8 * RsaModulus::kSize)));
  if (!key.key_ || !read_number(key.key_.get(), OSSL_PKEY_PARAM_RSA_N, key.modulus_.bytes)) {
    __builtin_trap();
  }
  return key;
}

Result<BlindSigningKey> BlindSigningKey::from_primes(const SecretBuffer& primes) noexcept {
  const QuietErrors quiet;
  if (primes.size() != kPrimesSize) return Errc::bad_key_file;
  const Bytes both = primes.expose(InsecureAccess{});
  BlindSigningKey key(
      Owned(rsabssa::core::key_of_primes(both.first(kPrimeSize), both.last(kPrimeSize)).release()));
  if (!key.key_ || !read_number(key.key_.get(), OSSL_PKEY_PARAM_RSA_N, key.modulus_.bytes) ||
      !rsabssa::is_sound(key.modulus_)) {
    return Errc::bad_key_file;
  }
  RsaModulus two;  // one signature that checks, or these were no primes
  two.bytes.back() = 2;
  if (!key.blind_sign(two.view()).ok()) return Errc::bad_key_file;
  return key;
}

SecretBuffer BlindSigningKey::primes(InsecureAccess access) const noexcept {
  SecretBuffer out(kPrimesSize);
  const auto both = out.expose_writable(access);
  if (!read_number(key_.get(), OSSL_PKEY_PARAM_RSA_FACTOR1, both.first(kPrimeSize)) ||
      !read_number(key_.get(), OSSL_PKEY_PARAM_RSA_FACTOR2, both.last(kPrimeSize))) {
    __builtin_trap();
  }
  return out;
}

Result<BlindSignature> BlindSigningKey::blind_sign(Bytes blinded) const noexcept {
  if (blinded.size() != BlindedMessage::kSize) return Errc::wrong_length;
  if (!may_be_signed(blinded, modulus_)) return Errc::out_of_range;
  WHIT_TRY(const auto signature,
           rsabssa::core::private_power(key_.get(), modulus_.view(), blinded));
  return BlindSignature::from(signature);
}

}  // namespace whit
