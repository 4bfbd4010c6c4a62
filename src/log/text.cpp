// SPDX-License-Identifier: Apache-2.0
#include "log/text.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "log/merkle.h"

namespace whit::logtext {
namespace {

// White_Space of Unicode above the control characters, as UTF-8.
constexpr std::string_view kSpaces[] = {
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
    "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
    "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
    "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

}  // namespace

Result<std::uint64_t> parse_decimal(std::string_view text) noexcept {
  if (text.empty() || text.size() > 19) return Errc::out_of_range;
  if (text.size() > 1 && text[0] == '0') return Errc::not_canonical;
  std::uint64_t out = 0;  // 19 digits don't overflow it
  for (const char c : text) {
    if (c < '0' || c > '9') return Errc::bad_character;
    out = out * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (out > kMaxTreeSize) return Errc::out_of_range;
  return out;
}

Result<std::string_view> line(std::string_view& rest) noexcept {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return Errc::truncated;
  const std::string_view out = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return out;
}

Result<Hash> parse_hash(std::string_view text) {
  WHIT_TRY(const auto bytes, base64::decode(text));
  if (bytes.size() != Hash::kSize) return Errc::wrong_length;
  return Hash::from(bytes);
}

std::string encode(const Hash& hash) { return base64::encode(hash.view()); }

bool is_key_name(std::string_view name) noexcept {
  if (name.empty() || !is_utf8(as_bytes(name))) return false;
  const auto is_plain = [](char c) { return static_cast<std::uint8_t>(c) > ' ' && c != '+'; };
  if (!std::all_of(name.begin(), name.end(), is_plain)) return false;
  return std::none_of(std::begin(kSpaces), std::end(kSpaces), [&](std::string_view space) {
    return name.find(space) != std::string_view::npos;
  });
}

}  // namespace whit::logtext
