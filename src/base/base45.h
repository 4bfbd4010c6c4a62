// SPDX-License-Identifier: Apache-2.0
// Base45 (RFC 9285), strict: the text of a QR code in alphanumeric mode.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::base45 {

// encode writes two bytes as three characters and a last single byte as two.
std::string encode(Bytes bytes);

// decode writes the bytes of `text` to the front of `out` and returns their number. It refuses
// other characters, impossible lengths and groups above 65535 (or 255 at the end); too_large when
// they don't fit. The error's offset is the character.
Result<std::size_t> decode(std::string_view text, std::span<std::uint8_t> out) noexcept;

}  // namespace whit::base45
