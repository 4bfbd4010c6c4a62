// SPDX-License-Identifier: Apache-2.0
// The pictures that readers are measured on: doc/reading-codes.md describes them.
#pragma once

#include <array>
#include <string>

#include "photo.h"

namespace whit::test {

// A Size is one of our codes: `payload` bytes in the alphabet of a showing.
struct Size {
  std::size_t payload;
  const char* what;
};
inline constexpr std::array<Size, 4> kSizes{
    {{132, "paper V8"}, {246, "one-way V12"}, {431, "anonymous V16"}, {768, "several facts V23"}}};

// A Scene is a way to take a picture badly.
struct Scene {
  const char* name;
  Camera camera;   // but for module_pixels and degrees
  double degrees;  // turned by up to this, each picture by another angle
};
inline constexpr std::size_t kScenes = 14;
const std::array<Scene, kScenes>& scenes();

// A Picture is one code in one scene.
struct Picture {
  std::string text;
  GreyImage image;
};

// picture_of makes number `index` of its kind. The same arguments give the same picture.
Picture picture_of(const Scene& scene, const Size& size, double module_pixels, unsigned index);

}  // namespace whit::test
