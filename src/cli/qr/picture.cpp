// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/picture.h"

#include <algorithm>
#include <array>

namespace whit {
namespace {

// A QR code may be long and thin in no sense; sides beyond this only cost time.
constexpr std::uint64_t kMaxSide = 32767;

bool starts_with(Bytes file, Bytes magic) {
  return file.size() >= magic.size() && std::equal(magic.begin(), magic.end(), file.begin());
}

}  // namespace

bool is_png(Bytes file) {
  static constexpr std::array<std::uint8_t, 8> kMagic{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  return starts_with(file, kMagic);
}

bool is_jpeg(Bytes file) {
  static constexpr std::array<std::uint8_t, 3> kMagic{0xff, 0xd8, 0xff};
  return starts_with(file, kMagic);
}

bool make_grey(std::uint64_t width, std::uint64_t height, GreyImage& out) {
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide) return false;
  if (width * height > kMaxPicturePixels) return false;
  out.width = static_cast<int>(width);
  out.height = static_cast<int>(height);
  out.pixels.assign(static_cast<std::size_t>(width * height), 255);
  return true;
}

PictureOutcome decode_picture(Bytes file, GreyImage& out) {
  if (file.size() > kMaxPictureBytes) return PictureOutcome::too_large;
  if (is_png(file)) return decode_png(file, out);
  if (is_jpeg(file)) return decode_jpeg(file, out);
  return PictureOutcome::unreadable;
}

}  // namespace whit
