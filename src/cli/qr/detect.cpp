// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/detect.h"

#define ZX_USE_UTF8  // the library's coming API: text() as std::string
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <cstdint>
#include <span>

#include "cli/qr/transform.h"

namespace whit {
namespace {

// Enlarged pictures beyond this only cost time: their modules are large enough already.
constexpr std::uint64_t kMaxEnlarged = 16'000'000;
// More than a page of cards holds; after that the answer is "many" anyway.
constexpr std::size_t kMaxCodes = 64;

struct Attempt {
  int factor;
  ZXing::Binarizer binarizer;
};

// The library samples whole pixels, so small or tilted modules are lost unless the picture is
// enlarged first: of 30 such pictures of a version 23 at 3 pixels a module it reads 9 as they are,
// 27 at twice and 30 at three times the size. The global threshold helps against blur.
constexpr Attempt kAttempts[] = {
    {1, ZXing::Binarizer::LocalAverage},    {2, ZXing::Binarizer::LocalAverage},
    {3, ZXing::Binarizer::LocalAverage},    {1, ZXing::Binarizer::GlobalHistogram},
    {2, ZXing::Binarizer::GlobalHistogram}, {3, ZXing::Binarizer::GlobalHistogram},
};
// A second code must be seen even if only one attempt can read it, so this many are always made.
constexpr std::size_t kAlways = 2;
// A picture that was changed to find anything at all gets only these, too.
constexpr std::size_t kForChanged = kAlways;

using Codes = std::vector<std::string>;

// Adds what one attempt reads to `codes`, and paints it over in `image`: the library pairs the
// corners of neighbours with each other, and finds more when those that it knows are gone.
bool add_codes(GreyImage& image, const Attempt& attempt, Codes& codes) {
  const GreyImage larger = attempt.factor == 1 ? GreyImage{} : enlarge(image, attempt.factor);
  const GreyImage& looked_at = attempt.factor == 1 ? image : larger;
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode).setBinarizer(attempt.binarizer);
  const ZXing::ImageView view(looked_at.pixels.data(), looked_at.width, looked_at.height,
                              ZXing::ImageFormat::Lum);
  bool any = false;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    any = true;
    std::string content(result.bytes().begin(), result.bytes().end());
    if (std::find(codes.begin(), codes.end(), content) == codes.end()) {
      codes.push_back(std::move(content));
    }
    std::array<Corner, 4> shape{};
    for (std::size_t i = 0; i < 4; ++i) {
      const ZXing::PointI& corner = result.position()[i];
      shape[i] = {corner.x / attempt.factor, corner.y / attempt.factor};
    }
    paint_over(image, shape);
  }
  return any;
}

Codes try_some(const GreyImage& original, std::span<const Attempt> attempts) {
  GreyImage image = original;
  const auto pixels = static_cast<std::uint64_t>(image.width) * static_cast<unsigned>(image.height);
  Codes codes;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (i >= kAlways && !codes.empty()) break;
    const auto area = static_cast<unsigned>(attempts[i].factor * attempts[i].factor);
    if (area > 1 && pixels * area > kMaxEnlarged) continue;
    while (codes.size() < kMaxCodes && add_codes(image, attempts[i], codes)) {
    }
  }
  return codes;
}

}  // namespace

std::vector<std::string> find_codes(const GreyImage& image) {
  Codes codes = try_some(image, kAttempts);
  const auto few = std::span(kAttempts).first(kForChanged);
  GreyImage changed = image;
  // A dark page; a dark page in a mirror; a mirror, as front cameras show themselves.
  for (const auto change : {invert, mirror, invert}) {
    if (!codes.empty()) break;
    change(changed);
    codes = try_some(changed, few);
  }
  return codes;
}

}  // namespace whit
