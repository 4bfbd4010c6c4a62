// SPDX-License-Identifier: Apache-2.0
// Findings: all that is wrong with a fact or a showing, of which the first in order is reported.
#pragma once

#include <cstdint>

#include "whit/verdict.h"

namespace whit {

class Findings {
 public:
  // add notes `verdict` where `condition` holds.
  void add_if(bool condition, Verdict verdict) noexcept {
    if (condition) bits_ |= bit(verdict);
  }
  bool has(Verdict verdict) const noexcept { return (bits_ & bit(verdict)) != 0; }
  Findings without(Verdict verdict) const noexcept { return Findings(bits_ & ~bit(verdict)); }
  Findings operator|(Findings other) const noexcept { return Findings(bits_ | other.bits_); }

  // first is the finding that comes first in the order of spec/verify.md, section 4, or valid.
  Verdict first() const noexcept {
    Verdict best = Verdict::valid;
    for (int number = 0; number < kVerdictCount; ++number) {
      const auto verdict = static_cast<Verdict>(number);
      if (has(verdict) && precedes(verdict, best)) best = verdict;
    }
    return best;
  }

  Findings() = default;

 private:
  explicit Findings(std::uint32_t bits) noexcept : bits_(bits) {}
  static std::uint32_t bit(Verdict verdict) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(verdict);
  }
  std::uint32_t bits_ = 0;
};

}  // namespace whit
