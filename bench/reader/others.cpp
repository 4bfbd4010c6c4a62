// SPDX-License-Identifier: Apache-2.0
#include "reader/others.h"

#include <sys/resource.h>

#include <cstdio>
#include <ctime>
#include <random>

#include "qr/mix.h"

namespace whit::bench {
namespace {

using test::kSizes;
using test::scenes;

constexpr double kPixels = 3;

// Two pictures of one scene, one beside the other.
GreyImage pair_of(const GreyImage& left, const GreyImage& right) {
  GreyImage out = test::blank(left.width + right.width, std::max(left.height, right.height));
  test::paste(out, left, 0, 0);
  test::paste(out, right, left.width, 0);
  return out;
}

// A photo of a desk, about as bright and rough as one, with room for a code.
GreyImage desk(int width, int height) {
  GreyImage out = test::blank(width, height);
  std::mt19937 random(1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int wood = 110 + 40 * ((x / 37 + y / 211) % 3) + static_cast<int>(random() % 24);
      out.row(y)[x] = static_cast<std::uint8_t>(wood);
    }
  }
  return out;
}

void time(const Candidate& reader, const char* what, const GreyImage& image,
          const std::string& text) {
  const std::clock_t start = std::clock();
  const Codes codes = reader.read(image);
  const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const bool right = text.empty() ? codes.empty() : codes == Codes{text};
  std::printf("  %-40s %-6s %5.2f s, at most %ld MB so far\n", what, right ? "right" : "WRONG",
              took, used.ru_maxrss / 1024);
  std::fflush(stdout);
}

}  // namespace

void measure_pairs(const Candidate& reader, unsigned count) {
  unsigned both = 0, one = 0, none = 0;
  for (const test::Scene& scene : scenes()) {
    for (const test::Size& size : kSizes) {
      for (unsigned i = 0; i < count; ++i) {
        const test::Picture left = picture_of(scene, size, kPixels, i);
        const test::Picture right = picture_of(scene, size, kPixels, i + count);
        const std::size_t found = reader.read(pair_of(left.image, right.image)).size();
        ++(found >= 2 ? both : found == 1 ? one : none);
      }
    }
  }
  std::printf("%s, two codes at 3 pixels a module: both %u, only one %u, none %u\n", reader.name,
              both, one, none);
}

void measure_changed(const Candidate& reader, unsigned count) {
  unsigned mirrored = 0, inverted = 0, all = 0;
  for (const test::Scene& scene : scenes()) {
    for (const test::Size& size : kSizes) {
      for (unsigned i = 0; i < count; ++i) {
        const test::Picture picture = picture_of(scene, size, kPixels, i);
        const Codes right{picture.text};
        if (reader.read(test::mirrored(picture.image)) == right) ++mirrored;
        if (reader.read(test::inverted(picture.image)) == right) ++inverted;
        ++all;
      }
    }
  }
  std::printf("%s, at 3 pixels a module: mirrored %u, inverted %u of %u\n", reader.name, mirrored,
              inverted, all);
}

void measure_large(const Candidate& reader) {
  std::printf("%s, large pictures\n", reader.name);
  GreyImage photo = desk(4000, 3000);
  time(reader, "12 megapixels, no code", photo, "");
  for (const double pixels : {6.0, 3.0}) {
    const test::Picture code = picture_of(scenes()[0], kSizes[1], pixels, 3);
    test::paste(photo, code.image, 2100, 1500);
    time(reader, pixels == 3 ? "12 megapixels, a V12 of 3 pixels" : "12 megapixels, of 6 pixels",
         photo, code.text);
    photo = desk(4000, 3000);
  }
  time(reader, "40 megapixels, no code", desk(8000, 5000), "");
}

}  // namespace whit::bench
