// SPDX-License-Identifier: Apache-2.0
#include "mix.h"

#include <cstdlib>

namespace whit::test {
namespace {

Camera paper() {
  Camera out;
  out.keystone = 0.03;
  out.blur = 0.25;
  out.noise = 6;
  return out;
}

// A phone's screen: brighter than paper, and stored as phones and webcams store pictures.
Camera screen() {
  Camera out = paper();
  out.keystone = 0.06;
  out.black = 25;
  out.white = 235;
  out.screen_pixels = 6;
  out.jpeg = 80;
  return out;
}

template <class Change>
Camera with(Camera camera, Change change) {
  change(camera);
  return camera;
}

std::array<Scene, kScenes> make_scenes() {
  return {{
      {"tilted", paper(), 8},
      {"turned any way", paper(), 180},
      {"blur 0.35", with(paper(), [](Camera& c) { c.blur = 0.35; }), 8},
      {"keystone 0.12", with(paper(), [](Camera& c) { c.keystone = 0.12; }), 8},
      {"bent card", with(paper(), [](Camera& c) { c.bent = 0.01; }), 8},
      {"noise 16", with(paper(), [](Camera& c) { c.noise = 16; }), 8},
      {"uneven light", with(paper(), [](Camera& c) { c.shade = 0.75; }), 8},
      {"low contrast", with(paper(), [](Camera& c) { c.black = 100, c.white = 150, c.noise = 4; }),
       8},
      {"dark and noisy", with(paper(), [](Camera& c) { c.black = 15, c.white = 70, c.noise = 8; }),
       8},
      {"screen", screen(), 8},
      {"screen, bands", with(screen(), [](Camera& c) { c.bands = 0.5; }), 8},
      {"screen, glare", with(screen(), [](Camera& c) { c.glare = 1; }), 8},
      {"screen, fine pixels", with(screen(), [](Camera& c) { c.screen_pixels = 2.9; }), 8},
      {"screen, all at once",
       with(screen(),
            [](Camera& c) {
              c.keystone = 0.08;
              c.blur = 0.3;
              c.noise = 10;
              c.shade = 0.5;
              c.bands = 0.2;
              c.glare = 0.8;
              c.jpeg = 60;
            }),
       20},
  }};
}

// Angles from -1 to 1, spread evenly, none of the first 31 the same.
double turn(unsigned index) { return (static_cast<double>(index * 12 % 31) - 15) / 15; }

}  // namespace

const std::array<Scene, kScenes>& scenes() {
  static const auto all = make_scenes();
  return all;
}

Picture picture_of(const Scene& scene, const Size& size, double module_pixels, unsigned index) {
  Picture out;
  out.text = whit_text(size.payload, index);
  const auto qr = make_qr(out.text);
  if (!qr) std::abort();
  Camera camera = scene.camera;
  camera.module_pixels = module_pixels;
  camera.degrees = scene.degrees * turn(index);
  out.image = photograph(*qr, camera, index + 1);
  return out;
}

}  // namespace whit::test
