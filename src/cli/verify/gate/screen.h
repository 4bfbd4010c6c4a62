// SPDX-License-Identifier: Apache-2.0
// One picture of a gate's screen, as rows of characters.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/qr/qr.h"
#include "cli/verify/gate/display.h"

namespace whit::cli::gate {

// Canvas is how large the screen is and what it can draw.
struct Canvas {
  int columns = 80, rows = 24;
  bool utf8 = false, colours = false;
  QrText qr = QrText::ascii;  // has its own colours even where there are none else: it must be read
};

// Past is a former answer as it stays in sight: nothing of a code is in it.
struct Past {
  std::string title, time;
};

// Scene is all that is to be drawn.
struct Scene {
  State state;
  std::optional<Shown> shown;  // the answer that is on the screen; none is ready
  std::string said;            // to whoever pressed a key
  std::deque<Past> past;       // the newest first
};

// frame draws `scene` as exactly canvas.rows rows, joined by CR and LF, each cleared to its end.
// Whatever a stranger may have written in it steers no terminal.
std::string frame(const Scene& scene, const Canvas& canvas);

}  // namespace whit::cli::gate
