// SPDX-License-Identifier: Apache-2.0
#include "issue/seen.h"

#include <cstring>

#include "crypto/hash.h"

namespace whit {

Seen::Seen() : slots_(1024) {}

// place_of is where the slot's key stands, or the free place where it belongs.
std::size_t Seen::place_of(const Slot& slot, const std::vector<Slot>& slots) noexcept {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = slot.key[0] & mask;
  while (slots[at].number != 0 && slots[at].key != slot.key) at = (at + 1) & mask;
  return at;
}

std::uint32_t Seen::put(std::string_view text, std::uint16_t part, std::uint32_t number) {
  const std::array<std::uint8_t, 2> tail = {static_cast<std::uint8_t>(part >> 8),
                                            static_cast<std::uint8_t>(part)};
  const Hash hash = sha256({as_bytes(text), Bytes(tail)});
  Slot slot;
  std::memcpy(slot.key.data(), hash.bytes.data(), sizeof slot.key);
  slot.number = number;
  const std::size_t at = place_of(slot, slots_);
  if (slots_[at].number != 0) return slots_[at].number;
  slots_[at] = slot;
  if (++size_ * 4 > slots_.size() * 3) grow();
  return 0;
}

void Seen::grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  for (const Slot& slot : slots_) {
    if (slot.number != 0) larger[place_of(slot, larger)] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace whit
