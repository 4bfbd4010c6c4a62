// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <new>

#include "cli/qr/qr.h"

namespace whit {
namespace {

using Buffer = std::vector<std::uint8_t>;

void append(png_structp png, png_bytep data, png_size_t size) {
  auto* out = static_cast<Buffer*>(png_get_io_ptr(png));
  out->insert(out->end(), data, data + size);
}

void flush(png_structp) {}

// The library wants no exception through its frames, only a jump over them.
void fail(png_structp png, png_const_charp) {
  longjmp(png_jmpbuf(png), 1);  // NOLINT(cert-err52-cpp)
}

void warn(png_structp, png_const_charp) {}

// One row of pixels, most significant bit first, 1 for white.
Buffer pixel_row(const QrMatrix& qr, int y, int scale) {
  const int side = (qr.size() + 2 * kQuietZone) * scale;
  Buffer row(static_cast<std::size_t>((side + 7) / 8), 0);
  for (int x = 0; x < side; ++x) {
    if (qr.dark(x / scale - kQuietZone, y)) continue;
    auto& byte = row[static_cast<std::size_t>(x / 8)];
    byte = static_cast<std::uint8_t>(byte | (0x80 >> (x % 8)));
  }
  return row;
}

// Holds nothing with a destructor: fail() leaves it by longjmp.
bool write_png(png_structp png, png_infop info, Buffer& out, const std::vector<Buffer>& rows,
               int scale) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;  // NOLINT(cert-err52-cpp)
  const auto side = static_cast<png_uint_32>(rows.size()) * static_cast<png_uint_32>(scale);
  png_set_write_fn(png, &out, append, flush);
  png_set_compression_level(png, 9);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (const Buffer& row : rows) {
    for (int i = 0; i < scale; ++i) png_write_row(png, row.data());
  }
  png_write_end(png, nullptr);
  return true;
}

}  // namespace

std::vector<std::uint8_t> qr_png(const QrMatrix& qr, int module_pixels) {
  const int scale = std::clamp(module_pixels, 1, kMaxModulePixels);
  std::vector<Buffer> rows;
  for (int y = -kQuietZone; y < qr.size() + kQuietZone; ++y) {
    rows.push_back(pixel_row(qr, y, scale));
  }
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, warn);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  Buffer out;
  const bool done = info != nullptr && write_png(png, info, out, rows, scale);
  png_destroy_write_struct(&png, &info);
  if (!done) throw std::bad_alloc();
  return out;
}

}  // namespace whit
