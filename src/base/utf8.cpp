// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

namespace whit {
namespace {

// A row of the table in RFC 3629, section 4: first byte, range of the second, bytes in all.
struct Row {
  std::uint8_t first_low, first_high, second_low, second_high;
  std::size_t size;
};
constexpr Row kRows[] = {{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                         {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
                         {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
                         {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};

bool within(std::uint8_t byte, std::uint8_t low, std::uint8_t high) noexcept {
  return byte >= low && byte <= high;
}

// The length of the character at the front of `bytes`, or 0.
std::size_t character_size(Bytes bytes) noexcept {
  if (bytes[0] < 0x80) return 1;
  for (const Row& row : kRows) {
    if (!within(bytes[0], row.first_low, row.first_high)) continue;
    if (bytes.size() < row.size || !within(bytes[1], row.second_low, row.second_high)) return 0;
    for (std::size_t i = 2; i < row.size; ++i) {
      if (!within(bytes[i], 0x80, 0xbf)) return 0;
    }
    return row.size;
  }
  return 0;
}

}  // namespace

bool is_utf8(Bytes bytes) noexcept {
  while (!bytes.empty()) {
    const std::size_t size = character_size(bytes);
    if (size == 0) return false;
    bytes = bytes.subspan(size);
  }
  return true;
}

}  // namespace whit
