// SPDX-License-Identifier: Apache-2.0
// Argon2id 1.3 (RFC 9106), for document tags. Key files use it through crypto/keyfile.h.
#pragma once

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

// argon2id_tag is 16 bytes of Argon2id with 2 passes over 64 MiB and one lane. It fails with
// storage_failed only when that memory can't be had.
Result<std::array<std::uint8_t, 16>> argon2id_tag(Bytes text,
                                                  std::span<const std::uint8_t, 16> salt) noexcept;

}  // namespace whit
