// SPDX-License-Identifier: Apache-2.0
// Finding QR codes in a grey picture. Runs in the child process only.
#pragma once

#include <string>
#include <vector>

#include "cli/qr/picture.h"

namespace whit {

// find_codes returns the contents of all different QR codes that it can read in `image`.
[[nodiscard]] std::vector<std::string> find_codes(const GreyImage& image);

}  // namespace whit
