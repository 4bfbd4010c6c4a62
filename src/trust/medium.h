// SPDX-License-Identifier: Apache-2.0
// The medium of a chain: 1 phone, 7 paper, as log entries and key lists number it too.
#pragma once

#include "base/cbor_reader.h"
#include "whit/token.h"

namespace whit {

// read_medium reads 1 or 7 as Kind::revocable or Kind::paper.
inline Result<Kind> read_medium(cbor::Reader& in) noexcept {
  WHIT_TRY(const std::uint64_t medium, in.uint(1, 7));
  if (medium == 1) return Kind::revocable;
  if (medium == 7) return Kind::paper;
  return in.fail(Errc::out_of_range);
}

inline std::uint64_t medium_number(Kind medium) noexcept { return medium == Kind::paper ? 7 : 1; }

}  // namespace whit
