// SPDX-License-Identifier: Apache-2.0
#define ZX_USE_UTF8  // the library's coming API: text() as std::string
#include <ZXing/ReadBarcode.h>

#include "cli/qr/transform.h"
#include "reader/readers.h"

namespace whit::bench {
namespace {

Codes read(const GreyImage& image, ZXing::Binarizer binarizer) {
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode).setBinarizer(binarizer);
  const ZXing::ImageView view(image.pixels.data(), image.width, image.height,
                              ZXing::ImageFormat::Lum);
  Codes out;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (result.isValid()) out.emplace_back(result.bytes().begin(), result.bytes().end());
  }
  return out;
}

}  // namespace

Codes zxing(const GreyImage& image) { return read(image, ZXing::Binarizer::LocalAverage); }

Codes zxing_enlarged(const GreyImage& image) {
  for (const auto binarizer : {ZXing::Binarizer::LocalAverage, ZXing::Binarizer::GlobalHistogram}) {
    for (int factor = 1; factor <= 3; ++factor) {
      Codes out = read(factor == 1 ? image : enlarge(image, factor), binarizer);
      if (!out.empty()) return out;
    }
  }
  return {};
}

}  // namespace whit::bench
