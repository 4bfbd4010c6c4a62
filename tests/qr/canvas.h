// SPDX-License-Identifier: Apache-2.0
// Making pictures of codes, and files of pictures, without the code under test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/qr/picture.h"
#include "cli/qr/qr.h"

namespace whit::test {

using Buffer = std::vector<std::uint8_t>;

// whit_text is a text of the shape and length of ours for `payload` bytes: a prefix of 4 and
// Base45, with all of its 45 characters.
std::string whit_text(std::size_t payload, unsigned seed = 0);

GreyImage blank(int width, int height);
// draw is `qr` with its quiet zone, modules of `scale` pixels.
GreyImage draw(const QrMatrix& qr, int scale);
void paste(GreyImage& onto, const GreyImage& what, int x, int y);
GreyImage inverted(GreyImage image);
GreyImage mirrored(const GreyImage& image);
GreyImage quarter_turn(const GreyImage& image);

enum class Pixels { grey, colour, transparent, palette, deep, interlaced };
Buffer png_file(const GreyImage& image, Pixels pixels = Pixels::grey);
enum class Scan { baseline, progressive };
Buffer jpeg_file(const GreyImage& image, int quality, Scan scan = Scan::baseline);

// png_bomb is a well-formed PNG of under 100 bytes that declares `width` x `height` pixels.
Buffer png_bomb(std::uint32_t width, std::uint32_t height);

}  // namespace whit::test
