// SPDX-License-Identifier: Apache-2.0
// Finding QR codes in a grey picture. Runs in the child process only. doc/reading-codes.md has the
// figures behind it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/qr/picture.h"

namespace whit {

// Effort is how hard to look. A photo is all there is; of a camera's frames the next one comes.
enum class Effort : std::uint8_t { thorough, quick };

// find_codes returns the contents of all different QR codes that it can read in `image`. How long
// it takes is bounded by the size of the picture, not by what is in it: about 2 s for a photo of 12
// megapixels, and quick takes less than half of that.
[[nodiscard]] std::vector<std::string> find_codes(const GreyImage& image,
                                                  Effort effort = Effort::thorough);

// result_of makes an answer of them; read_stored makes one of a PNG or JPEG.
[[nodiscard]] PictureResult result_of(std::vector<std::string> codes);
[[nodiscard]] PictureResult read_stored(Bytes file);

}  // namespace whit
