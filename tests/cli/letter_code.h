// SPDX-License-Identifier: Apache-2.0
// The QR code of a letter, read back from the drawing that is printed.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "cli/qr/qr.h"
#include "cli/qr/read.h"

namespace whit::cli {

// modules_in_letter rebuilds the matrix from the runs of the dark path: "M4 4h7v1h-7z...".
inline std::vector<bool> modules_in_letter(std::string_view page, int& size) {
  const std::string_view mark = "<path fill=\"#000\" d=\"";
  const std::size_t at = page.find(mark);
  if (at == std::string_view::npos) return {};
  std::string path(page.substr(at + mark.size(), page.find('"', at + mark.size())));
  path.resize(path.find('"'));
  struct Run {
    int x, y, length;
  };
  std::vector<Run> runs;
  size = 0;
  for (const char* p = path.c_str(); *p == 'M';) {
    char* end = nullptr;
    const int x = static_cast<int>(std::strtol(p + 1, &end, 10)) - kQuietZone;
    const int y = static_cast<int>(std::strtol(end, &end, 10)) - kQuietZone;
    const int length = static_cast<int>(std::strtol(end + 1, &end, 10));
    runs.push_back({x, y, length});
    size = std::max({size, x + length, y + 1});
    while (*end != 'z') ++end;
    p = end + 1;
  }
  std::vector<bool> dark(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  for (const Run& run : runs) {
    for (int i = 0; i < run.length; ++i) {
      dark[static_cast<std::size_t>(run.y * size + run.x + i)] = true;
    }
  }
  return dark;
}

// code_in_letter is what our own reader reads in it; empty where it reads nothing.
inline std::string code_in_letter(std::string_view page) {
  int size = 0;
  std::vector<bool> dark = modules_in_letter(page, size);
  if (size < 21 || (size - 17) % 4 != 0) return "";
  const QrMatrix drawn((size - 17) / 4, QrLevel::medium, std::move(dark));
  const PictureResult read = read_picture(qr_png(drawn, 4));
  return read.outcome == PictureOutcome::found ? read.text : "";
}

}  // namespace whit::cli
