// SPDX-License-Identifier: Apache-2.0
// Groups of entries with equal kind, fact, key and expiry day, which stand in the first 12 bytes.
#pragma once

#include <map>
#include <span>

#include "log/entry.h"

namespace whit {

inline constexpr std::size_t kGroupSize = 12;
using Group = std::array<std::uint8_t, kGroupSize>;
using GroupSizes = std::map<Group, std::uint64_t>;  // ascending by bytes, the order of the spec

inline Group group_of(const EntryBytes& entry) noexcept {
  Group out;
  std::copy_n(entry.begin(), kGroupSize, out.begin());
  return out;
}

// group_front is an entry of the group, with zeros for its commitment.
inline EntryBytes group_front(const Group& group) noexcept {
  EntryBytes out{};
  std::copy(group.begin(), group.end(), out.begin());
  return out;
}

GroupSizes group_sizes(std::span<const EntryBytes> entries);
EpochHeader::Count count_of(const Group& group, std::uint64_t size) noexcept;

}  // namespace whit
