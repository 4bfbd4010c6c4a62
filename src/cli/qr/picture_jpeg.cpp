// SPDX-License-Identifier: Apache-2.0
#include <csetjmp>
#include <cstdio>
// jpeglib.h needs size_t and FILE, and does not say so.
#include <jpeglib.h>
// jerror.h needs jpeglib.h.
#include <jerror.h>

#include "cli/qr/picture.h"

namespace whit {
namespace {

// A phone's picture has a few warnings at most; thousands mean that it is noise.
constexpr long kMaxWarnings = 1000;

struct ErrorManager {
  jpeg_error_mgr base;  // first: the library knows only this part
  std::jmp_buf leave;
};

// The library wants no exception through its frames, only a jump over them.
void fail(j_common_ptr jpeg) {
  auto* errors = reinterpret_cast<ErrorManager*>(jpeg->err);
  std::longjmp(errors->leave, 1);  // NOLINT(cert-err52-cpp)
}

// The library would paint what is missing of a file grey; a file cut short is refused instead.
void count_warning(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  if (jpeg->err->msg_code == JWRN_JPEG_EOF) fail(jpeg);
  if (++jpeg->err->num_warnings > kMaxWarnings) fail(jpeg);
}

void say_nothing(j_common_ptr) {}

// Holds nothing with a destructor: fail() leaves it by longjmp.
PictureOutcome read_jpeg(jpeg_decompress_struct& jpeg, ErrorManager& errors, Bytes file,
                         GreyImage& out) {
  // NOLINTNEXTLINE(cert-err52-cpp)
  if (setjmp(errors.leave) != 0) return PictureOutcome::unreadable;
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, file.data(), static_cast<unsigned long>(file.size()));
  jpeg_read_header(&jpeg, TRUE);
  if (!make_grey(jpeg.image_width, jpeg.image_height, out)) return PictureOutcome::too_large;
  jpeg.out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress(&jpeg);
  if (jpeg.output_components != 1) return PictureOutcome::unreadable;
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = out.row(static_cast<int>(jpeg.output_scanline));
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  return PictureOutcome::found;
}

}  // namespace

PictureOutcome decode_jpeg(Bytes file, GreyImage& out) {
  jpeg_decompress_struct jpeg{};
  ErrorManager errors{};
  jpeg.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = fail;
  errors.base.emit_message = count_warning;
  errors.base.output_message = say_nothing;
  const PictureOutcome outcome = read_jpeg(jpeg, errors, file, out);
  jpeg_destroy_decompress(&jpeg);
  return outcome;
}

}  // namespace whit
