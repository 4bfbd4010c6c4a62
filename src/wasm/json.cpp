// SPDX-License-Identifier: Apache-2.0
#include "wasm/json.h"

#include <utility>

#include "base/hex.h"

namespace whit::wasm {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

void JsonWriter::separate() noexcept {
  if (!is_first_) out_ += ',';
  is_first_ = false;
}

JsonWriter& JsonWriter::begin(char open, char close) noexcept {
  separate();
  out_ += open;
  closers_ += close;
  is_first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end() noexcept {
  out_ += closers_.back();
  closers_.pop_back();
  is_first_ = false;
  return *this;
}

void JsonWriter::quote(std::string_view utf8) noexcept {
  out_ += '"';
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out_ += "\\u00";
      out_ += kDigits[byte >> 4];
      out_ += kDigits[byte & 15];
      continue;
    }
    if (c == '"' || c == '\\') out_ += '\\';
    out_ += c;
  }
  out_ += '"';
}

JsonWriter& JsonWriter::key(std::string_view name) noexcept {
  separate();
  quote(name);
  out_ += ':';
  is_first_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view utf8) noexcept {
  separate();
  quote(utf8);
  return *this;
}

JsonWriter& JsonWriter::hex(Bytes bytes) noexcept { return text(hex::encode(bytes)); }

JsonWriter& JsonWriter::number(std::uint64_t value) noexcept {
  char digits[20];
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  separate();
  while (count > 0) out_ += digits[--count];
  return *this;
}

JsonWriter& JsonWriter::signed_number(std::int64_t value) noexcept {
  if (value >= 0) return number(static_cast<std::uint64_t>(value));
  separate();
  out_ += '-';
  is_first_ = true;
  return number(~static_cast<std::uint64_t>(value) + 1);
}

JsonWriter& JsonWriter::raw(std::string_view literal) noexcept {
  separate();
  out_ += literal;
  return *this;
}

std::string JsonWriter::take() noexcept {
  is_first_ = true;
  return std::exchange(out_, {});
}

}  // namespace whit::wasm
