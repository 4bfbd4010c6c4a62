// SPDX-License-Identifier: Apache-2.0
#include "cli/qr/transform.h"

#include <algorithm>

namespace whit {
namespace {

GreyImage white(int width, int height) {
  GreyImage out{width, height, {}};
  out.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255);
  return out;
}

// Where output pixel `i` samples one axis: between `low` and `high`, `weight`/(2 * factor) of the
// way, with pixels taken at their centres and the edge repeated.
struct Sample {
  int low;
  int high;
  int weight;
};

Sample sample(int i, int factor, int length) {
  const int position = std::max(0, 2 * i + 1 - factor);  // in units of 1/(2 * factor) pixel
  const int low = position / (2 * factor);
  return {low, std::min(low + 1, length - 1), position % (2 * factor)};
}

// On which side of the line from `a` to `b` a point lies, by sign.
std::int64_t side_of(const Corner& a, const Corner& b, int x, int y) {
  return std::int64_t{b.x - a.x} * (y - a.y) - std::int64_t{b.y - a.y} * (x - a.x);
}

bool inside(const std::array<Corner, 4>& shape, int x, int y) {
  bool left = false;
  bool right = false;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::int64_t side = side_of(shape[i], shape[(i + 1) % 4], x, y);
    left = left || side < 0;
    right = right || side > 0;
  }
  return !(left && right);
}

}  // namespace

GreyImage enlarge(const GreyImage& image, int factor) {
  GreyImage out = white(image.width * factor, image.height * factor);
  const int unit = 2 * factor;
  for (int y = 0; y < out.height; ++y) {
    const Sample down = sample(y, factor, image.height);
    const std::uint8_t* upper = image.row(down.low);
    const std::uint8_t* lower = image.row(down.high);
    std::uint8_t* row = out.row(y);
    for (int x = 0; x < out.width; ++x) {
      const Sample right = sample(x, factor, image.width);
      const int a = upper[right.low] * (unit - right.weight) + upper[right.high] * right.weight;
      const int b = lower[right.low] * (unit - right.weight) + lower[right.high] * right.weight;
      const int sum = a * (unit - down.weight) + b * down.weight;
      row[x] = static_cast<std::uint8_t>(sum / (unit * unit));
    }
  }
  return out;
}

void invert(GreyImage& image) {
  for (std::uint8_t& pixel : image.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
}

void mirror(GreyImage& image) {
  for (int y = 0; y < image.height; ++y) std::reverse(image.row(y), image.row(y) + image.width);
}

void paint_over(GreyImage& image, const std::array<Corner, 4>& shape) {
  const auto by_x = [](const Corner& a, const Corner& b) { return a.x < b.x; };
  const auto by_y = [](const Corner& a, const Corner& b) { return a.y < b.y; };
  const auto [left, right] = std::minmax_element(shape.begin(), shape.end(), by_x);
  const auto [top, bottom] = std::minmax_element(shape.begin(), shape.end(), by_y);
  for (int y = std::max(0, top->y); y <= std::min(image.height - 1, bottom->y); ++y) {
    for (int x = std::max(0, left->x); x <= std::min(image.width - 1, right->x); ++x) {
      if (inside(shape, x, y)) image.row(y)[x] = 255;
    }
  }
}

}  // namespace whit
