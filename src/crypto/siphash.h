// SPDX-License-Identifier: Apache-2.0
// SipHash-2-4, the keyed hash behind handles.
#pragma once

#include "whit/bytes.h"

namespace whit {

// siphash24 is SipHash-2-4 of `message` under a 16-byte `key`, its 8 bytes little endian.
std::array<std::uint8_t, 8> siphash24(std::span<const std::uint8_t, 16> key,
                                      Bytes message) noexcept;

}  // namespace whit
