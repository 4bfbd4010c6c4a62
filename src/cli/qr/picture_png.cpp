// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include <csetjmp>
#include <cstring>

#include "cli/qr/picture.h"

namespace whit {
namespace {

// Pictures of codes need no chunk that is larger: the rest is colour profiles and text.
constexpr png_alloc_size_t kMaxChunk = 4 << 20;
constexpr int kMaxExtraChunks = 64;

// The library wants no exception through its frames, only a jump over them.
void fail(png_structp png, png_const_charp) {
  longjmp(png_jmpbuf(png), 1);  // NOLINT(cert-err52-cpp)
}

void warn(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep out, png_size_t size) {
  auto* rest = static_cast<Bytes*>(png_get_io_ptr(png));
  if (rest->size() < size) png_error(png, "cut short");
  std::memcpy(out, rest->data(), size);
  *rest = rest->subspan(size);
}

// Every PNG becomes one byte a pixel: 8 bits, no palette, no colour, transparent on white.
void ask_for_grey(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_strip_16(png);
  const int type = png_get_color_type(png, info);
  if ((type & PNG_COLOR_MASK_COLOR) != 0) {
    png_set_rgb_to_gray_fixed(png, PNG_ERROR_ACTION_NONE, PNG_RGB_TO_GRAY_DEFAULT,
                              PNG_RGB_TO_GRAY_DEFAULT);
  }
  png_color_16 white{};
  white.red = white.green = white.blue = white.gray = 255;
  png_set_background_fixed(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 0);
}

// Holds nothing with a destructor: fail() leaves it by longjmp.
PictureOutcome read_png(png_structp png, png_infop info, Bytes& rest, GreyImage& out) {
  // NOLINTNEXTLINE(cert-err52-cpp)
  if (setjmp(png_jmpbuf(png)) != 0) return PictureOutcome::unreadable;
  png_set_read_fn(png, &rest, read_bytes);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // make_grey judges the size
  png_set_chunk_malloc_max(png, kMaxChunk);
  png_set_chunk_cache_max(png, kMaxExtraChunks);
  png_read_info(png, info);
  if (!make_grey(png_get_image_width(png, info), png_get_image_height(png, info), out)) {
    return PictureOutcome::too_large;
  }
  ask_for_grey(png, info);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != static_cast<png_size_t>(out.width)) {
    return PictureOutcome::unreadable;
  }
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < out.height; ++y) png_read_row(png, out.row(y), nullptr);
  }
  return PictureOutcome::found;
}

}  // namespace

PictureOutcome decode_png(Bytes file, GreyImage& out) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, warn);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  Bytes rest = file;
  const PictureOutcome outcome =
      info == nullptr ? PictureOutcome::too_large : read_png(png, info, rest, out);
  png_destroy_read_struct(&png, &info, nullptr);
  return outcome;
}

}  // namespace whit
