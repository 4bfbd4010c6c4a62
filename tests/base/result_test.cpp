// SPDX-License-Identifier: Apache-2.0
#include "whit/result.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "base/hex.h"
#include "base/utf8.h"
#include "whit/bytes.h"

namespace whit {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{Errc::out_of_range, 7};
  return number / 2;
}

Result<std::string> describe_quarter(int number) {
  WHIT_TRY(const int once, half(number));
  WHIT_TRY(const int twice, half(once));
  return std::to_string(twice);
}

TEST_CASE("a result holds its value or its error, and errors pass upwards") {
  CHECK(*describe_quarter(12) == "3");
  REQUIRE_FALSE(describe_quarter(6).ok());
  CHECK(describe_quarter(6).error() == Error{Errc::out_of_range, 7});
}

TEST_CASE("a result moves what can't be copied, and copies what can") {
  Result<std::unique_ptr<int>> owner(std::make_unique<int>(5));
  const auto moved = *std::move(owner);
  CHECK(*moved == 5);
  const Result<std::string> text(std::string("a text that is too long to be held in place"));
  const Result<std::string> copy(text);  // NOLINT: the copy is what is tested
  CHECK(*copy == *text);
}

TEST_CASE("every error code has a name and a sentence of its own") {
  std::string last;
  for (int code = 1; code <= static_cast<int>(Errc::hsm_faulty); ++code) {
    CHECK_FALSE(name(static_cast<Errc>(code)).empty());
    CHECK(name(static_cast<Errc>(code)) != last);
    CHECK_FALSE(sentence(static_cast<Errc>(code)).empty());
    last = name(static_cast<Errc>(code));
  }
}

TEST_CASE("fixed byte strings compare bytewise") {
  Handle a, b;
  CHECK(a == b);
  b.bytes[7] = 1;
  CHECK(a < b);
  CHECK_FALSE(b < a);
}

TEST_CASE("hexadecimal is lower case and even") {
  const auto bytes = hex::decode("00ff10");
  REQUIRE(bytes.ok());
  CHECK(hex::encode(*bytes) == "00ff10");
  CHECK_FALSE(hex::decode("0").ok());
  CHECK_FALSE(hex::decode("0F").ok());
}

TEST_CASE("utf-8 is refused in every form that RFC 3629 forbids") {
  const auto valid = [](std::string_view text) { return is_utf8(as_bytes(text)); };
  CHECK(valid("plain, \xc3\xa9, \xe2\x82\xac, \xf0\x9f\x99\x82"));
  CHECK_FALSE(valid("\xc0\x80"));          // overlong
  CHECK_FALSE(valid("\xe0\x80\x80"));      // overlong
  CHECK_FALSE(valid("\xed\xa0\x80"));      // surrogate
  CHECK_FALSE(valid("\xf4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(valid("\xe2\x82"));          // cut
  CHECK_FALSE(valid("\x80"));              // continuation alone
}

}  // namespace
}  // namespace whit
