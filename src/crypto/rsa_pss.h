// SPDX-License-Identifier: Apache-2.0
// Checking PS384 signatures (RFC 8230) of RSA-2048 keys, as blind tokens carry them.
#pragma once

#include "whit/bytes.h"

namespace whit {

// passes_precheck tells whether `modulus` is odd and has 2,048 bits, and `signature` has 256 bytes
// and is below it. With it all implementations answer alike.
bool passes_precheck(const RsaModulus& modulus, Bytes signature) noexcept;

// verify_ps384 tells whether `signature` passes the pre-check and is PSS with SHA-384, MGF1-SHA-384
// and a salt of exactly 48 bytes over `message` by the key (`modulus`, 65537).
[[nodiscard]] bool verify_ps384(const RsaModulus& modulus, Bytes signature, Bytes message) noexcept;

}  // namespace whit
