// SPDX-License-Identifier: Apache-2.0
// check_item: walks any item without recursion, with a small stack of open containers.
#include <array>

#include "base/cbor_reader.h"

namespace whit::cbor {
namespace {

// An array, map or tag whose items are still coming.
struct Open {
  std::uint64_t left = 0;  // items to come
  bool is_map = false;
  Bytes last_key;  // of a map, empty before the first
  std::uint32_t key_start = 0;
};

class Walk {
 public:
  explicit Walk(Bytes in) noexcept : reader_(in) {}

  Status run() noexcept {
    WHIT_CHECK(item());
    while (depth_ > 0) {
      if (top().left == 0) {
        --depth_;
        WHIT_CHECK(item_ended());
      } else {
        if (at_key()) top().key_start = reader_.offset();
        --top().left;
        WHIT_CHECK(item());
      }
    }
    return reader_.expect_end();
  }

 private:
  Open& top() noexcept { return stack_[depth_ - 1]; }
  bool at_key() noexcept { return top().is_map && top().left % 2 == 0; }

  Status item() noexcept {
    if (reader_.next_is(Major::array)) {
      WHIT_TRY(const std::size_t count, reader_.array());
      return open(count, false);
    }
    if (reader_.next_is(Major::map)) {
      WHIT_TRY(const std::size_t pairs, reader_.map());
      return open(std::uint64_t{pairs} * 2, true);
    }
    if (reader_.next_is(Major::tag)) {
      WHIT_TRY(const Head head, reader_.head());
      static_cast<void>(head);
      return open(1, false);
    }
    WHIT_CHECK(scalar());
    return item_ended();
  }

  Status scalar() noexcept {
    if (reader_.next_is(Major::bytes)) {
      WHIT_TRY(const Bytes bytes, reader_.bytes());
      static_cast<void>(bytes);
    } else if (reader_.next_is(Major::text)) {
      WHIT_TRY(const std::string_view text, reader_.text());
      static_cast<void>(text);
    } else {
      WHIT_TRY(const Head head, reader_.head());
      static_cast<void>(head);
    }
    return {};
  }

  Status open(std::uint64_t items, bool is_map) noexcept {
    if (depth_ == kMaxDepth) return reader_.fail(Errc::too_large);
    stack_[depth_++] = {items, is_map, {}, 0};
    return {};
  }

  // A key has just ended when an odd number of items of its map is left: keys must ascend.
  Status item_ended() noexcept {
    if (depth_ == 0 || !top().is_map || top().left % 2 == 0) return {};
    const Bytes key = reader_.since(top().key_start);
    if (!top().last_key.empty() && !less(top().last_key, key)) {
      return Error{Errc::not_ascending, top().key_start};
    }
    top().last_key = key;
    return {};
  }

  Reader reader_;
  std::array<Open, kMaxDepth> stack_{};
  std::size_t depth_ = 0;
};

}  // namespace

Status check_item(Bytes in) noexcept { return Walk(in).run(); }

}  // namespace whit::cbor
