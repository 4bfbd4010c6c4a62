// SPDX-License-Identifier: Apache-2.0
// Decoding a PNG or JPEG to grey. Runs in the child process only: input may exhaust it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cli/qr/read.h"

namespace whit {

// A GreyImage has width * height pixels row by row, 0 black to 255 white.
struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  std::uint8_t* row(int y) {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  const std::uint8_t* row(int y) const { return const_cast<GreyImage*>(this)->row(y); }
};

// decode_picture sets `out` and returns found, or says why not: unreadable or too_large. Nothing is
// allocated for pixels before the size that the file declares is within kMaxPicturePixels.
[[nodiscard]] PictureOutcome decode_picture(Bytes file, GreyImage& out);

// The formats of decode_picture, by the first bytes of the file.
[[nodiscard]] bool is_png(Bytes file);
[[nodiscard]] bool is_jpeg(Bytes file);
[[nodiscard]] PictureOutcome decode_png(Bytes file, GreyImage& out);
[[nodiscard]] PictureOutcome decode_jpeg(Bytes file, GreyImage& out);

// make_grey sizes `out` for a declared size; false if that is empty or too large.
[[nodiscard]] bool make_grey(std::uint64_t width, std::uint64_t height, GreyImage& out);

}  // namespace whit
