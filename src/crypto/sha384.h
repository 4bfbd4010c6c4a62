// SPDX-License-Identifier: Apache-2.0
// SHA-384 (FIPS 180-4), for RSA signatures alone: everything else here is SHA-256.
#pragma once

#include <array>
#include <cstdint>

#include "whit/bytes.h"

namespace whit {

using Sha384 = std::array<std::uint8_t, 48>;

// sha384 is the hash of `bytes`. The caller wipes that of a secret.
Sha384 sha384(Bytes bytes) noexcept;

}  // namespace whit
