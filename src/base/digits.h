// SPDX-License-Identifier: Apache-2.0
// The value of each character of an alphabet, for decoders of text.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace whit {

inline constexpr std::uint8_t kNoDigit = 255;

// digit_values has, for each character, its place in `alphabet`, or kNoDigit.
constexpr std::array<std::uint8_t, 256> digit_values(std::string_view alphabet) noexcept {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = kNoDigit;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

}  // namespace whit
