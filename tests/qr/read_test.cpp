// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/read.h"

#include <catch2/catch.hpp>

#include "canvas.h"

namespace whit {
namespace {

using test::Buffer;
using test::whit_text;

QrMatrix code(const std::string& text) {
  const auto qr = make_qr(text);
  REQUIRE(qr.ok());
  return *qr;
}

void check_reads(const Buffer& file, const std::string& text) {
  const PictureResult result = read_picture(file);
  CHECK(result.outcome == PictureOutcome::found);
  CHECK(result.codes == 1);
  CHECK(result.text == text);
}

}  // namespace

TEST_CASE("a drawn code of any of our sizes reads back to the letter", "[qr]") {
  const std::size_t payload = GENERATE(as<std::size_t>{}, 19, 24, 38, 68, 132, 142, 153, 246, 251,
                                       271, 409, 434, 456, 565, 590, 721, 746, 768, 829);
  const std::string text = whit_text(payload, static_cast<unsigned>(payload));
  check_reads(qr_png(code(text), 4), text);
}

TEST_CASE("a code reads at any module size from two pixels", "[qr]") {
  const std::string text = whit_text(GENERATE(as<std::size_t>{}, 246, 768));
  check_reads(qr_png(code(text), GENERATE(2, 3, 5, 8, 13)), text);
}

TEST_CASE("all ways to store a PNG's pixels read alike", "[qr]") {
  using test::Pixels;
  const Pixels pixels = GENERATE(Pixels::grey, Pixels::colour, Pixels::transparent, Pixels::palette,
                                 Pixels::deep, Pixels::interlaced);
  const std::string text = whit_text(246);
  const GreyImage picture = test::draw(code(text), 4);
  const Buffer file = test::png_file(picture, pixels);
  GreyImage decoded;
  REQUIRE(decode_picture(file, decoded) == PictureOutcome::found);
  CHECK(decoded.pixels == picture.pixels);
  check_reads(file, text);
}

TEST_CASE("a code reads from JPEG, poor and progressive ones included", "[qr]") {
  const std::string text = whit_text(GENERATE(as<std::size_t>{}, 246, 768));
  const int quality = GENERATE(30, 60, 90);
  const auto scan = GENERATE(test::Scan::baseline, test::Scan::progressive);
  check_reads(test::jpeg_file(test::draw(code(text), 4), quality, scan), text);
}

TEST_CASE("a code reads turned, mirrored and inverted", "[qr]") {
  const std::string text = whit_text(246);
  const GreyImage upright = test::draw(code(text), 4);
  const GreyImage turned = test::quarter_turn(upright);
  check_reads(test::png_file(turned), text);
  check_reads(test::png_file(test::quarter_turn(turned)), text);
  check_reads(test::png_file(test::mirrored(upright)), text);
  check_reads(test::png_file(test::inverted(upright)), text);
  check_reads(test::png_file(test::inverted(test::mirrored(turned))), text);
}

TEST_CASE("a code reads from the middle of a screenshot", "[qr]") {
  const std::string text = whit_text(246);
  GreyImage screen = test::blank(1920, 1080);
  std::fill(screen.pixels.begin(), screen.pixels.end(), std::uint8_t{60});
  test::paste(screen, test::draw(code(text), 3), 700, 300);
  check_reads(test::png_file(screen), text);
}

TEST_CASE("a code reads from a twelve-megapixel photo", "[qr]") {
  const std::string text = whit_text(768);
  GreyImage photo = test::blank(4000, 3000);
  std::fill(photo.pixels.begin(), photo.pixels.end(), std::uint8_t{150});
  test::paste(photo, test::draw(code(text), 6), 1501, 903);
  check_reads(test::jpeg_file(photo, 85), text);
}

TEST_CASE("text of other makers comes back as it is, byte for byte", "[qr]") {
  std::string binary;
  for (int c = 1; c < 256; ++c) binary += static_cast<char>(c);
  for (const std::string& text : {std::string("https://example.org/?a=%20b"), std::string("12345"),
                                  std::string("%%%+ :/"), std::string("\xd0\x96"), binary}) {
    check_reads(qr_png(code(text), 4), text);
  }
}

TEST_CASE("two different codes are counted, and neither is taken", "[qr]") {
  const int scale = GENERATE(3, 4, 8);
  const GreyImage left = test::draw(code(whit_text(246, 1)), scale);
  const GreyImage right = test::draw(code(whit_text(246, 2)), scale);
  GreyImage page = test::blank(left.width * 2, left.height);
  test::paste(page, left, 0, 0);
  test::paste(page, right, left.width, 0);
  const PictureResult result = read_picture(test::png_file(page));
  CHECK(result.outcome == PictureOutcome::many_codes);
  CHECK(result.codes == 2);
  CHECK(result.text.empty());
  CHECK(sentence(result, "page.png") == "2 codes found, give one");
}

TEST_CASE("a large and a small code are two codes", "[qr]") {
  const GreyImage large = test::draw(code(whit_text(768)), 8);
  const GreyImage small = test::draw(code(whit_text(24)), 3);
  GreyImage page = test::blank(large.width + small.width, large.height);
  test::paste(page, large, 0, 0);
  test::paste(page, small, large.width, 200);
  const PictureResult result = read_picture(test::jpeg_file(page, 80));
  CHECK(result.outcome == PictureOutcome::many_codes);
  CHECK(result.codes == 2);
}

TEST_CASE("four codes are four codes", "[qr]") {
  GreyImage page = test::blank(800, 800);
  for (unsigned i = 0; i < 4; ++i) {
    test::paste(page, test::draw(code(whit_text(132, i)), 6), static_cast<int>(i % 2) * 400,
                static_cast<int>(i / 2) * 400);
  }
  const PictureResult result = read_picture(test::png_file(page));
  CHECK(result.outcome == PictureOutcome::many_codes);
  CHECK(result.codes == 4);
}

TEST_CASE("the same code twice is one code", "[qr]") {
  const std::string text = whit_text(246);
  const GreyImage one = test::draw(code(text), 4);
  GreyImage page = test::blank(one.width * 2, one.height);
  test::paste(page, one, 0, 0);
  test::paste(page, one, one.width, 0);
  check_reads(test::png_file(page), text);
}

}  // namespace whit
