// SPDX-License-Identifier: Apache-2.0
// A writer for deterministic CBOR. Whoever writes a map gives its pairs in the order of RFC 8949,
// section 4.2.1; readers refuse any other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/cbor_reader.h"
#include "whit/bytes.h"

namespace whit::cbor {

// EncodedHead is the head of an item in its shortest form, 1 to 9 bytes.
struct EncodedHead {
  std::array<std::uint8_t, 9> bytes{};
  std::size_t size = 0;
  Bytes view() const noexcept { return Bytes(bytes).first(size); }
};
EncodedHead encode_head(Major major, std::uint64_t value) noexcept;

class Writer {
 public:
  Writer& uint(std::uint64_t value) { return head(Major::uint, value); }
  Writer& integer(std::int64_t value);
  Writer& bytes(Bytes value);
  Writer& text(std::string_view value);
  Writer& boolean(bool value);  // NOLINT: the value is a boolean
  Writer& array(std::size_t count) { return head(Major::array, count); }
  Writer& map(std::size_t pairs) { return head(Major::map, pairs); }
  Writer& tag(std::uint64_t tag) { return head(Major::tag, tag); }
  Writer& raw(Bytes encoded);  // an item that is encoded already

  const std::vector<std::uint8_t>& view() const noexcept { return out_; }
  std::vector<std::uint8_t> take() noexcept { return std::move(out_); }

 private:
  Writer& head(Major major, std::uint64_t value);
  std::vector<std::uint8_t> out_;
};

}  // namespace whit::cbor
