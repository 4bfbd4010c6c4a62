// SPDX-License-Identifier: Apache-2.0
#include "whit/replay.h"

#include <catch2/catch.hpp>

#include "support/world.h"

namespace whit {
namespace {

using test::kPermit;
using test::World;

// What verify() reports of a code that was accepted; `code` tells one holder key from another.
Report accepted(std::uint32_t code, UnixTime signed_at, UnixTime now) {
  Report out;
  out.verdict = out.training = Verdict::valid;
  out.kind = Kind::revocable;
  out.mode = Mode::one_way;
  out.count = 1;
  out.facts[0] = {kPermit, {}, Verdict::valid, {Value::Type::number, 5, {}}};
  out.signed_at = signed_at;
  out.now = now;
  for (std::size_t i = 0; i < 4; ++i) {
    out.holder.bytes[i] = static_cast<std::uint8_t>(code >> (8 * i));
  }
  out.proof.bytes[0] = 1;
  return out;
}

TEST_CASE("the same code is accepted once, and a scanner may fire twice", "[verify-8]") {
  ReplayWindow window;
  CHECK(window.admit(accepted(1, 900, 1000)).verdict == Verdict::valid);
  CHECK(window.admit(accepted(1, 900, 1015)).verdict == Verdict::valid);
  const Report again = window.admit(accepted(1, 900, 1016));
  CHECK(again.verdict == Verdict::replayed);
  CHECK(again.facts[0].verdict == Verdict::replayed);
  CHECK(again.facts[0].value == Value{});
}

TEST_CASE("a holder who signs the same moment again is replayed at once", "[verify-8]") {
  ReplayWindow window;
  Report other = accepted(1, 900, 1000);
  REQUIRE(window.admit(other).verdict == Verdict::valid);
  other.proof.bytes[0] = 2;
  CHECK(window.admit(other).verdict == Verdict::replayed);
}

TEST_CASE("another moment or another holder is another code", "[verify-8]") {
  ReplayWindow window;
  REQUIRE(window.admit(accepted(1, 900, 1000)).verdict == Verdict::valid);
  CHECK(window.admit(accepted(1, 915, 1050)).verdict == Verdict::valid);
  CHECK(window.admit(accepted(2, 900, 1050)).verdict == Verdict::valid);
}

TEST_CASE("a code is remembered for 120 s, and a repeat does not renew that", "[verify-8]") {
  ReplayWindow window;
  REQUIRE(window.admit(accepted(1, 900, 1000)).verdict == Verdict::valid);
  CHECK(window.admit(accepted(1, 900, 1120)).verdict == Verdict::replayed);
  CHECK(window.admit(accepted(1, 900, 1121)).verdict == Verdict::valid);
  window.forget();
  CHECK(window.admit(accepted(1, 900, 1200)).verdict == Verdict::valid);
}

TEST_CASE("only what would be accepted is looked at", "[verify-8]") {
  ReplayWindow window;
  for (int number = 0; number < kVerdictCount; ++number) {
    const auto verdict = static_cast<Verdict>(number);
    const bool counts = verdict == Verdict::valid || verdict == Verdict::document_not_compared;
    if (verdict == Verdict::specimen) continue;
    INFO(name(verdict));
    Report report = accepted(static_cast<std::uint32_t>(number), 900, 1000);
    report.verdict = verdict;
    CHECK(window.admit(report).verdict == verdict);
    report.now = 1050;
    CHECK(window.admit(report).verdict == (counts ? Verdict::replayed : verdict));
  }
}

TEST_CASE("paper is shown again and again", "[verify-8]") {
  ReplayWindow window;
  Report report = accepted(0, 0, 1000);
  report.kind = Kind::paper;
  report.verdict = Verdict::document_not_compared;
  CHECK(window.admit(report).verdict == Verdict::document_not_compared);
  report.now = 1060;
  CHECK(window.admit(report).verdict == Verdict::document_not_compared);
}

TEST_CASE("of a specimen only the training verdict changes", "[verify-8]") {
  ReplayWindow window;
  Report report = accepted(1, 900, 1000);
  report.verdict = Verdict::specimen;
  REQUIRE(window.admit(report).training == Verdict::valid);
  report.now = 1050;
  const Report again = window.admit(report);
  CHECK(again.verdict == Verdict::specimen);
  CHECK(again.training == Verdict::replayed);
  report.training = Verdict::expired;
  CHECK(window.admit(report).training == Verdict::expired);
}

TEST_CASE("a code from verify() is known again by it", "[verify-8]") {
  const World world;
  const ByteVector showing = world.show({kPermit});
  ReplayWindow window;
  CHECK(window.admit(world.check(showing)).verdict == Verdict::valid);
  Context later;
  later.now = world.now + 40;
  CHECK(window.admit(world.check(showing, "gate", later)).verdict == Verdict::replayed);
}

}  // namespace
}  // namespace whit
