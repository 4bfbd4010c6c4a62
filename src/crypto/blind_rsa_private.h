// SPDX-License-Identifier: Apache-2.0
// The issuer's half of blind_rsa_core.h: what needs a private key. Internal.
#pragma once

#include <cstdint>
#include <vector>

#include "crypto/openssl_owned.h"
#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::rsabssa::core {

// key_of_primes is the key pair with these two primes of equal length, or none if they don't make
// one. It doesn't test that they are prime.
openssl::Key key_of_primes(Bytes p, Bytes q) noexcept;

// private_power is number^d mod n, with OpenSSL's base blinding and checked by is_root;
// bad_signature if that fails. `number` must be as long as n and below it.
Result<std::vector<std::uint8_t>> private_power(EVP_PKEY* key, Bytes modulus,
                                                Bytes number) noexcept;

}  // namespace whit::rsabssa::core
