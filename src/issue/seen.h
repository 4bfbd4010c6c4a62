// SPDX-License-Identifier: Apache-2.0
// Seen: which of millions of texts came before, in 16 bytes each and as many spare ones.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "whit/bytes.h"

namespace whit {

// Seen knows a text by 96 bits of its SHA-256. Two texts that share them take work that nobody puts
// into a register's file, whose worst fate then is a line that is refused.
class Seen {
 public:
  Seen();
  // put gives the number that the same (text, part) came with first, or 0 if it is new; then it is
  // remembered with `number`, from 1.
  std::uint32_t put(std::string_view text, std::uint16_t part, std::uint32_t number);
  std::size_t size() const noexcept { return size_; }

 private:
  struct Slot {
    std::array<std::uint32_t, 3> key{};
    std::uint32_t number = 0;  // 0: free
  };
  static std::size_t place_of(const Slot& slot, const std::vector<Slot>& slots) noexcept;
  void grow();

  std::vector<Slot> slots_;  // a power of two, at most 3 in 4 taken
  std::size_t size_ = 0;
};

}  // namespace whit
