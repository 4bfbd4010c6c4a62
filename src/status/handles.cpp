// SPDX-License-Identifier: Apache-2.0
#include "status/handles.h"

#include <algorithm>
#include <cstring>

#include "status/chain.h"

namespace whit {
namespace {

constexpr std::size_t kSize = Handle::kSize;

// Compilers make one load of it.
std::uint64_t little_endian(const std::uint8_t* bytes) noexcept {
  std::uint64_t out = 0;
  for (std::size_t i = kSize; i-- > 0;) out = out << 8 | bytes[i];
  return out;
}

// The handles in [first, first + count) that a search is left with.
struct Range {
  std::size_t first, count;
};

class Table {
 public:
  explicit Table(Bytes bytes) noexcept : bytes_(bytes.data()), size_(bytes.size() / kSize) {}

  bool has(std::uint64_t wanted) const noexcept {
    if (size_ == 0) return false;
    const auto [first, count] = around(guess(wanted), wanted);
    return has_within({first, count}, wanted);
  }

 private:
  std::uint64_t at(std::size_t i) const noexcept { return little_endian(bytes_ + i * kSize); }

  // Handles are evenly spread, as a keyed hash is: its size tells nearly where one must stand.
  std::size_t guess(std::uint64_t wanted) const noexcept {
    const std::uint64_t size = std::min<std::uint64_t>(size_, 0xffffffff);
    return static_cast<std::size_t>((wanted >> 32) * size >> 32);
  }

  // Steps away from `from`, each twice as long as the one before, until `wanted` is behind.
  Range around(std::size_t from, std::uint64_t wanted) const noexcept {
    constexpr std::size_t kFirstStep = 16;
    std::size_t low = from, high = from;  // `wanted` is in [low, high), if anywhere
    if (at(from) < wanted) {
      for (std::size_t step = kFirstStep; high < size_ && at(high) < wanted; step *= 2) {
        low = high + 1;
        high = size_ - high > step ? high + step : size_;
      }
      return {low, std::min(high + 1, size_) - low};
    }
    high = from + 1;
    for (std::size_t step = kFirstStep; low > 0 && at(low) > wanted; step *= 2) {
      high = low;
      low = low > step ? low - step : 0;
    }
    return {low, high - low};
  }

  bool has_within(Range range, std::uint64_t wanted) const noexcept {
    auto [first, count] = range;
    while (count > 0) {
      const std::size_t half = count / 2;
      const bool later = at(first + half) < wanted;
      first = later ? first + half + 1 : first;
      count = later ? count - half - 1 : half;
    }
    return first < size_ && at(first) == wanted;
  }

  const std::uint8_t* bytes_;
  std::size_t size_;
};

}  // namespace

void ratchet_all(std::span<Seed> seeds, Day days) noexcept {
  for (Seed& seed : seeds) seed = ratchet_by(seed, days);
}

void write_handles(std::span<const Seed> seeds, std::uint8_t per_day,
                   std::span<std::uint64_t> table) noexcept {
  if (table.size() != seeds.size() * per_day) __builtin_trap();
  std::size_t next = 0;
  for (const Seed& seed : seeds) {
    const HandleKey key(seed);
    for (std::uint8_t i = 0; i < per_day; ++i) {
      table[next++] = little_endian(key.handle(i).bytes.data());
    }
  }
  std::sort(table.begin(), table.end());
  for (std::uint64_t& number : table) {
    std::array<std::uint8_t, kSize> bytes{};
    for (std::size_t i = 0; i < kSize; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    std::memcpy(&number, bytes.data(), kSize);
  }
}

bool holds(Bytes table, const Handle& handle) noexcept {
  return Table(table).has(little_endian(handle.bytes.data()));
}

}  // namespace whit
