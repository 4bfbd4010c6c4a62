// SPDX-License-Identifier: Apache-2.0
// Drawing a QR code: as a matrix of modules, and that matrix as PNG, SVG or terminal text.
//
// Every function here is pure, but for terminal_for, which looks at one file descriptor and the
// environment. The same text gives the same bytes, so a test may compare files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whit/result.h"

namespace whit {

// QrLevel is the share of a code that may be lost and still read: 7, 15, 25 or 30 percent.
enum class QrLevel : std::uint8_t { low = 0, medium = 1, quartile = 2, high = 3 };

// kQuietZone is the empty border, in modules, that every drawing below has on each side.
inline constexpr int kQuietZone = 4;

// A QrMatrix is one QR code: size() x size() modules, without the quiet zone.
class QrMatrix {
 public:
  // `dark` holds size * size modules row by row, for a `version` of 1 to 40.
  QrMatrix(int version, QrLevel level, std::vector<bool> dark);

  int version() const { return version_; }
  QrLevel level() const { return level_; }
  int size() const { return 17 + 4 * version_; }
  // dark is whether module `x`, `y` is dark; outside the matrix, as in the quiet zone, none is.
  bool dark(int x, int y) const;

 private:
  int version_;
  QrLevel level_;
  std::vector<bool> dark_;
};

// make_qr encodes `text` in the smallest version that holds it at `at_least`, then raises the level
// as far as that version allows. It uses alphanumeric mode if all of `text` is in its 45
// characters, as all whit text is, else byte mode. Errc::too_large if no version holds it,
// Errc::wrong_length if there is nothing to encode.
[[nodiscard]] Result<QrMatrix> make_qr(std::string_view text, QrLevel at_least = QrLevel::medium);

// kMaxModulePixels is the largest side of a module in a PNG.
inline constexpr int kMaxModulePixels = 64;

// qr_png draws a one-bit grey PNG with modules of `module_pixels` (1 to kMaxModulePixels, else
// clamped) a side. Throws std::bad_alloc without memory, and nothing else.
[[nodiscard]] std::vector<std::uint8_t> qr_png(const QrMatrix& qr, int module_pixels);

// qr_svg draws an SVG document of one path, one unit a module, that scales to its container.
// `title` is what a screen reader says; characters that XML does not allow become '?'.
[[nodiscard]] std::string qr_svg(const QrMatrix& qr, std::string_view title);

// QrText is how a code is drawn in characters. Blocks hold two modules, one above the other, in one
// UTF-8 character; ascii and colour_ascii spend two characters on each module.
enum class QrText : std::uint8_t {
  colour_blocks,    // black on white by ANSI colours: right on any terminal
  colour_ascii,     // the same with coloured spaces, for a locale that is not UTF-8
  blocks,           // no colour, ink is dark: for paper and light backgrounds
  blocks_on_black,  // no colour, ink is light: for dark backgrounds
  ascii,            // no colour, '##' is dark
};

// qr_text draws `qr` with its quiet zone; each line ends in '\n'.
[[nodiscard]] std::string qr_text(const QrMatrix& qr, QrText style);

// qr_columns and qr_rows are what qr_text takes of a terminal.
[[nodiscard]] int qr_columns(const QrMatrix& qr, QrText style);
[[nodiscard]] int qr_rows(const QrMatrix& qr, QrText style);

// A Terminal says how to draw on a file descriptor. Zero columns or rows means no limit is known,
// as for a file or a pipe.
struct Terminal {
  QrText style = QrText::ascii;
  int columns = 0;
  int rows = 0;

  // fits is whether `qr` can be shown whole without wrapping or scrolling its top away.
  bool fits(const QrMatrix& qr) const;
};

// terminal_for describes `fd`: colours only if it is a terminal that is not "dumb", blocks only if
// LC_ALL, LC_CTYPE or LANG name UTF-8.
[[nodiscard]] Terminal terminal_for(int fd);

}  // namespace whit
