// SPDX-License-Identifier: Apache-2.0
#include "canvas.h"

#include <png.h>

#include <cstdio>
#include <cstdlib>
#include <random>
// jpeglib.h needs size_t and FILE, and does not say so.
#include <jpeglib.h>

namespace whit::test {
namespace {

constexpr std::string_view kBase45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

void append(png_structp png, png_bytep data, png_size_t size) {
  auto* out = static_cast<Buffer*>(png_get_io_ptr(png));
  out->insert(out->end(), data, data + size);
}

void no_flush(png_structp) {}

struct Layout {
  int type;
  int depth;
  std::size_t stride;  // bytes a pixel
};

Layout layout(Pixels pixels) {
  switch (pixels) {
    case Pixels::colour:
      return {PNG_COLOR_TYPE_RGB, 8, 3};
    case Pixels::transparent:
      return {PNG_COLOR_TYPE_RGB_ALPHA, 8, 4};
    case Pixels::palette:
      return {PNG_COLOR_TYPE_PALETTE, 8, 1};
    case Pixels::deep:
      return {PNG_COLOR_TYPE_GRAY, 16, 2};
    case Pixels::grey:
    case Pixels::interlaced:
      return {PNG_COLOR_TYPE_GRAY, 8, 1};
  }
  std::abort();
}

// White becomes fully transparent black; a palette counts down.
void put_pixel(Pixels pixels, std::uint8_t grey, std::uint8_t* out) {
  switch (pixels) {
    case Pixels::colour:
      out[0] = out[1] = out[2] = grey;
      return;
    case Pixels::transparent:
      out[0] = out[1] = out[2] = 0;
      out[3] = static_cast<std::uint8_t>(255 - grey);
      return;
    case Pixels::palette:
      out[0] = static_cast<std::uint8_t>(255 - grey);
      return;
    case Pixels::deep:
      out[0] = out[1] = grey;
      return;
    case Pixels::grey:
    case Pixels::interlaced:
      out[0] = grey;
      return;
  }
}

void set_palette(png_structp png, png_infop info) {
  png_color colours[256];
  for (int i = 0; i < 256; ++i) {
    const auto value = static_cast<png_byte>(255 - i);
    colours[i] = {value, value, value};
  }
  png_set_PLTE(png, info, colours, 256);
}

void put_word(Buffer& out, std::uint32_t word) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(word >> shift));
  }
}

std::uint32_t crc(const std::uint8_t* data, std::size_t size) {
  std::uint32_t value = 0xffffffff;
  for (std::size_t i = 0; i < size; ++i) {
    value ^= data[i];
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) * 0xedb88320);
  }
  return ~value;
}

void put_chunk(Buffer& out, std::string_view type, const Buffer& content) {
  put_word(out, static_cast<std::uint32_t>(content.size()));
  const std::size_t start = out.size();
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), content.begin(), content.end());
  put_word(out, crc(out.data() + start, out.size() - start));
}

}  // namespace

std::string whit_text(std::size_t payload, unsigned seed) {
  std::mt19937 random(seed);
  std::string out = "WH1:";
  const std::size_t length = 4 + payload / 2 * 3 + payload % 2 * 2;
  for (unsigned i = 0; out.size() < length; ++i) {
    out += kBase45[i < kBase45.size() && length > 60 ? i : random() % kBase45.size()];
  }
  return out;
}

GreyImage blank(int width, int height) {
  GreyImage out;
  if (!make_grey(static_cast<unsigned>(width), static_cast<unsigned>(height), out)) std::abort();
  return out;
}

GreyImage draw(const QrMatrix& qr, int scale) {
  const int side = (qr.size() + 2 * kQuietZone) * scale;
  GreyImage out = blank(side, side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      if (qr.dark(x / scale - kQuietZone, y / scale - kQuietZone)) out.row(y)[x] = 0;
    }
  }
  return out;
}

void paste(GreyImage& onto, const GreyImage& what, int x, int y) {
  for (int row = 0; row < what.height; ++row) {
    std::copy(what.row(row), what.row(row) + what.width, onto.row(y + row) + x);
  }
}

GreyImage inverted(GreyImage image) {
  for (auto& pixel : image.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  return image;
}

GreyImage mirrored(const GreyImage& image) {
  GreyImage out = image;
  for (int y = 0; y < out.height; ++y) std::reverse(out.row(y), out.row(y) + out.width);
  return out;
}

GreyImage quarter_turn(const GreyImage& image) {
  GreyImage out = blank(image.height, image.width);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) out.row(x)[image.height - 1 - y] = image.row(y)[x];
  }
  return out;
}

Buffer png_file(const GreyImage& image, Pixels pixels) {
  const Layout as = layout(pixels);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Buffer out;
  png_set_write_fn(png, &out, append, no_flush);
  png_set_IHDR(png, info, static_cast<png_uint_32>(image.width),
               static_cast<png_uint_32>(image.height), as.depth, as.type,
               pixels == Pixels::interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (pixels == Pixels::palette) set_palette(png, info);
  const auto width = static_cast<std::size_t>(image.width);
  const auto height = static_cast<std::size_t>(image.height);
  Buffer data(width * height * as.stride);
  for (std::size_t i = 0; i < width * height; ++i) {
    put_pixel(pixels, image.pixels[i], data.data() + i * as.stride);
  }
  std::vector<png_bytep> rows;
  for (std::size_t y = 0; y < height; ++y) rows.push_back(data.data() + y * width * as.stride);
  png_set_rows(png, info, rows.data());
  png_write_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
  png_destroy_write_struct(&png, &info);
  return out;
}

Buffer jpeg_file(const GreyImage& image, int quality, Scan scan) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &data, &size);
  jpeg.image_width = static_cast<JDIMENSION>(image.width);
  jpeg.image_height = static_cast<JDIMENSION>(image.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  if (scan == Scan::progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  Buffer colours(static_cast<std::size_t>(image.width) * 3);
  for (int y = 0; y < image.height; ++y) {
    for (std::size_t i = 0; i < colours.size(); ++i) colours[i] = image.row(y)[i / 3];
    JSAMPROW row = colours.data();
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  Buffer out(data, data + size);
  std::free(data);
  return out;
}

Buffer png_bomb(std::uint32_t width, std::uint32_t height) {
  Buffer out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  Buffer header;
  put_word(header, width);
  put_word(header, height);
  header.insert(header.end(), {8, 0, 0, 0, 0});  // 8-bit grey, no interlace
  put_chunk(out, "IHDR", header);
  put_chunk(out, "IDAT", {0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01});  // deflated nothing
  put_chunk(out, "IEND", {});
  return out;
}

}  // namespace whit::test
