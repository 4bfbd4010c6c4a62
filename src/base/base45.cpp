// SPDX-License-Identifier: Apache-2.0
#include "base/base45.h"

#include "base/digits.h"

namespace whit::base45 {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
static_assert(kAlphabet.size() == 45);

constexpr auto kValues = digit_values(kAlphabet);

// The number that 2 or 3 digits stand for, least first; digits are checked by the caller.
std::uint32_t group_value(std::string_view digits) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = digits.size(); i > 0; --i) {
    value = value * 45 + kValues[static_cast<std::uint8_t>(digits[i - 1])];
  }
  return value;
}

}  // namespace

std::string encode(Bytes bytes) {
  std::string out;
  out.reserve(bytes.size() / 2 * 3 + bytes.size() % 2 * 2);
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool pair = i + 1 < bytes.size();
    unsigned value = pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
    for (int digits = pair ? 3 : 2; digits > 0; --digits, value /= 45) {
      out.push_back(kAlphabet[value % 45]);
    }
  }
  return out;
}

Result<std::size_t> decode(std::string_view text, std::span<std::uint8_t> out) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kValues[static_cast<std::uint8_t>(text[i])] == kNoDigit) {
      return Error{Errc::bad_character, static_cast<std::uint32_t>(i)};
    }
  }
  const std::size_t rest = text.size() % 3;
  if (rest == 1) return Error{Errc::bad_base45, static_cast<std::uint32_t>(text.size() - 1)};
  const std::size_t size = text.size() / 3 * 2 + rest / 2;
  if (size > out.size()) return Errc::too_large;
  for (std::size_t i = 0, o = 0; i < text.size(); i += 3) {
    const std::string_view digits = text.substr(i, 3);
    const std::uint32_t value = group_value(digits);
    if (value > (digits.size() == 3 ? 0xffffU : 0xffU)) {
      return Error{Errc::bad_base45, static_cast<std::uint32_t>(i)};
    }
    if (digits.size() == 3) out[o++] = static_cast<std::uint8_t>(value >> 8);
    out[o++] = static_cast<std::uint8_t>(value);
  }
  return size;
}

}  // namespace whit::base45
