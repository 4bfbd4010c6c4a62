// SPDX-License-Identifier: Apache-2.0
#include "base/hex.h"

namespace whit::hex {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string encode(Bytes bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

Result<std::vector<std::uint8_t>> decode(std::string_view text) {
  if (text.size() % 2 != 0) return Error{Errc::wrong_length, 0};
  std::vector<std::uint8_t> out(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t digit = kDigits.find(text[i]);
    if (digit == std::string_view::npos) {
      return Error{Errc::bad_character, static_cast<std::uint32_t>(i)};
    }
    out[i / 2] = static_cast<std::uint8_t>(std::size_t{out[i / 2]} << 4 | digit);
  }
  return out;
}

}  // namespace whit::hex
