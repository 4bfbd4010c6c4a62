// SPDX-License-Identifier: Apache-2.0
// A pull reader for deterministic CBOR (RFC 8949, section 4.2.1): one value, one encoding.
//
// It knows unsigned and negative integers, byte and text strings, arrays, maps, tags and
// booleans. It refuses long forms, indefinite lengths, floats and every other simple value. It
// allocates nothing, never recurses and never trusts a length before that many bytes are there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::cbor {

enum class Major : std::uint8_t { uint, nint, bytes, text, array, map, tag, simple };

struct Head {
  Major major{};
  std::uint64_t value = 0;  // argument: number, length, count, tag, or simple value
};

class Reader {
 public:
  explicit Reader(Bytes in) noexcept : in_(in) {}

  // Each call reads one item of its type and moves behind it, or says why not and stays.
  Result<Head> head() noexcept;
  Result<std::uint64_t> uint() noexcept;
  Result<std::uint64_t> uint(std::uint64_t lowest, std::uint64_t highest) noexcept;
  Result<std::int64_t> integer() noexcept;
  Result<Bytes> bytes() noexcept;
  Result<std::string_view> text() noexcept;  // checked UTF-8
  Result<bool> boolean() noexcept;
  Result<std::size_t> array() noexcept;  // count of items that follow
  Result<std::size_t> map() noexcept;    // count of pairs that follow

  // expect_* reads one item and refuses any other value.
  Status expect_array(std::size_t count) noexcept;
  Status expect_map(std::size_t count) noexcept;
  Status expect_tag(std::uint64_t tag) noexcept;
  Status expect(std::int64_t number) noexcept;  // an integer: a value, or the label of a map
  Status expect_end() noexcept;

  // next_is tells whether the integer `number` comes next; it reads nothing.
  bool next_is(std::int64_t number) const noexcept;
  // next_is tells whether an item of type `major` comes next; it reads nothing.
  bool next_is(Major major) const noexcept;

  // fixed reads a byte string of exactly the size of F, a Fixed<>.
  template <class F>
  Result<F> fixed() noexcept {
    const std::uint32_t start = offset();
    WHIT_TRY(const Bytes bytes, this->bytes());
    if (bytes.size() != F::kSize) return Error{Errc::wrong_length, start};
    return F::from(bytes);
  }

  // fail is an error at the place where the reader stands.
  Error fail(Errc code) const noexcept { return {code, offset()}; }
  std::uint32_t offset() const noexcept { return static_cast<std::uint32_t>(at_); }
  bool at_end() const noexcept { return at_ == in_.size(); }
  // since is the part of the input from `start` up to here.
  Bytes since(std::uint32_t start) const noexcept { return in_.subspan(start, at_ - start); }

 private:
  Result<Bytes> string(Major major) noexcept;
  Result<std::size_t> count(Major major, std::size_t least_bytes_each) noexcept;
  Bytes in_;
  std::size_t at_ = 0;
};

inline constexpr std::size_t kMaxDepth = 16;

// check_item tells whether `in` is exactly one deterministically encoded item of the types above,
// nested at most kMaxDepth deep, with the keys of each map in ascending order.
Status check_item(Bytes in) noexcept;

}  // namespace whit::cbor
