// SPDX-License-Identifier: Apache-2.0
// Lower-case hexadecimal, for names of files and for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::hex {

std::string encode(Bytes bytes);

// decode takes an even number of digits 0-9 a-f and nothing else.
Result<std::vector<std::uint8_t>> decode(std::string_view text);

}  // namespace whit::hex
