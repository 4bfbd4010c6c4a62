// SPDX-License-Identifier: Apache-2.0
// A QR code's text, or bare CBOR, however it comes: typed, scanned, or as a picture.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace whit::cli {

// read_code is the content of `file` (or of standard input for "-"): itself, or what the one QR
// code of a PNG or JPEG holds. A picture without a code, or with two, is a Failure. Link
// whit_cli_code.
std::vector<std::uint8_t> read_code(const std::string& file);

}  // namespace whit::cli
