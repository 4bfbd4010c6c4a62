// SPDX-License-Identifier: Apache-2.0
// Blind signatures: RSABSSA-SHA384-PSS-Deterministic (RFC 9474) with RSA-2048 and e = 65537.
//
//   holder: blind(modulus, message) -> request, inverse      issuer: key.blind_sign(request)
//   holder: finalize(modulus, message, answer, inverse) -> an ordinary PS384 signature
//
// The message must hold a fresh key of the holder, which an issuer can't guess, and must never be
// blinded twice, not even after a failure: an issuer with a crooked key could tell it again.
#pragma once

#include <memory>
#include <utility>

#include "crypto/rng.h"
#include "crypto/secret.h"
#include "whit/bytes.h"
#include "whit/result.h"

struct evp_pkey_st;  // EVP_PKEY

namespace whit {

using BlindedMessage = Fixed<struct BlindedMessageTag, 256>;  // what the issuer sees
using BlindSignature = Fixed<struct BlindSignatureTag, 256>;  // its answer
using RsaSignature = Fixed<struct RsaSignatureTag, 256>;      // PS384, what a token carries

// BlindSigningKey is an RSA-2048 key pair for blind signatures and nothing else. Its secret half
// lives in OpenSSL and is wiped when the key goes, so that a past day's key is really gone; only
// primes() gives it out. One key may sign in several threads at once.
class BlindSigningKey {
 public:
  static constexpr std::size_t kPrimesSize = 256;

  // generate draws a key from OpenSSL's own generator, which the operating system seeds. It takes
  // a large part of a second, sometimes more: do it ahead. It traps without randomness.
  static BlindSigningKey generate() noexcept;

  // from_primes makes a key again from what primes() gave; bad_key_file for anything that isn't
  // two primes of 1,024 bits with a product of 2,048 bits.
  static Result<BlindSigningKey> from_primes(const SecretBuffer& primes) noexcept;

  // primes is p and q, 128 bytes each, big endian, for key files.
  SecretBuffer primes(InsecureAccess) const noexcept;

  const RsaModulus& modulus() const noexcept { return modulus_; }

  // blind_sign is BlindSign (RFC 9474, section 4.3), with base blinding. wrong_length unless
  // `blinded` has 256 bytes; out_of_range unless 1 < blinded < n - 1; bad_signature where the
  // machine erred: nothing of a result that doesn't check leaves.
  Result<BlindSignature> blind_sign(Bytes blinded) const noexcept;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  using Owned = std::unique_ptr<evp_pkey_st, Free>;
  explicit BlindSigningKey(Owned key) noexcept : key_(std::move(key)) {}

  Owned key_;
  RsaModulus modulus_;
};

namespace rsabssa {

// Blinded is a message under way. `inverse` takes the blinding off the answer: it belongs in the
// holder's sealed file, for whoever has it can tie the request to the token.
struct Blinded {
  BlindedMessage request;
  SecretBuffer inverse;  // 256 bytes
};

// is_sound tells whether `modulus` is odd, has 2,048 bits and no prime factor below 1,024.
bool is_sound(const RsaModulus& modulus) noexcept;

// blind is Blind (RFC 9474, section 4.2) with a fresh salt of 48 bytes; weak_key when `modulus`
// isn't sound or shares a factor with what is blinded.
Result<Blinded> blind(const RsaModulus& modulus, Bytes message, Rng& rng) noexcept;

// finalize is Finalize (RFC 9474, section 4.4). wrong_length or out_of_range for an answer or
// inverse that isn't 256 bytes and below n; bad_signature when the result isn't the key's over
// `message`: then the answer is evidence against the issuer, and the message is spent.
Result<RsaSignature> finalize(const RsaModulus& modulus, Bytes message, Bytes blind_signature,
                              const SecretBuffer& inverse) noexcept;

}  // namespace rsabssa
}  // namespace whit
