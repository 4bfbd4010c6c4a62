// SPDX-License-Identifier: Apache-2.0
// Where things stand in a prepared image. The format itself is in whit/prepared.h.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/hash.h"
#include "whit/bytes.h"

namespace whit::prepared {

inline constexpr std::array<std::uint8_t, 16> kMagic = {'w', 'h', 'i', 't', '/', 'p', 'r', 'e',
                                                        'p', 'a', 'r', 'e', 'd', '/', '1', 0};
inline constexpr std::size_t kHead = kMagic.size();          // the head's hash
inline constexpr std::size_t kCheck = kHead + Hash::kSize;   // the front's hash
inline constexpr std::size_t kCount = kCheck + Hash::kSize;  // of tables
inline constexpr std::size_t kRows = kCount + 8;
inline constexpr std::size_t kRowSize = 16 + Hash::kSize;
inline constexpr std::size_t kRowMedium = 4, kRowVct = 6, kRowHandles = 8, kRowHash = 16;

template <std::size_t N>
std::uint64_t read_number(Bytes bytes, std::size_t at) noexcept {
  std::uint64_t out = 0;
  for (std::size_t i = N; i-- > 0;) out = out << 8 | bytes[at + i];
  return out;
}

// front_hash is over all of the front but its own place; `front` ends where the tables begin.
inline Hash front_hash(Bytes front) noexcept {
  return sha256({front.first(kCheck), front.subspan(kCount)});
}

}  // namespace whit::prepared
