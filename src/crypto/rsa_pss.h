// SPDX-License-Identifier: Apache-2.0
// Checking PS384 signatures (RFC 8230) of RSA-2048 keys, as blind tokens carry them.
#pragma once

#include "whit/bytes.h"

namespace whit {

// verify_ps384 tells whether `signature`, 256 bytes, is PSS with SHA-384, MGF1-SHA-384 and a salt
// of exactly 48 bytes over `message` by the key (`modulus`, 65537). Before any arithmetic the
// modulus must be odd and have 2,048 bits, and the signature must be below it.
[[nodiscard]] bool verify_ps384(const RsaModulus& modulus, Bytes signature, Bytes message) noexcept;

}  // namespace whit
