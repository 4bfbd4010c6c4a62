// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648, section 4), strict: standard alphabet, padded, unused bits zero.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::base64 {

std::string encode(Bytes bytes);

// decode takes the one encoding of some bytes and nothing else, no white space either.
Result<std::vector<std::uint8_t>> decode(std::string_view text);

}  // namespace whit::base64
