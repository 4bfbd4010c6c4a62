// SPDX-License-Identifier: Apache-2.0
// The replay window filled to its brim.
#include <catch2/catch.hpp>

#include "whit/replay.h"

namespace whit {
namespace {

Report accepted(std::uint32_t code, UnixTime now) {
  Report out;
  out.verdict = Verdict::valid;
  out.kind = Kind::revocable;
  out.signed_at = 900;
  out.now = now;
  for (std::size_t i = 0; i < 4; ++i) {
    out.holder.bytes[i] = static_cast<std::uint8_t>(code >> (8 * i));
  }
  return out;
}

TEST_CASE("a full window says replayed, and takes codes again when it has emptied", "[verify-8]") {
  ReplayWindow window;
  constexpr std::uint32_t kMost = 65536;
  std::uint32_t accepted_codes = 0;
  for (std::uint32_t i = 0; i < kMost; ++i) {
    if (window.admit(accepted(i, 1000)).verdict == Verdict::valid) ++accepted_codes;
  }
  CHECK(accepted_codes == kMost);
  CHECK(window.admit(accepted(kMost, 1000)).verdict == Verdict::replayed);
  CHECK(window.admit(accepted(0, 1010)).verdict == Verdict::valid);  // the same scan still is
  CHECK(window.admit(accepted(kMost, 1121)).verdict == Verdict::valid);
}

}  // namespace
}  // namespace whit
