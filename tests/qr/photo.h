// SPDX-License-Identifier: Apache-2.0
// What a camera does to a code, as far as arithmetic can do it.
#pragma once

#include "canvas.h"

namespace whit::test {

// A Camera says how a picture is taken. Lengths are in pixels or, where said, in modules.
struct Camera {
  double module_pixels = 4;  // in the middle of the code
  double degrees = 0;        // clockwise
  double keystone = 0;       // edges nearer and farther by up to this share, both ways
  double bent = 0;           // the middle nearer than the edges by this share, as a card in a hand
  double blur = 0;           // sigma of a Gaussian, in modules
  double noise = 0;          // sigma, in grey levels
  double black = 40;         // what dark and light modules look like
  double white = 215;
  double shade = 0;  // one side of the picture has this share less light than the other
  double glare = 0;  // a lamp's reflection: at its middle this share of the contrast is gone
  double glare_size = 0.08;  // sigma of that spot, as a share of the code's side
  double bands = 0;  // a flickering backlight under a rolling shutter, as a share of the light
  // A screen: its pixels on a side of a module, each a lit stripe between dark gaps. 0 is paper.
  double screen_pixels = 0;
  int jpeg = 0;  // quality at which the picture was stored, 0 for not
};

// photograph takes `qr`; `seed` decides the noise, the direction of the keystone, of the shade and
// where between the pixels the code lies. The same arguments give the same picture.
GreyImage photograph(const QrMatrix& qr, const Camera& camera, unsigned seed);

}  // namespace whit::test
