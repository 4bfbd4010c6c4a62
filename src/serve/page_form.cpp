// SPDX-License-Identifier: Apache-2.0
#include "serve/page_form.h"

#include <optional>

#include "base/utf8.h"
#include "whit/bytes.h"

namespace whit {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
      if (low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(as_bytes(out)) || out.find('\0') != std::string::npos) return std::nullopt;
  return out;
}

}  // namespace

bool Form::take(std::string_view pair) {
  if (pair.empty()) return true;
  const std::size_t equals = pair.find('=');
  auto name = decoded(pair.substr(0, equals));
  auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                : decoded(pair.substr(equals + 1));
  if (!name || !value || fields_.size() >= kMaxFormFields) return false;
  return fields_.try_emplace(*std::move(name), *std::move(value)).second;
}

Form Form::parse(std::string_view text) {
  Form out;
  bool good = text.size() <= kMaxForm;
  while (good && !text.empty()) {
    const std::size_t end = text.find('&');
    good = out.take(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  if (!good) out.fields_.clear();
  out.good_ = good;
  return out;
}

std::string_view Form::operator[](std::string_view name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain) {
      out += c;
    } else {
      ((out += '%') += kHex[byte >> 4]) += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace whit
