// SPDX-License-Identifier: Apache-2.0
#include "issue/person.h"

namespace whit {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

bool is_document_part(std::string_view text) noexcept {
  for (const char c : text) {
    if (!is_digit(c) && !is_upper(c)) return false;
  }
  return !text.empty();
}

}  // namespace

bool is_subject(std::string_view text) noexcept {
  if (text.empty() || text.size() > 32) return false;
  for (const char c : text) {
    const bool alnum = is_digit(c) || is_upper(c) || is_lower(c);
    const bool inner = c == '.' || c == '_' || c == '-';
    if (!alnum && !(inner && &c != text.data())) return false;
  }
  return true;
}

bool is_document_text(std::string_view text) noexcept {
  if (text.size() > kMaxDocumentText) return false;
  for (int part = 0; part < 3; ++part) {
    const std::size_t bar = text.find('|');
    if (bar == std::string_view::npos || !is_document_part(text.substr(0, bar))) return false;
    text.remove_prefix(bar + 1);
  }
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return text.size() == 8;
}

}  // namespace whit
