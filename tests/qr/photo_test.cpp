// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cli/qr/detect.h"
#include "mix.h"

namespace whit {
namespace {

using test::Camera;
using test::whit_text;

// Angles from -8 to 8 degrees, none of them the same.
double tilt(unsigned seed, double most) {
  return most * (static_cast<double>(seed * 7 % 17) - 8) / 8;
}

// How many of `count` pictures read to the letter.
int read_of(int count, std::size_t payload, Camera camera, double degrees) {
  int good = 0;
  for (int i = 0; i < count; ++i) {
    const auto seed = static_cast<unsigned>(i);
    const std::string text = whit_text(payload, seed);
    const auto qr = make_qr(text);
    REQUIRE(qr.ok());
    camera.degrees = tilt(seed, degrees);
    const auto codes = find_codes(test::photograph(*qr, camera, seed));
    if (codes.size() == 1 && codes.front() == text) ++good;
  }
  return good;
}

}  // namespace

TEST_CASE("tilted and slightly blurred photos at 4 pixels a module read", "[qr]") {
  const std::size_t payload = GENERATE(as<std::size_t>{}, 246, 456, 768);
  CAPTURE(payload);
  Camera camera;
  camera.module_pixels = 4;
  camera.keystone = 0.03;
  camera.blur = 0.25;
  camera.noise = 6;
  CHECK(read_of(5, payload, camera, 8) == 5);
}

// The whole measurement, and what other readers make of it, is bench/reader.
TEST_CASE("at 3 pixels a module 95 of 100 bad photos read, and none wrongly", "[qr]") {
  unsigned pictures = 0, read = 0;
  for (const test::Scene& scene : test::scenes()) {
    for (const test::Size& size : test::kSizes) {
      const test::Picture picture = picture_of(scene, size, 3, pictures);
      const auto codes = find_codes(picture.image);
      CAPTURE(scene.name, size.what);
      CHECK((codes.empty() || codes == std::vector<std::string>{picture.text}));
      if (!codes.empty()) ++read;
      ++pictures;
    }
  }
  CAPTURE(read, pictures);
  CHECK(read * 100 >= pictures * 95);
}

TEST_CASE("of a camera's frames at 3 pixels a module nine of ten read at once", "[qr]") {
  unsigned pictures = 0, read = 0;
  for (const test::Scene& scene : test::scenes()) {
    const test::Picture picture = picture_of(scene, test::kSizes[1], 3, pictures++);
    if (!find_codes(picture.image, Effort::quick).empty()) ++read;
  }
  CAPTURE(read, pictures);
  CHECK(read * 10 >= pictures * 9);
}

TEST_CASE("a code turned by any angle reads", "[qr]") {
  const double degrees = GENERATE(20.0, 40.0, 45.0, 50.0, 70.0, 135.0, 200.0, 225.0, 290.0, 315.0);
  CAPTURE(degrees);
  const std::string text = whit_text(246);
  const auto qr = make_qr(text);
  REQUIRE(qr.ok());
  Camera camera;
  camera.module_pixels = 5;
  camera.degrees = degrees;
  camera.blur = 0.2;
  CHECK(find_codes(test::photograph(*qr, camera, 1)) == std::vector<std::string>{text});
}

}  // namespace whit
