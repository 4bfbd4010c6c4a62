// SPDX-License-Identifier: Apache-2.0
// Changing a grey picture so that a code in it is easier to find. Runs in the child process only.
#pragma once

#include <array>

#include "cli/qr/picture.h"

namespace whit {

// enlarge makes a picture `factor` times as wide and high, interpolating between pixels.
[[nodiscard]] GreyImage enlarge(const GreyImage& image, int factor);

// rows_of is `count` rows of a picture from row `top`.
[[nodiscard]] GreyImage rows_of(const GreyImage& image, int top, int count);

// sharpen doubles how far each pixel is from the mean of those at most `radius` away.
[[nodiscard]] GreyImage sharpen(const GreyImage& image, int radius);

// invert makes black white; mirror swaps left and right.
void invert(GreyImage& image);
void mirror(GreyImage& image);

struct Corner {
  int x;
  int y;
};

// paint_over makes the convex shape between four corners, in order, white.
void paint_over(GreyImage& image, const std::array<Corner, 4>& shape);

}  // namespace whit
