// SPDX-License-Identifier: Apache-2.0
#include "base/base32.h"

#include <string_view>

namespace whit::base32 {

std::string encode(Bytes bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t held = 0;  // bits that wait, the last ones of `held`
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = held << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(kAlphabet[held >> (bits - 5) & 31]);
    held &= 31;  // at most 4 of them wait
  }
  if (bits > 0) out.push_back(kAlphabet[held << (5 - bits) & 31]);
  return out;
}

}  // namespace whit::base32
