// SPDX-License-Identifier: Apache-2.0
// What a camera does to a code, as far as arithmetic can do it.
#pragma once

#include "canvas.h"

namespace whit::test {

// A Camera says how a picture is taken. Lengths are in pixels or, where said, in modules.
struct Camera {
  double module_pixels = 4;  // in the picture
  double degrees = 0;        // clockwise
  double keystone = 0;       // far edge smaller by this share, in a direction of its own
  double blur = 0;           // sigma of a Gaussian, in modules
  double noise = 0;          // sigma, in grey levels
  double black = 40;         // what dark and light modules look like
  double white = 215;
};

// photograph takes `qr`; `seed` decides the noise, the direction of the keystone and where between
// the pixels the code lies. The same arguments give the same picture.
GreyImage photograph(const QrMatrix& qr, const Camera& camera, unsigned seed);

}  // namespace whit::test
