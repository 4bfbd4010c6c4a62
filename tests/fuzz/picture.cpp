// SPDX-License-Identifier: Apache-2.0
// Pictures from strangers, as the child process sees them: decoded, and searched for codes.
#include "cli/qr/picture.h"

#include "cli/qr/detect.h"
#include "fuzz/fuzz.h"

namespace whit::fuzz {

void run(Bytes input) {
  constexpr int kMostPixels = 40000;  // searching more takes the time of a thousand inputs
  GreyImage image;
  if (decode_picture(input, image) != PictureOutcome::found) return;
  must(image.width > 0 && image.height > 0);
  must(image.pixels.size() ==
       static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  if (image.width <= kMostPixels / image.height) (void)find_codes(image);
}

}  // namespace whit::fuzz
