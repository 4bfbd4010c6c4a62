// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/big.h"

#include <algorithm>
#include <array>

namespace whit::cli::gate {
namespace {

constexpr int kHeight = 5, kMostScale = 6;

struct Glyph {
  char letter;
  std::array<const char*, kHeight> rows;
};
constexpr Glyph kGlyphs[] = {
    {'A', {" ### ", "#   #", "#####", "#   #", "#   #"}},
    {'C', {" ####", "#    ", "#    ", "#    ", " ####"}},
    {'D', {"#### ", "#   #", "#   #", "#   #", "#### "}},
    {'E', {"#####", "#    ", "###  ", "#    ", "#####"}},
    {'G', {" ####", "#    ", "#  ##", "#   #", " ####"}},
    {'I', {"###", " # ", " # ", " # ", "###"}},
    {'L', {"#    ", "#    ", "#    ", "#    ", "#####"}},
    {'M', {"#   #", "## ##", "# # #", "#   #", "#   #"}},
    {'N', {"#   #", "##  #", "# # #", "#  ##", "#   #"}},
    {'O', {" ### ", "#   #", "#   #", "#   #", " ### "}},
    {'P', {"#### ", "#   #", "#### ", "#    ", "#    "}},
    {'R', {"#### ", "#   #", "#### ", "#  # ", "#   #"}},
    {'S', {" ####", "#    ", " ### ", "    #", "#### "}},
    {'T', {"#####", "  #  ", "  #  ", "  #  ", "  #  "}},
    {'Y', {"#   #", " # # ", "  #  ", "  #  ", "  #  "}},
    {' ', {"  ", "  ", "  ", "  ", "  "}},
    {static_cast<char>(Sign::tick), {"      #", "     # ", "#   #  ", " # #   ", "  #    "}},
    {static_cast<char>(Sign::cross), {"#   #", " # # ", "  #  ", " # # ", "#   #"}},
    {static_cast<char>(Sign::query), {" ### ", "#   #", "  ## ", "     ", "  #  "}},
    {static_cast<char>(Sign::ring), {" ### ", "#   #", "#   #", "#   #", " ### "}},
};

const Glyph* glyph_of(char letter) {
  const auto* found = std::find_if(std::begin(kGlyphs), std::end(kGlyphs),
                                   [letter](const Glyph& each) { return each.letter == letter; });
  return found == std::end(kGlyphs) ? nullptr : found;
}

// Pixels is a picture, row by row, '#' for ink; all rows are as long.
using Pixels = std::vector<std::string>;

Pixels line_of(std::string_view letters) {
  Pixels out(kHeight);
  for (const char letter : letters) {
    const Glyph* glyph = glyph_of(letter);
    if (glyph == nullptr) continue;
    for (std::size_t y = 0; y < out.size(); ++y) {
      if (!out[y].empty()) out[y] += ' ';
      out[y] += glyph->rows[y];
    }
  }
  return out;
}

// stacked puts one line below another, centred.
Pixels stacked(const std::vector<std::string>& lines) {
  Pixels out;
  std::size_t width = 0;
  for (const std::string& line : lines) {
    if (!out.empty()) out.emplace_back();
    for (std::string& row : line_of(line)) {
      width = std::max(width, row.size());
      out.push_back(std::move(row));
    }
  }
  for (std::string& row : out) {
    row.insert(0, (width - row.size()) / 2, ' ');
    row.resize(width, ' ');
  }
  return out;
}

Pixels scaled(const Pixels& picture, std::size_t across, std::size_t down) {
  Pixels out;
  for (const std::string& row : picture) {
    std::string wide;
    for (const char pixel : row) wide.append(across, pixel);
    out.insert(out.end(), down, wide);
  }
  return out;
}

std::string half_blocks(const std::string& upper, const std::string& lower) {
  std::string out;
  for (std::size_t x = 0; x < upper.size(); ++x) {
    const bool top = upper[x] == '#', bottom = lower[x] == '#';
    out += top && bottom ? "\u2588" : top ? "\u2580" : bottom ? "\u2584" : " ";
  }
  return out;
}

// Drawing is a picture at one size.
struct Drawing {
  std::vector<std::string> rows;
  bool fits = false;
};

Drawing draw(const Pixels& picture, int scale, int columns, int rows, bool utf8) {
  // A character is about twice as high as it is wide.
  const auto size = static_cast<std::size_t>(scale);
  Pixels large = utf8 ? scaled(picture, size, size) : scaled(picture, 2 * size, size);
  if (utf8 && large.size() % 2 == 1) large.emplace_back(large[0].size(), ' ');
  Drawing out;
  const std::size_t height = utf8 ? large.size() / 2 : large.size();
  out.fits = static_cast<int>(large[0].size()) <= columns && static_cast<int>(height) <= rows;
  if (!out.fits) return out;
  for (std::size_t y = 0; y < height; ++y) {
    out.rows.push_back(utf8 ? half_blocks(large[2 * y], large[2 * y + 1]) : large[y]);
  }
  return out;
}

using Lines = std::vector<std::string>;

// The ways to break the word into lines: with its sign, which is worth more than size, and without.
std::vector<Lines> with_sign(char sign, const std::string& word) {
  std::vector<Lines> out = {{std::string(1, sign) + " " + word}};
  if (const std::size_t gap = word.find(' '); gap != std::string::npos) {
    out.push_back({word.substr(0, gap), word.substr(gap + 1) + " " + sign});
  }
  return out;
}

std::vector<Lines> without_sign(const std::string& word) {
  std::vector<Lines> out = {{word}};
  if (const std::size_t gap = word.find(' '); gap != std::string::npos) {
    out.push_back({word.substr(0, gap), word.substr(gap + 1)});
  }
  return out;
}

std::string spaced(std::string_view word) {
  std::string out;
  for (const char letter : word) {
    if (!out.empty()) out += ' ';
    out += letter;
  }
  return out;
}

}  // namespace

std::vector<std::string> big_text(Sign sign, std::string_view word, int columns, int rows,
                                  bool utf8) {
  const std::string whole(word);
  for (const auto& ways : {with_sign(static_cast<char>(sign), whole), without_sign(whole)}) {
    for (int scale = kMostScale; scale >= 1; --scale) {
      for (const Lines& lines : ways) {
        Drawing drawing = draw(stacked(lines), scale, columns, rows, utf8);
        if (drawing.fits) return drawing.rows;
      }
    }
  }
  const std::string wide = spaced(word);
  return {static_cast<int>(wide.size()) <= columns ? wide : std::string(word)};
}

int columns_of(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80;
  }));
}

}  // namespace whit::cli::gate
