// SPDX-License-Identifier: Apache-2.0
#include "photo.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace whit::test {
namespace {

constexpr int kSubsamples = 4;  // a side of a pixel
constexpr double kPi = 3.14159265358979323846;

// Distributions of the library differ between libraries; these do not.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  double uniform() { return static_cast<double>(engine_()) / 4294967296.0 * 2 - 1; }  // [-1, 1)
  double normal() {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += uniform() / 2;
    return sum;
  }

 private:
  std::mt19937 engine_;
};

struct Plane {
  int side;
  std::vector<double> values;
  double& at(int x, int y) {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
                  static_cast<std::size_t>(x)];
  }
};

struct Pose {
  double scale, cosine, sine, tilt_x, tilt_y, shift_x, shift_y, half;

  // Light (1) or dark (0) at a point of the picture, measured from its middle.
  double look(const QrMatrix& qr, double x, double y) const {
    const double px = (x + shift_x) / scale, py = (y + shift_y) / scale;
    const double depth = 1 + (tilt_x * px + tilt_y * py) / half;
    const double u = (cosine * px + sine * py) / depth + half;
    const double v = (-sine * px + cosine * py) / depth + half;
    return qr.dark(static_cast<int>(std::floor(u)), static_cast<int>(std::floor(v))) ? 0 : 1;
  }
};

Plane project(const QrMatrix& qr, const Pose& pose, int side) {
  Plane out{side, std::vector<double>(static_cast<std::size_t>(side * side))};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      double sum = 0;
      for (int i = 0; i < kSubsamples * kSubsamples; ++i) {
        const double dx = (i % kSubsamples + 0.5) / kSubsamples;
        const double dy = (i / kSubsamples + 0.5) / kSubsamples;
        sum += pose.look(qr, x + dx - side / 2.0, y + dy - side / 2.0);
      }
      out.at(x, y) = sum / (kSubsamples * kSubsamples);
    }
  }
  return out;
}

// One axis at a time, turning the plane: twice gives both axes and the plane as it was.
Plane blur_and_turn(Plane in, double sigma) {
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  Plane out{in.side, std::vector<double>(in.values.size())};
  for (int y = 0; y < in.side; ++y) {
    for (int x = 0; x < in.side; ++x) {
      double sum = 0, weight = 0;
      for (int i = -reach; i <= reach; ++i) {
        const double w = std::exp(-i * i / (2 * sigma * sigma));
        sum += w * in.at(std::clamp(x + i, 0, in.side - 1), y);
        weight += w;
      }
      out.at(y, x) = sum / weight;
    }
  }
  return out;
}

}  // namespace

GreyImage photograph(const QrMatrix& qr, const Camera& camera, unsigned seed) {
  Random random(seed);
  const double angle = camera.degrees * kPi / 180;
  const Pose pose{camera.module_pixels,
                  std::cos(angle),
                  std::sin(angle),
                  camera.keystone * random.uniform(),
                  camera.keystone * random.uniform(),
                  random.uniform(),
                  random.uniform(),
                  qr.size() / 2.0};
  const double reach = std::abs(pose.cosine) + std::abs(pose.sine);  // of the turned square
  const int side = static_cast<int>((qr.size() + 16) * camera.module_pixels * reach);
  Plane plane = project(qr, pose, side);
  const double sigma = camera.blur * camera.module_pixels;
  if (sigma > 0.05) plane = blur_and_turn(blur_and_turn(std::move(plane), sigma), sigma);
  GreyImage out = blank(side, side);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) {
    const double light = camera.black + (camera.white - camera.black) * plane.values[i];
    const double level = light + camera.noise * random.normal();
    out.pixels[i] = static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
  }
  return out;
}

}  // namespace whit::test
