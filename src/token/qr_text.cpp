// SPDX-License-Identifier: Apache-2.0
#include "whit/qr_text.h"

#include "base/base45.h"

namespace whit {
namespace {

constexpr std::string_view kPrefixes[] = {"WH1:", "WP1:", "WR1:", "WI1:", "WS1:"};
constexpr std::string_view kWhite = " \t\r\n";

}  // namespace

std::string_view prefix(Carrier carrier) noexcept {
  return kPrefixes[static_cast<std::size_t>(carrier)];
}

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(kWhite);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

bool looks_like_ours(std::string_view t) noexcept {
  return t.size() >= kPrefixSize && t[0] == 'W' && t[1] >= 'A' && t[1] <= 'Z' && t[2] >= '0' &&
         t[2] <= '9' && t[3] == ':';
}

std::string encode_text(Carrier carrier, Bytes cbor) {
  return std::string(prefix(carrier)) + base45::encode(cbor);
}

Result<Carrier> recognise(std::string_view text) noexcept {
  const std::string_view inner = trimmed(text);
  if (!looks_like_ours(inner)) return Errc::no_prefix;
  for (std::size_t i = 0; i < std::size(kPrefixes); ++i) {
    if (inner.substr(0, kPrefixSize) == kPrefixes[i]) return static_cast<Carrier>(i);
  }
  return Errc::unknown_prefix;
}

Result<std::vector<std::uint8_t>> decode_text(Carrier carrier, std::string_view text) {
  WHIT_TRY(const Carrier found, recognise(text));
  if (found != carrier) return Errc::unknown_prefix;
  const std::string_view digits = trimmed(text).substr(kPrefixSize);
  std::vector<std::uint8_t> out(digits.size());
  WHIT_TRY(const std::size_t size, base45::decode(digits, out));
  out.resize(size);
  return out;
}

}  // namespace whit
