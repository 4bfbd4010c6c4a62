// SPDX-License-Identifier: Apache-2.0
// The handles that published seeds lead to, as a table that is quick to look things up in.
// Spec: spec/withdrawal.md, section 4.
#pragma once

#include <cstdint>
#include <span>

#include "whit/bytes.h"
#include "whit/time.h"

namespace whit {

// ratchet_all moves each seed `days` forward.
void ratchet_all(std::span<Seed> seeds, Day days) noexcept;

// write_handles fills `table` with the handles of `seeds`, `per_day` of each on that day, ascending
// as numbers, and leaves them in memory as 8 bytes each, little endian. There must be room for
// seeds * per_day of them, and no more.
void write_handles(std::span<const Seed> seeds, std::uint8_t per_day,
                   std::span<std::uint64_t> table) noexcept;

// holds tells whether `handle` is in `table`, which is as write_handles leaves it. It reads nothing
// outside, whatever stands in there.
bool holds(Bytes table, const Handle& handle) noexcept;

}  // namespace whit
