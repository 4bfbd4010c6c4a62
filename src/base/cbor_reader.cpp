// SPDX-License-Identifier: Apache-2.0
#include "base/cbor_reader.h"

#include <limits>

#include "base/utf8.h"

namespace whit::cbor {
namespace {

// How many argument bytes follow the first byte; 9 stands for "never valid here".
constexpr std::size_t argument_size(std::uint8_t info) noexcept {
  if (info < 24) return 0;
  if (info < 28) return std::size_t{1} << (info - 24);
  return 9;
}

// The smallest value that needs an argument of `size` bytes (RFC 8949, section 4.2.1).
constexpr std::uint64_t least_value(std::size_t size) noexcept {
  switch (size) {
    case 1:
      return 24;
    case 2:
      return 0x100;
    case 4:
      return 0x10000;
    case 8:
      return 0x100000000;
    default:
      return 0;
  }
}

// Major type 7 holds floats and undefined things too; false and true are all that we know.
constexpr bool is_known_simple(std::size_t size, std::uint64_t value) noexcept {
  return size == 0 && (value == 20 || value == 21);
}

}  // namespace

Result<Head> Reader::head() noexcept {
  if (at_end()) return fail(Errc::truncated);
  const std::uint8_t first = in_[at_];
  const std::uint8_t info = first & 0x1f;
  const std::size_t size = argument_size(info);
  if (size == 9) return fail(Errc::not_canonical);
  if (in_.size() - at_ - 1 < size) return fail(Errc::truncated);
  std::uint64_t value = size == 0 ? info : 0;
  for (std::size_t i = 1; i <= size; ++i) value = value << 8 | in_[at_ + i];
  const Head head{static_cast<Major>(first >> 5), value};
  if (head.major == Major::simple) {
    if (!is_known_simple(size, value)) return fail(Errc::wrong_type);
  } else if (value < least_value(size)) {
    return fail(Errc::not_canonical);
  }
  at_ += 1 + size;
  return head;
}

Result<std::uint64_t> Reader::uint() noexcept {
  if (!next_is(Major::uint)) return fail(at_end() ? Errc::truncated : Errc::wrong_type);
  WHIT_TRY(const Head head, this->head());
  return head.value;
}

Result<std::uint64_t> Reader::uint(std::uint64_t lowest, std::uint64_t highest) noexcept {
  const std::size_t start = at_;
  WHIT_TRY(const std::uint64_t value, uint());
  if (value >= lowest && value <= highest) return value;
  at_ = start;
  return fail(Errc::out_of_range);
}

Result<std::int64_t> Reader::integer() noexcept {
  if (!next_is(Major::uint) && !next_is(Major::nint)) {
    return fail(at_end() ? Errc::truncated : Errc::wrong_type);
  }
  const std::size_t start = at_;
  WHIT_TRY(const Head head, this->head());
  if (head.value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    at_ = start;
    return fail(Errc::out_of_range);
  }
  const auto number = static_cast<std::int64_t>(head.value);
  return head.major == Major::uint ? number : -1 - number;
}

Result<Bytes> Reader::string(Major major) noexcept {
  if (!next_is(major)) return fail(at_end() ? Errc::truncated : Errc::wrong_type);
  const std::size_t start = at_;
  WHIT_TRY(const Head head, this->head());
  if (in_.size() - at_ < head.value) {
    at_ = start;
    return fail(Errc::truncated);
  }
  const auto size = static_cast<std::size_t>(head.value);
  at_ += size;
  return in_.subspan(at_ - size, size);
}

Result<Bytes> Reader::bytes() noexcept { return string(Major::bytes); }

Result<std::string_view> Reader::text() noexcept {
  const std::size_t start = at_;
  WHIT_TRY(const Bytes bytes, string(Major::text));
  if (is_utf8(bytes)) return as_text(bytes);
  at_ = start;
  return fail(Errc::not_canonical);
}

Result<bool> Reader::boolean() noexcept {
  if (!next_is(Major::simple)) return fail(at_end() ? Errc::truncated : Errc::wrong_type);
  WHIT_TRY(const Head head, this->head());
  return head.value == 21;
}

// A count is believed only when that many items, each `least_bytes_each` long, could still come.
Result<std::size_t> Reader::count(Major major, std::size_t least_bytes_each) noexcept {
  if (!next_is(major)) return fail(at_end() ? Errc::truncated : Errc::wrong_type);
  const std::size_t start = at_;
  WHIT_TRY(const Head head, this->head());
  if ((in_.size() - at_) / least_bytes_each < head.value) {
    at_ = start;
    return fail(Errc::truncated);
  }
  return static_cast<std::size_t>(head.value);
}

Result<std::size_t> Reader::array() noexcept { return count(Major::array, 1); }
Result<std::size_t> Reader::map() noexcept { return count(Major::map, 2); }

Status Reader::expect_array(std::size_t count) noexcept {
  const std::size_t start = at_;
  WHIT_TRY(const std::size_t found, array());
  if (found == count) return {};
  at_ = start;
  return fail(Errc::wrong_length);
}

Status Reader::expect_map(std::size_t count) noexcept {
  const std::size_t start = at_;
  WHIT_TRY(const std::size_t found, map());
  if (found == count) return {};
  at_ = start;
  return fail(Errc::wrong_length);
}

Status Reader::expect_tag(std::uint64_t tag) noexcept {
  if (!next_is(Major::tag)) return fail(at_end() ? Errc::truncated : Errc::wrong_type);
  const std::size_t start = at_;
  WHIT_TRY(const Head head, this->head());
  if (head.value == tag) return {};
  at_ = start;
  return fail(Errc::wrong_type);
}

Status Reader::expect(std::int64_t number) noexcept {
  const std::size_t start = at_;
  WHIT_TRY(const std::int64_t found, integer());
  if (found == number) return {};
  at_ = start;
  return fail(Errc::wrong_label);
}

Status Reader::expect_end() noexcept {
  if (at_end()) return {};
  return fail(Errc::trailing);
}

bool Reader::next_is(std::int64_t number) const noexcept {
  Reader ahead = *this;
  const auto found = ahead.integer();
  return found.ok() && *found == number;
}

bool Reader::next_is(Major major) const noexcept {
  return !at_end() && static_cast<Major>(in_[at_] >> 5) == major;
}

}  // namespace whit::cbor
