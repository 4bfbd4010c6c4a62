// SPDX-License-Identifier: Apache-2.0
#include "base/cbor_writer.h"

namespace whit::cbor {

EncodedHead encode_head(Major major, std::uint64_t value) noexcept {
  std::size_t size = 0;
  std::uint8_t info = static_cast<std::uint8_t>(value);
  if (value > 0xffffffff) {
    size = 8, info = 27;
  } else if (value > 0xffff) {
    size = 4, info = 26;
  } else if (value > 0xff) {
    size = 2, info = 25;
  } else if (value > 23) {
    size = 1, info = 24;
  }
  EncodedHead out;
  out.bytes[0] = static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5 | info);
  for (std::size_t i = size; i > 0; --i, value >>= 8) {
    out.bytes[i] = static_cast<std::uint8_t>(value);
  }
  out.size = 1 + size;
  return out;
}

Writer& Writer::head(Major major, std::uint64_t value) {
  return raw(encode_head(major, value).view());
}

Writer& Writer::integer(std::int64_t value) {
  if (value >= 0) return head(Major::uint, static_cast<std::uint64_t>(value));
  return head(Major::nint, static_cast<std::uint64_t>(-1 - value));
}

Writer& Writer::bytes(Bytes value) { return head(Major::bytes, value.size()).raw(value); }

Writer& Writer::text(std::string_view value) {
  return head(Major::text, value.size()).raw(as_bytes(value));
}

Writer& Writer::boolean(bool value) { return head(Major::simple, value ? 21 : 20); }

Writer& Writer::raw(Bytes encoded) {
  out_.insert(out_.end(), encoded.begin(), encoded.end());
  return *this;
}

}  // namespace whit::cbor
