// SPDX-License-Identifier: Apache-2.0
#include "token/text_rules.h"

#include <algorithm>

namespace whit {
namespace {

constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_lower_id(char c) noexcept { return is_lower(c) || is_digit(c) || c == '-'; }

template <class Predicate>
bool all(std::string_view text, Predicate predicate) noexcept {
  return std::all_of(text.begin(), text.end(), predicate);
}

bool is_identifier(std::string_view text, std::size_t longest) noexcept {
  return text.size() >= 2 && text.size() <= longest && is_lower(text.front()) &&
         all(text, is_lower_id);
}

}  // namespace

bool is_iss(std::string_view text) noexcept { return is_identifier(text, 6); }
bool is_slug(std::string_view text) noexcept { return is_identifier(text, 24); }
bool is_lang(std::string_view text) noexcept { return text.size() == 2 && all(text, is_lower); }

bool is_name(std::string_view text) noexcept {
  const auto alphanumeric = [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); };
  const auto allowed = [alphanumeric](char c) {
    return alphanumeric(c) || c == ' ' || c == '.' || c == '_' || c == '/' || c == '-';
  };
  return !text.empty() && text.size() <= 32 && alphanumeric(text.front()) && all(text, allowed);
}

bool is_value_text(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 16 && all(text, [](char c) {
    return is_upper(c) || is_digit(c) || c == ' ' || c == '.' || c == '-';
  });
}

bool is_document_text(std::string_view text) noexcept {
  for (int part = 0; part < 3; ++part) {
    const std::size_t end = text.find('|');
    if (end == 0 || end == std::string_view::npos) return false;
    if (!all(text.substr(0, end), [](char c) { return is_upper(c) || is_digit(c); })) return false;
    text.remove_prefix(end + 1);
  }
  return text.size() == 8 && all(text, is_digit);
}

bool is_plain_text(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto at = [&](std::size_t k) {
      return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
    };
    const unsigned a = at(i), b = at(i + 1), c = at(i + 2);
    if (a < 0x20 || a == 0x7f) return false;
    if (a == 0xc2 && b < 0xa0) return false;                             // U+0080 to 009F
    if (a == 0xe2 && b == 0x80 && c >= 0xa8 && c <= 0xae) return false;  // U+2028 to 202E
    if (a == 0xe2 && b == 0x81 && c >= 0xa6 && c <= 0xa9) return false;  // U+2066 to 2069
  }
  return true;
}

}  // namespace whit
