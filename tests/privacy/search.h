// SPDX-License-Identifier: Apache-2.0
// Needles: many byte strings, looked for at every place of a heap of bytes.
#pragma once

#include <cstring>
#include <set>
#include <unordered_map>
#include <vector>

#include "whit/bytes.h"

namespace whit::privacy {

class Needles {
 public:
  static constexpr std::size_t kSize = 8;  // bytes that are compared: chance makes no two alike

  Needles() : maybe_(std::size_t{1} << kBits) {}
  void add(Bytes needle, std::size_t row) {
    const std::uint64_t word = word_at(needle.data());
    maybe_[slot(word)] = true;
    rows_.emplace(word, row);
  }
  // search adds the rows of all needles that stand somewhere in `heap`.
  void search(Bytes heap, std::set<std::size_t>& found) const {
    for (std::size_t i = 0; i + kSize <= heap.size(); ++i) {
      const std::uint64_t word = word_at(heap.data() + i);
      if (!maybe_[slot(word)]) continue;
      const auto at = rows_.find(word);
      if (at != rows_.end()) found.insert(at->second);
    }
  }

 private:
  static constexpr unsigned kBits = 24;
  static std::uint64_t word_at(const std::uint8_t* bytes) {
    std::uint64_t out = 0;
    std::memcpy(&out, bytes, kSize);
    return out;
  }
  static std::size_t slot(std::uint64_t word) { return word * 0x9e3779b97f4a7c15U >> (64 - kBits); }
  std::vector<bool> maybe_;
  std::unordered_map<std::uint64_t, std::size_t> rows_;
};

}  // namespace whit::privacy
