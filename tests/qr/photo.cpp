// SPDX-License-Identifier: Apache-2.0
#include "photo.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

namespace whit::test {
namespace {

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

// A pixel of a screen is lit for the larger part of its width and height; between them it is dark.
double pixel_light(double at) {
  constexpr double kLit = 0.82, kDark = 0.25;
  return at - std::floor(at) < kLit ? 1 : kDark;
}

struct Pose {
  double scale, cosine, sine, tilt_x, tilt_y, shift_x, shift_y, half, screen, bent;

  // The light at a point of the picture, measured from its middle; 0 is dark, 1 light.
  double look(const QrMatrix& qr, double x, double y) const {
    const double px = (x + shift_x) / scale, py = (y + shift_y) / scale;
    // Rolled about an axis of the picture: only the way across it bends.
    const double roll = bent * (px * px / (half * half) - 0.5);
    const double depth = 1 + (tilt_x * px + tilt_y * py) / half + roll;
    const double u = (cosine * px + sine * py) / depth + half;
    const double v = (-sine * px + cosine * py) / depth + half;
    if (qr.dark(static_cast<int>(std::floor(u)), static_cast<int>(std::floor(v)))) return 0;
    return screen == 0 ? 1 : pixel_light(u * screen) * pixel_light(v * screen);
  }
};

// Points for each side of a pixel: a screen's own pixels are smaller still.
int subsamples(const Camera& camera) { return camera.screen_pixels == 0 ? 4 : 7; }

Plane project(const QrMatrix& qr, const Pose& pose, int side, int points) {
  Plane out{side, std::vector<double>(static_cast<std::size_t>(side * side))};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      double sum = 0;
      for (int i = 0; i < points * points; ++i) {
        const double dx = (i % points + 0.5) / points;
        const double dy = (i / points + 0.5) / points;
        sum += pose.look(qr, x + dx - side / 2.0, y + dy - side / 2.0);
      }
      out.at(x, y) = sum / (points * points);
    }
  }
  return out;
}

// One axis at a time, turning the plane: twice gives both axes and the plane as it was.
Plane blur_and_turn(Plane in, double sigma) {
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  std::vector<double> weights;
  double total = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-i * i / (2 * sigma * sigma)));
    total += weights.back();
  }
  Plane out{in.side, std::vector<double>(in.values.size())};
  for (int y = 0; y < in.side; ++y) {
    for (int x = 0; x < in.side; ++x) {
      double sum = 0;
      for (int i = -reach; i <= reach; ++i) {
        sum += weights[static_cast<std::size_t>(i + reach)] *
               in.at(std::clamp(x + i, 0, in.side - 1), y);
      }
      out.at(y, x) = sum / total;
    }
  }
  return out;
}

// Light is how bright the picture is at each point, and how much a lamp veils it.
class Light {
 public:
  Light(const Camera& camera, const Pose& pose, int side, Random& random)
      : camera_(camera), side_(side) {
    const double direction = random.uniform() * kPi;
    across_ = std::cos(direction);
    down_ = std::sin(direction);
    spot_x_ = side / 2.0 + random.uniform() * pose.half * pose.scale * 0.8;
    spot_y_ = side / 2.0 + random.uniform() * pose.half * pose.scale * 0.8;
    phase_ = random.uniform() * kPi;
    spot_ = camera.glare_size * 2 * pose.half * pose.scale;
  }

  double level(double share, int x, int y) const {
    const double far = (across_ * (2.0 * x / side_ - 1) + down_ * (2.0 * y / side_ - 1) + 1) / 2;
    const double band = 1 - camera_.bands / 2 * (1 + std::sin(phase_ + 12 * kPi * y / side_));
    const double light = (1 - camera_.shade * std::clamp(far, 0.0, 1.0)) * band;
    const double seen = (camera_.black + (camera_.white - camera_.black) * share) * light;
    const double away = (x - spot_x_) * (x - spot_x_) + (y - spot_y_) * (y - spot_y_);
    const double veil = camera_.glare * std::exp(-away / (2 * spot_ * spot_));
    return seen + (255 - seen) * veil;
  }

 private:
  const Camera& camera_;
  int side_;
  double across_, down_, spot_x_, spot_y_, spot_, phase_;
};

GreyImage stored(const GreyImage& image, int quality) {
  GreyImage out;
  if (decode_picture(jpeg_file(image, quality), out) != PictureOutcome::found) std::abort();
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
                  qr.size() / 2.0,
                  camera.screen_pixels,
                  camera.bent};
  const double reach = std::abs(pose.cosine) + std::abs(pose.sine);  // of the turned square
  const double nearest = 1 / (1 - std::abs(pose.tilt_x) - std::abs(pose.tilt_y));
  const double modules = qr.size() * nearest + 16;
  const int side = static_cast<int>(modules * camera.module_pixels * reach);
  Plane plane = project(qr, pose, side, subsamples(camera));
  const double sigma = camera.blur * camera.module_pixels;
  if (sigma > 0.05) plane = blur_and_turn(blur_and_turn(std::move(plane), sigma), sigma);
  const Light light(camera, pose, side, random);
  GreyImage out = blank(side, side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double level = light.level(plane.at(x, y), x, y) + camera.noise * random.normal();
      out.row(y)[x] = static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
    }
  }
  return camera.jpeg == 0 ? out : stored(out, camera.jpeg);
}

}  // namespace whit::test
