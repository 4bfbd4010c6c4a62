// SPDX-License-Identifier: Apache-2.0
#include <zbar.h>

#include <memory>

#include "cli/qr/transform.h"
#include "reader/readers.h"

namespace whit::bench {
namespace {

struct Free {
  void operator()(zbar::zbar_image_scanner_t* scanner) const {
    zbar::zbar_image_scanner_destroy(scanner);
  }
  void operator()(zbar::zbar_image_t* image) const { zbar::zbar_image_destroy(image); }
};

constexpr unsigned long kY800 = 0x30303859;

}  // namespace

Codes zbar(const GreyImage& picture) {
  using namespace ::zbar;
  const std::unique_ptr<zbar_image_scanner_t, Free> scanner(zbar_image_scanner_create());
  zbar_image_scanner_set_config(scanner.get(), ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config(scanner.get(), ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_scanner_set_config(scanner.get(), ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  const std::unique_ptr<zbar_image_t, Free> image(zbar_image_create());
  zbar_image_set_format(image.get(), kY800);
  zbar_image_set_size(image.get(), static_cast<unsigned>(picture.width),
                      static_cast<unsigned>(picture.height));
  zbar_image_set_data(image.get(), picture.pixels.data(), picture.pixels.size(), nullptr);
  Codes out;
  if (zbar_scan_image(scanner.get(), image.get()) < 0) return out;
  for (const zbar_symbol_t* symbol = zbar_image_first_symbol(image.get()); symbol != nullptr;
       symbol = zbar_symbol_next(symbol)) {
    out.emplace_back(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
  }
  return out;
}

Codes zbar_enlarged(const GreyImage& image) {
  Codes out = zbar(image);
  return out.empty() ? zbar(enlarge(image, 2)) : out;
}

}  // namespace whit::bench
