// SPDX-License-Identifier: Apache-2.0
// Html: a page in the making. Markup is only what stands in the source as a literal with _m behind
// it; everything else is text and is escaped, so that no reference, reason or notice ever becomes
// markup.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/markup.h"

namespace whit {

// Markup is HTML that was written in the source.
struct Markup {
  std::string_view text;
};
constexpr Markup operator""_m(const char* text, std::size_t size) noexcept {
  return {{text, size}};
}

class Html {
 public:
  Html& operator<<(Markup markup) {
    out_ += markup.text;
    return *this;
  }
  Html& operator<<(std::string_view text) {
    out_ += escape(text);
    return *this;
  }
  Html& operator<<(char) = delete;  // it would be taken for a number
  Html& operator<<(std::uint64_t number) {
    out_ += std::to_string(number);
    return *this;
  }
  Html& operator<<(const Html& other) {
    out_ += other.out_;
    return *this;
  }
  // drawing adds a picture that the program drew itself, an <svg> element.
  Html& drawing(std::string_view svg) {
    out_ += svg;
    return *this;
  }
  const std::string& text() const noexcept { return out_; }

 private:
  std::string out_;
};

}  // namespace whit
