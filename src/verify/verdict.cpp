// SPDX-License-Identifier: Apache-2.0
#include "whit/verdict.h"

#include <array>
#include <cstddef>

namespace whit {
namespace {

struct Row {
  std::string_view name;
  VerdictClass verdict_class;
};

using enum VerdictClass;
constexpr std::array<Row, kVerdictCount> kRows = {{{"malformed", no},
                                                   {"valid", yes},
                                                   {"unsupported", cannot_tell},
                                                   {"missing_fact", no},
                                                   {"unknown_key", cannot_tell},
                                                   {"bad_signature", no},
                                                   {"bad_holder_proof", no},
                                                   {"stale_proof", cannot_tell},
                                                   {"replayed", cannot_tell},
                                                   {"wrong_audience", no},
                                                   {"not_yet_valid", no},
                                                   {"expired", no},
                                                   {"withdrawn", no},
                                                   {"kind_refused", cannot_tell},
                                                   {"mode_refused", cannot_tell},
                                                   {"no_bundle", cannot_tell},
                                                   {"stale_bundle", cannot_tell},
                                                   {"clock_doubtful", cannot_tell},
                                                   {"document_mismatch", no},
                                                   {"document_not_compared", cannot_tell},
                                                   {"key_withdrawn", cannot_tell},
                                                   {"specimen", specimen}}};

// Place of each verdict, by number, in the order 0 2 15 16 4 20 5 6 21 9 17 7 10 11 12 13 14 3 19
// of spec/verify.md, section 4. 8 and 18 come from later calls and stand behind; 1 is last.
constexpr std::array<std::uint8_t, kVerdictCount> kPlaces = {
    0, 21, 1, 17, 4, 6, 7, 11, 19, 9, 12, 13, 14, 15, 16, 2, 3, 10, 20, 18, 5, 8};

const Row& row(Verdict verdict) noexcept {
  const auto number = static_cast<std::size_t>(verdict);
  if (number >= kRows.size()) __builtin_trap();
  return kRows[number];
}

}  // namespace

std::string_view name(Verdict verdict) noexcept { return row(verdict).name; }

VerdictClass verdict_class(Verdict verdict) noexcept { return row(verdict).verdict_class; }

std::string_view name(VerdictClass verdict_class) noexcept {
  switch (verdict_class) {
    case no:
      return "no";
    case yes:
      return "yes";
    case cannot_tell:
      return "?";
    case specimen:
      return "grey";
  }
  __builtin_trap();
}

bool precedes(Verdict a, Verdict b) noexcept {
  return kPlaces[static_cast<std::size_t>(a)] < kPlaces[static_cast<std::size_t>(b)];
}

}  // namespace whit
