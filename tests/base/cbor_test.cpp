// SPDX-License-Identifier: Apache-2.0
// The strict reader against RFC 8949's own examples and against every short input there is.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "base/hex.h"

namespace whit::cbor {
namespace {

std::vector<std::uint8_t> from_hex(std::string_view text) { return *hex::decode(text); }

bool accepted(std::string_view text) { return check_item(from_hex(text)).ok(); }

TEST_CASE("heads are written in their shortest form", "[rfc8949-4.2.1]") {
  const auto written = [](std::int64_t value) {
    return hex::encode(Writer().integer(value).view());
  };
  CHECK(written(0) == "00");
  CHECK(written(23) == "17");
  CHECK(written(24) == "1818");
  CHECK(written(255) == "18ff");
  CHECK(written(256) == "190100");
  CHECK(written(65535) == "19ffff");
  CHECK(written(65536) == "1a00010000");
  CHECK(written(4294967296) == "1b0000000100000000");
  CHECK(written(-1) == "20");
  CHECK(written(-65541) == "3a00010004");
}

TEST_CASE("a longer form than needed is refused", "[rfc8949-4.2.1]") {
  for (const auto* text : {"1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", "5801", "7801",
                           "9801", "b801", "d81240", "3817"}) {
    CHECK_FALSE(accepted(text));
  }
}

TEST_CASE("indefinite lengths, floats and unknown simple values are refused") {
  for (const auto* text : {"5f4100ff", "7f6161ff", "9fff", "bfff", "f93c00", "fa3f800000",
                           "fb3ff0000000000000", "f6", "f7", "e0", "f818", "f820", "ff"}) {
    CHECK_FALSE(accepted(text));
  }
  CHECK(accepted("f4"));
  CHECK(accepted("f5"));
}

TEST_CASE("the keys of a map ascend bytewise and stand once", "[rfc8949-4.2.1]") {
  CHECK(accepted("a201000200"));
  CHECK(accepted("a2182a002000"));        // 42 before -1: 18 2a before 20
  CHECK_FALSE(accepted("a202000100"));    // descending
  CHECK_FALSE(accepted("a201000100"));    // twice
  CHECK_FALSE(accepted("a22000182a00"));  // -1 before 42
  CHECK(accepted("a182010203"));          // an array as a key
}

TEST_CASE("depth is bounded and nothing recurses") {
  std::vector<std::uint8_t> arrays(kMaxDepth, 0x81);
  arrays.push_back(0x00);
  CHECK(check_item(arrays).ok());
  arrays.insert(arrays.begin(), 0x81);
  CHECK(check_item(arrays).error().code == Errc::too_large);
  const std::vector<std::uint8_t> deep(1000000, 0x81);
  CHECK(check_item(deep).error().code == Errc::too_large);
}

TEST_CASE("a length is believed only when that many bytes are there") {
  for (const auto* text : {"5bffffffffffffffff", "7bffffffffffffffff", "9bffffffffffffffff",
                           "bbffffffffffffffff", "9a00ffffff00", "ba7fffffff0000", "43aabb"}) {
    CHECK_FALSE(accepted(text));
  }
}

TEST_CASE("every one- and two-byte input is judged by its head alone", "[exhaustive]") {
  // The whole truth about short inputs, said again without the reader's code.
  const auto one_byte_item = [](unsigned b) {
    const unsigned major = b >> 5, info = b & 31;
    return ((major <= 1) && info < 24) || (major >= 2 && major <= 5 && info == 0) || b == 0xf4 ||
           b == 0xf5;
  };
  for (unsigned first = 0; first < 256; ++first) {
    const std::uint8_t one[] = {static_cast<std::uint8_t>(first)};
    CHECK(check_item(one).ok() == one_byte_item(first));
    for (unsigned second = 0; second < 256; ++second) {
      const std::uint8_t two[] = {one[0], static_cast<std::uint8_t>(second)};
      const unsigned major = first >> 5, info = first & 31;
      const bool long_head = major <= 1 && info == 24 && second >= 24;
      const bool string = (major == 2 && info == 1) || (major == 3 && info == 1 && second < 0x80);
      const bool wraps = (major == 4 && info == 1) || (major == 6 && info < 24);
      const bool expected = long_head || string || (wraps && one_byte_item(second));
      if (check_item(two).ok() != expected) {
        FAIL("input " << hex::encode(two) << " should be " << expected);
      }
    }
  }
}

TEST_CASE("the reader refuses another type, label or length and stays where it was") {
  const auto bytes = from_hex("a1016161");
  Reader in(bytes);
  CHECK(in.uint().error().code == Errc::wrong_type);
  CHECK(in.expect_map(2).error().code == Errc::wrong_length);
  REQUIRE(in.expect_map(1).ok());
  CHECK(in.expect(2).error().code == Errc::wrong_label);
  REQUIRE(in.expect(1).ok());
  CHECK(in.expect_end().error() == Error{Errc::trailing, 2});
  CHECK(*in.text() == "a");
  CHECK(in.expect_end().ok());
  CHECK(in.uint().error().code == Errc::truncated);
}

TEST_CASE("numbers are read within their bounds") {
  const auto largest = from_hex("1bffffffffffffffff");
  CHECK(*Reader(largest).uint() == UINT64_MAX);
  CHECK(Reader(largest).integer().error().code == Errc::out_of_range);
  const auto negative = from_hex("3b7fffffffffffffff");
  CHECK(*Reader(negative).integer() == INT64_MIN);
  const auto ten = from_hex("0a");
  CHECK(Reader(ten).uint(11, 20).error().code == Errc::out_of_range);
  CHECK(Reader(ten).uint(1, 9).error().code == Errc::out_of_range);
  CHECK(*Reader(ten).uint(10, 10) == 10);
}

// Whether RFC 8949's deterministic subset, without floats, null and undefined, holds this example.
bool in_our_subset(const nlohmann::json& example) {
  const std::string text = example.at("hex");
  const unsigned first = static_cast<unsigned>(std::stoul(text.substr(0, 2), nullptr, 16));
  if (!example.at("roundtrip").get<bool>()) return false;
  if (first >> 5 == 7) return first == 0xf4 || first == 0xf5;
  return text.substr(0, 4) != "c1fb";  // a tagged float
}

TEST_CASE("RFC 8949, appendix A: deterministic examples are accepted, all others refused") {
  std::ifstream file(WHIT_SHARED_VECTORS "/cbor/appendix_a.json");
  if (!file) {
    WARN("skipped: the CBOR examples are not here");
    return;
  }
  int seen = 0;
  for (const auto& example : nlohmann::json::parse(file)) {
    const std::string text = example.at("hex");
    INFO(text);
    CHECK(accepted(text) == in_our_subset(example));
    ++seen;
  }
  CHECK(seen == 82);
}

}  // namespace
}  // namespace whit::cbor
