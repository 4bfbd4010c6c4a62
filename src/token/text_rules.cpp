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

}  // namespace whit
