// SPDX-License-Identifier: Apache-2.0
#include "base/markup.h"

#include "base/utf8.h"

namespace whit {
namespace {

std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

// entity_for is what stands for one character that markup gives a meaning, or nothing.
std::string_view entity_for(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view one = text.substr(i, sequence_length(byte));
    const std::string_view entity = entity_for(text[i]);
    const bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
    if (!entity.empty()) {
      out += entity;
    } else if (control || !is_utf8(as_bytes(one))) {
      out += '?';
      ++i;
      continue;
    } else {
      out += one;
    }
    i += one.size();
  }
  return out;
}

}  // namespace whit
