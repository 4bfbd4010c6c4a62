// SPDX-License-Identifier: Apache-2.0
// JsonWriter writes one JSON value, for JSON.parse on the other side of the module's border.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whit/bytes.h"

namespace whit::wasm {

// The calls follow the value: object(), key(), text(), key(), array(), number(), end(), end().
class JsonWriter {
 public:
  JsonWriter& object() noexcept { return begin('{', '}'); }
  JsonWriter& array() noexcept { return begin('[', ']'); }
  JsonWriter& end() noexcept;
  JsonWriter& key(std::string_view name) noexcept;
  JsonWriter& text(std::string_view utf8) noexcept;
  JsonWriter& hex(Bytes bytes) noexcept;
  JsonWriter& number(std::uint64_t value) noexcept;
  JsonWriter& signed_number(std::int64_t value) noexcept;
  JsonWriter& boolean(bool value) noexcept { return raw(value ? "true" : "false"); }
  JsonWriter& null() noexcept { return raw("null"); }

  // take is the text. Afterwards the writer is empty.
  std::string take() noexcept;

 private:
  JsonWriter& begin(char open, char close) noexcept;
  JsonWriter& raw(std::string_view literal) noexcept;
  void separate() noexcept;
  void quote(std::string_view utf8) noexcept;

  std::string out_;
  std::string closers_;   // of what is open, the innermost last
  bool is_first_ = true;  // nothing stands before the next value in its object or array
};

}  // namespace whit::wasm
