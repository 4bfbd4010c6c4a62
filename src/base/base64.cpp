// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include "base/digits.h"

namespace whit::base64 {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto kValues = digit_values(kAlphabet);

std::size_t padding(std::string_view text) noexcept {
  if (text.empty() || text.back() != '=') return 0;
  return text[text.size() - 2] == '=' ? 2 : 1;
}

}  // namespace

std::string encode(Bytes bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < here ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      out.push_back(k <= here ? kAlphabet[group >> (18 - 6 * k) & 63] : '=');
    }
  }
  return out;
}

Result<std::vector<std::uint8_t>> decode(std::string_view text) {
  if (text.size() % 4 != 0) return Errc::wrong_length;
  const std::size_t digits = text.size() - padding(text);
  std::vector<std::uint8_t> out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::uint8_t value = kValues[static_cast<std::uint8_t>(text[i])];
    if (value == kNoDigit) return Error{Errc::bad_character, static_cast<std::uint32_t>(i)};
    bits = bits << 6 | value;
    const unsigned unused = 6 - 2 * static_cast<unsigned>(i % 4);  // bits below the last whole byte
    if (i % 4 != 0) out.push_back(static_cast<std::uint8_t>(bits >> unused));
    if (i + 1 == digits && i % 4 != 3 && (bits & ((1U << unused) - 1)) != 0) {
      return Error{Errc::not_canonical, static_cast<std::uint32_t>(i)};
    }
  }
  return out;
}

}  // namespace whit::base64
