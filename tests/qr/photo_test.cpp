// SPDX-License-Identifier: Apache-2.0
#include "photo.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>

#include "cli/qr/detect.h"

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
  const std::size_t payload = GENERATE(as<std::size_t>{}, 246, 271, 434, 456, 590, 768);
  CAPTURE(payload);
  Camera camera;
  camera.module_pixels = 4;
  camera.keystone = 0.03;
  camera.blur = 0.25;
  camera.noise = 6;
  CHECK(read_of(9, payload, camera, 8) == 9);
}

TEST_CASE("photos at 3 pixels a module read nearly always", "[qr]") {
  const std::size_t payload = GENERATE(as<std::size_t>{}, 246, 768);
  CAPTURE(payload);
  Camera camera;
  camera.module_pixels = 3;
  camera.keystone = 0.03;
  camera.blur = 0.25;
  camera.noise = 6;
  CHECK(read_of(17, payload, camera, 8) >= 15);
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

// Prints the table of how much is read of what; run it as `qr_test "[measure]"`.
TEST_CASE("how often distorted codes read", "[.measure]") {
  for (const std::size_t payload : {246U, 434U, 768U}) {
    for (const double blur : {0.25, 0.35}) {
      std::printf("%4zu B, blur %.2f:", payload, blur);
      for (const double pixels : {2.0, 2.5, 3.0, 4.0, 6.0}) {
        Camera camera;
        camera.module_pixels = pixels;
        camera.keystone = 0.03;
        camera.blur = blur;
        camera.noise = 6;
        std::printf("  %.1f px %3d/51", pixels, read_of(51, payload, camera, 8));
        std::fflush(stdout);
      }
      std::puts("");
    }
  }
}

}  // namespace whit
