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

// More than a page of cards holds; after that the answer is "many" anyway.
constexpr std::size_t kMaxCodes = 64;

struct Attempt {
  int factor;
  int sharpened;  // the radius, in pixels of the picture as it is; 0 is not
  ZXing::Binarizer binarizer;
};

constexpr auto kLocal = ZXing::Binarizer::LocalAverage;
constexpr auto kGlobal = ZXing::Binarizer::GlobalHistogram;

// The library samples whole pixels, so small or tilted modules are lost unless the picture is
// enlarged first. Sharpening helps against blur and low contrast, the global threshold against
// noise. Which attempts, in which order, is measured by bench/reader.
constexpr Attempt kAttempts[] = {
    {1, 0, kLocal}, {2, 0, kLocal}, {3, 2, kLocal},  {4, 3, kLocal},
    {4, 0, kLocal}, {3, 0, kLocal}, {2, 0, kGlobal}, {3, 0, kGlobal},
};
// A second code must be seen even if only one attempt can read it, so this many are always made,
// and the others too where the picture is small.
constexpr std::size_t kAlways = 2;
constexpr std::uint64_t kCheapPixels = 40'000'000;
constexpr std::size_t kQuick = 3;
// A picture that was changed to find anything at all gets only these.
constexpr std::size_t kForChanged = 4;

// Looking at a million pixels takes some 7 ms.
constexpr std::uint64_t kMaxPixels = 150'000'000;
constexpr std::uint64_t kMaxPixelsAtOnce = 64'000'000;
// Strips of a large picture overlap by more than the largest code that needs to be enlarged: 193
// modules of 3 pixels.
constexpr int kOverlap = 600;

// Search is one picture's: what was found, and how much was looked at for it.
class Search {
 public:
  // run makes `attempts` on a copy of `original`, until one has found something.
  void run(const GreyImage& original, std::span<const Attempt> attempts);

  bool found_any() const { return !codes_.empty(); }
  std::vector<std::string> codes() && { return std::move(codes_); }

 private:
  bool is_worth(const Attempt& attempt, std::size_t number, const GreyImage& image) const;
  void look(GreyImage& image, const Attempt& attempt);
  bool look_at_rows(GreyImage& image, const Attempt& attempt, int top, int rows);

  std::vector<std::string> codes_;
  std::uint64_t pixels_ = 0;
};

// How many pixels become of one.
std::uint64_t area_of(int factor) {
  const auto side = static_cast<std::uint64_t>(factor);
  return side * side;
}

std::uint64_t pixels_of(const GreyImage& image, int factor) {
  return image.pixels.size() * area_of(factor);
}

void Search::run(const GreyImage& original, std::span<const Attempt> attempts) {
  GreyImage image = original;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (is_worth(attempts[i], i, image)) look(image, attempts[i]);
  }
}

bool Search::is_worth(const Attempt& attempt, std::size_t number, const GreyImage& image) const {
  const std::uint64_t then = pixels_ + pixels_of(image, attempt.factor);
  if (found_any()) return number < kAlways || then <= kCheapPixels;
  return then <= kMaxPixels;
}

// Looks at all of the picture, in strips if it would be too large at once.
void Search::look(GreyImage& image, const Attempt& attempt) {
  const auto width = static_cast<std::uint64_t>(image.width);
  const auto area = area_of(attempt.factor);
  const int most = static_cast<int>(kMaxPixelsAtOnce / (width * area));
  const int rows = std::min(image.height, most);
  if (rows < image.height && rows <= kOverlap) return;
  for (int top = 0;; top += rows - kOverlap) {
    const int last = std::max(0, image.height - rows);
    while (codes_.size() < kMaxCodes && look_at_rows(image, attempt, std::min(top, last), rows)) {
    }
    if (top >= last) return;
  }
}

// Adds what one attempt reads, and paints it over in `image`: the library pairs the corners of
// neighbours with each other, and finds more when those that it knows are gone.
bool Search::look_at_rows(GreyImage& image, const Attempt& attempt, int top, int rows) {
  GreyImage part = rows_of(image, top, rows);
  if (attempt.sharpened > 0) part = sharpen(part, attempt.sharpened);
  if (attempt.factor > 1) part = enlarge(part, attempt.factor);
  pixels_ += part.pixels.size();
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode).setBinarizer(attempt.binarizer);
  const ZXing::ImageView view(part.pixels.data(), part.width, part.height, ZXing::ImageFormat::Lum);
  bool any = false;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    any = true;
    std::string content(result.bytes().begin(), result.bytes().end());
    if (std::find(codes_.begin(), codes_.end(), content) == codes_.end()) {
      codes_.push_back(std::move(content));
    }
    std::array<Corner, 4> shape{};
    for (std::size_t i = 0; i < 4; ++i) {
      const ZXing::PointI& corner = result.position()[i];
      shape[i] = {corner.x / attempt.factor, corner.y / attempt.factor + top};
    }
    paint_over(image, shape);
  }
  return any;
}

}  // namespace

std::vector<std::string> find_codes(const GreyImage& image, Effort effort) {
  const std::span<const Attempt> all(kAttempts);
  Search search;
  search.run(image, effort == Effort::quick ? all.first(kQuick) : all);
  if (effort == Effort::quick) return std::move(search).codes();
  GreyImage changed = image;
  // A dark page; a dark page in a mirror; a mirror, as front cameras show themselves.
  for (const auto change : {invert, mirror, invert}) {
    if (search.found_any()) break;
    change(changed);
    search.run(changed, all.first(kForChanged));
  }
  return std::move(search).codes();
}

}  // namespace whit
