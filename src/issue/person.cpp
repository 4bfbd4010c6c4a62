// SPDX-License-Identifier: Apache-2.0
#include "issue/person.h"

namespace whit {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

}  // namespace

bool is_subject(std::string_view text) noexcept {
  if (text.empty() || text.size() > 32) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool alnum = is_digit(c) || is_upper(c) || is_lower(c);
    const bool inner = c == '.' || c == '_' || c == '-';
    if (!alnum && !(inner && i > 0)) return false;
  }
  return true;
}

}  // namespace whit
