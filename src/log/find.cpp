// SPDX-License-Identifier: Apache-2.0
#include "log/find.h"

#include <algorithm>

#include "log/tile.h"

namespace whit {
namespace {

constexpr int kGuesses = 3;  // by interpolation; then the rest is halved

// The first 8 bytes of a hash as a number.
std::uint64_t front_of(const Hash& hash) noexcept {
  std::uint64_t out = 0;
  for (unsigned i = 0; i < 8; ++i) out = out << 8 | hash.bytes[i];
  return out;
}

// Span is where the leaf may still stand: behind all below `low`, before all from `high` on.
struct Span {
  std::uint64_t low = 0, high = 0;
  std::uint64_t low_value = 0, high_value = ~std::uint64_t{0};  // of the leaves around it
};

std::uint64_t guess(const Span& span, std::uint64_t value, int step) noexcept {
  const std::uint64_t length = span.high - span.low;
  if (step >= kGuesses || span.high_value <= span.low_value) return span.low + length / 2;
  const auto width = static_cast<double>(span.high_value - span.low_value);
  const double share = static_cast<double>(value - span.low_value) / width;
  const auto ahead = static_cast<std::uint64_t>(share * static_cast<double>(length));
  return span.low + std::min(ahead, length - 1);
}

}  // namespace

Result<LeafPlace> find_leaf(const LeafRange& leaves, std::uint64_t begin, std::uint64_t end,
                            const Hash& wanted) {
  Span span{begin, end};
  const std::uint64_t value = front_of(wanted);
  for (int step = 0; span.low < span.high; ++step) {
    const bool inside = value >= span.low_value && value <= span.high_value;
    const std::uint64_t tile = guess(span, value, inside ? step : kGuesses) / kTileWidth;
    const std::uint64_t first = std::max(span.low, tile * kTileWidth);
    const std::uint64_t last = std::min(span.high, (tile + 1) * kTileWidth);
    WHIT_TRY(const std::vector<Hash> row, leaves(first, last));
    if (row.size() != last - first) return Errc::wrong_length;
    const auto at = std::lower_bound(row.begin(), row.end(), wanted);
    if (at != row.end() && *at == wanted) {
      return LeafPlace{true, first + static_cast<std::uint64_t>(at - row.begin())};
    }
    if (at != row.begin() && at != row.end()) {
      return LeafPlace{false, first + static_cast<std::uint64_t>(at - row.begin())};
    }
    if (at == row.begin()) {
      span.high = first;
      span.high_value = front_of(row.front());
    } else {
      span.low = last;
      span.low_value = front_of(row.back());
    }
  }
  return LeafPlace{false, span.low};
}

}  // namespace whit
