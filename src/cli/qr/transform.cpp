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

// Where an output pixel samples one axis: between `low` and `high`, `weight` of kUnit of the way,
// with pixels taken at their centres and the edge repeated.
struct Sample {
  int low;
  int high;
  int weight;
};

constexpr int kUnit = 64;  // kUnit * kUnit is 1 << 12

std::vector<Sample> samples(int length, int factor) {
  std::vector<Sample> out;
  for (int i = 0; i < length * factor; ++i) {
    const int position = std::max(0, (2 * i + 1 - factor) * (kUnit / 2));  // in 1/(factor * kUnit)
    const int low = position / (factor * kUnit);
    out.push_back({low, std::min(low + 1, length - 1), position / factor % kUnit});
  }
  return out;
}

// Columns holds, for each column of a picture, the sum of the pixels near one row.
class Columns {
 public:
  Columns(const GreyImage& image, int radius)
      : image_(image), radius_(radius), sums_(static_cast<std::size_t>(image.width)) {
    for (int y = 0; y < std::min(radius, image.height); ++y) add(y, 1);
  }

  // Rows are visited from the top, each in its turn.
  void move_to(int y) {
    if (y + radius_ < image_.height) add(y + radius_, 1);
    if (y > radius_) add(y - radius_ - 1, -1);
    height_ = std::min(image_.height - 1, y + radius_) - std::max(0, y - radius_) + 1;
  }

  int sum(int x) const { return sums_[static_cast<std::size_t>(x)]; }
  int height() const { return height_; }

 private:
  void add(int y, int sign) {
    const std::uint8_t* row = image_.row(y);
    for (int& sum : sums_) sum += sign * *row++;
  }

  const GreyImage& image_;
  int radius_;
  int height_ = 0;
  std::vector<int> sums_;
};

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
  const std::vector<Sample> across = samples(image.width, factor);
  const std::vector<Sample> down = samples(image.height, factor);
  for (int y = 0; y < out.height; ++y) {
    const Sample& at = down[static_cast<std::size_t>(y)];
    const std::uint8_t* upper = image.row(at.low);
    const std::uint8_t* lower = image.row(at.high);
    std::uint8_t* pixel = out.row(y);
    for (const auto& [low, high, weight] : across) {
      const int a = upper[low] * (kUnit - weight) + upper[high] * weight;
      const int b = lower[low] * (kUnit - weight) + lower[high] * weight;
      *pixel++ = static_cast<std::uint8_t>((a * (kUnit - at.weight) + b * at.weight) >> 12);
    }
  }
  return out;
}

GreyImage rows_of(const GreyImage& image, int top, int count) {
  return {
      image.width, count, {image.row(top), image.row(top) + std::ptrdiff_t{image.width} * count}};
}

GreyImage sharpen(const GreyImage& image, int radius) {
  GreyImage out = white(image.width, image.height);
  Columns columns(image, radius);
  for (int y = 0; y < image.height; ++y) {
    columns.move_to(y);
    const std::uint8_t* in = image.row(y);
    std::uint8_t* pixel = out.row(y);
    int sum = 0;
    for (int x = 0; x < std::min(radius, image.width); ++x) sum += columns.sum(x);
    for (int x = 0; x < image.width; ++x) {
      if (x + radius < image.width) sum += columns.sum(x + radius);
      if (x > radius) sum -= columns.sum(x - radius - 1);
      const int across = std::min(image.width - 1, x + radius) - std::max(0, x - radius) + 1;
      const int mean = sum / (across * columns.height());
      pixel[x] = static_cast<std::uint8_t>(std::clamp(2 * in[x] - mean, 0, 255));
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
