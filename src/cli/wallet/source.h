// SPDX-License-Identifier: Apache-2.0
// Where a letter or a question comes from: the text itself, a file with it, or a picture of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "whit/qr_text.h"

namespace whit::cli {

// read_code is the CBOR of the `wanted` text that `source` is or names; "-" is standard input. A
// picture is decoded in a child process, so call this before any secret is in memory. Whatever is
// not that text is a Failure which says what it is instead.
std::vector<std::uint8_t> read_code(const std::string& source, Carrier wanted);

}  // namespace whit::cli
