// SPDX-License-Identifier: Apache-2.0
// What OpenSSL and libsodium do for their part, as plainly as their manuals tell to use them.
#pragma once

#include <openssl/evp.h>

#include <memory>

#include "whit/bytes.h"

namespace whit::bench {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// public_key is made once, before anything is measured.
Key public_key(const RsaModulus& modulus);

// verify_pss is EVP_DigestVerify with SHA-384 and a salt of 48 bytes.
bool verify_pss(EVP_PKEY* key, Bytes signature, Bytes message);

// new_private_key is a fresh one of 2,048 bits.
Key new_private_key();

// private_power is the private operation alone, on 256 bytes below the modulus.
bool private_power(EVP_PKEY* key, Bytes number);

}  // namespace whit::bench
