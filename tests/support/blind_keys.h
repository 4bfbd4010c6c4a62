// SPDX-License-Identifier: Apache-2.0
// Blind keys that are always the same: making one takes a large part of a second.
#pragma once

#include <memory>

#include "crypto/blind_rsa.h"

namespace whit::test {

inline constexpr unsigned kBlindKeys = 6;

// blind_primes are two primes of 1,024 bits, as BlindSigningKey keeps them; number < kBlindKeys.
SecretBuffer blind_primes(unsigned number);
// blind_key is the key of these primes. That of number 0 is BlindSigner's.
std::shared_ptr<const BlindSigningKey> blind_key(unsigned number);

}  // namespace whit::test
