// SPDX-License-Identifier: Apache-2.0
// Ring: arithmetic modulo the key of one fact and day, by somebody who has its primes. Nothing in
// it is secret here, and nothing takes the same time twice.
#pragma once

#include <openssl/bn.h>

#include <array>
#include <memory>

#include "crypto/blind_rsa.h"

namespace whit::privacy {

using Wide = std::array<std::uint8_t, RsaModulus::kSize>;
using Salt = std::array<std::uint8_t, 48>;

class Ring {
 public:
  explicit Ring(const BlindSigningKey& key);

  struct FreeNumber {
    void operator()(BIGNUM* number) const { BN_free(number); }
  };
  using Number = std::unique_ptr<BIGNUM, FreeNumber>;

  // Factor is a number that others are multiplied with, many of them.
  Number factor(Bytes a) const;
  Number inverse_factor(Bytes a) const;
  Wide product(const Number& factor, Bytes a) const;
  // opened is a^e: what a signature signs, encoded.
  Wide opened(Bytes a) const;
  // symbols is whether `a` is a square modulo each of the primes, as two bits.
  int symbols(Bytes a) const;

 private:
  struct FreeContext {
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
    void operator()(BN_MONT_CTX* context) const { BN_MONT_CTX_free(context); }
  };
  Number n_, e_, p_, q_;
  std::unique_ptr<BN_CTX, FreeContext> context_;
  std::unique_ptr<BN_MONT_CTX, FreeContext> montgomery_;
};

// salt_of is the salt in an encoded message (RFC 8017, section 9.1.2): whoever has a signature and
// the public key can read it.
Salt salt_of(const Wide& encoded);

}  // namespace whit::privacy
