// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <random>

#include "canvas.h"
#include "cli/qr/read.h"

namespace whit {
namespace {

using test::Buffer;

Buffer good_png() {
  const auto qr = make_qr(test::whit_text(246));
  REQUIRE(qr.ok());
  return qr_png(*qr, 4);
}

Buffer good_jpeg() {
  const auto qr = make_qr(test::whit_text(246));
  REQUIRE(qr.ok());
  return test::jpeg_file(test::draw(*qr, 4), 80);
}

PictureOutcome outcome(Bytes file) {
  const PictureResult result = read_picture(file);
  if (result.outcome != PictureOutcome::found) CHECK(result.text.empty());
  return result.outcome;
}

}  // namespace

TEST_CASE("what is not a picture is unreadable, and starts no process", "[qr]") {
  for (const std::string& file : {std::string(), std::string("WH1:ABC"), std::string("GIF89a"),
                                  std::string("\x89PNG"), std::string(1000, '\0')}) {
    CHECK_FALSE(is_picture(as_bytes(file)));
    CHECK(outcome(as_bytes(file)) == PictureOutcome::unreadable);
  }
  CHECK(sentence(read_picture({}), "photo.jpg") == "could not read the picture");
}

TEST_CASE("a PNG or JPEG that is only its magic is unreadable", "[qr]") {
  CHECK(outcome(Bytes(good_png()).first(8)) == PictureOutcome::unreadable);
  CHECK(outcome(Bytes(good_jpeg()).first(3)) == PictureOutcome::unreadable);
}

TEST_CASE("a picture cut short anywhere is unreadable", "[qr]") {
  const Buffer png = good_png();
  const Buffer jpeg = good_jpeg();
  for (int tenth = 1; tenth < 10; ++tenth) {
    const auto part = static_cast<std::size_t>(tenth);
    CHECK(outcome(Bytes(png).first(png.size() * part / 10)) == PictureOutcome::unreadable);
    CHECK(outcome(Bytes(jpeg).first(jpeg.size() * part / 10)) == PictureOutcome::unreadable);
  }
}

TEST_CASE("noise inside a picture never crashes the decoder", "[qr]") {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    Buffer file = round % 2 == 0 ? good_png() : good_jpeg();
    for (int i = 0; i < 8; ++i) {
      file[16 + random() % (file.size() - 16)] = static_cast<std::uint8_t>(random());
    }
    const PictureOutcome got = outcome(file);
    CAPTURE(round);
    CHECK(got != PictureOutcome::crashed);
    CHECK(got != PictureOutcome::timed_out);
  }
}

TEST_CASE("garbage after a magic is unreadable", "[qr]") {
  std::mt19937 random(8);
  for (int round = 0; round < 20; ++round) {
    Buffer file = round % 2 == 0 ? good_png() : good_jpeg();
    for (std::size_t i = 8; i < file.size(); ++i) file[i] = static_cast<std::uint8_t>(random());
    CHECK(outcome(file) == PictureOutcome::unreadable);
  }
}

TEST_CASE("a picture that declares too many pixels is refused before they are made", "[qr]") {
  CHECK(test::png_bomb(60000, 60000).size() < 100);
  CHECK(outcome(test::png_bomb(60000, 60000)) == PictureOutcome::too_large);
  CHECK(outcome(test::png_bomb(0x7fffffff, 1)) == PictureOutcome::too_large);
  CHECK(outcome(test::png_bomb(1, 0x7fffffff)) == PictureOutcome::too_large);
  CHECK(outcome(test::png_bomb(8000, 5001)) == PictureOutcome::too_large);
  CHECK(outcome(test::png_bomb(8000, 5000)) == PictureOutcome::unreadable);  // and has no pixels
  CHECK(outcome(test::png_bomb(0, 10)) == PictureOutcome::unreadable);
  Buffer jpeg = good_jpeg();
  const Buffer size_marker{0xff, 0xc0, 0x00, 0x11, 0x08};
  const auto at = std::search(jpeg.begin(), jpeg.end(), size_marker.begin(), size_marker.end());
  REQUIRE(at != jpeg.end());
  std::fill(at + 5, at + 9, std::uint8_t{0xf0});  // height and width
  CHECK(outcome(jpeg) == PictureOutcome::too_large);
}

TEST_CASE("a file of more than 16 MB is too large", "[qr]") {
  Buffer file = good_png();
  file.resize(kMaxPictureBytes + 1);
  CHECK(outcome(file) == PictureOutcome::too_large);
  CHECK(sentence(read_picture(file), "photo.png") ==
        "photo.png: larger than 16 MB or 40 megapixels");
}

TEST_CASE("a picture without a code says so, empty, noisy or busy", "[qr]") {
  std::mt19937 random(9);
  GreyImage picture = test::blank(640, 480);
  CHECK(outcome(test::png_file(picture)) == PictureOutcome::no_code);
  for (auto& pixel : picture.pixels) pixel = static_cast<std::uint8_t>(random());
  CHECK(outcome(test::png_file(picture)) == PictureOutcome::no_code);
  CHECK(outcome(test::png_file(test::blank(1, 1))) == PictureOutcome::no_code);
  const PictureResult result = read_picture(test::png_file(test::blank(40, 1)));
  CHECK(sentence(result, "photo.jpg") == "no code found in photo.jpg");
}

TEST_CASE("a code that lost a corner has no answer", "[qr]") {
  const auto qr = make_qr(test::whit_text(246));
  REQUIRE(qr.ok());
  GreyImage picture = test::draw(*qr, 4);
  test::paste(picture, test::blank(120, 120), 0, 0);
  CHECK(outcome(test::png_file(picture)) == PictureOutcome::no_code);
}

TEST_CASE("the largest picture allowed is judged within the limits", "[qr]") {
  GreyImage picture = test::blank(8000, 5000);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = i / 3 % 2 == 0 ? 0 : 255;  // stripes, that look like codes to a finder
  }
  CHECK(outcome(test::png_file(picture)) == PictureOutcome::no_code);
}

}  // namespace whit
