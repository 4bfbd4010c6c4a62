// SPDX-License-Identifier: Apache-2.0
#include "base/base45.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hex.h"

namespace whit::base45 {
namespace {

Result<std::vector<std::uint8_t>> decoded(std::string_view text) {
  std::vector<std::uint8_t> out(text.size());
  WHIT_TRY(const std::size_t size, decode(text, out));
  out.resize(size);
  return out;
}

TEST_CASE("RFC 9285's own examples convert both ways") {
  CHECK(encode(as_bytes("AB")) == "BB8");
  CHECK(encode(as_bytes("Hello!!")) == "%69 VD92EX0");
  CHECK(encode(as_bytes("base-45")) == "UJCLQE7W581");
  CHECK(as_text(*decoded("QED8WEX0")) == "ietf!");
}

TEST_CASE("groups above what bytes hold, lone characters and foreign ones are refused") {
  CHECK(decoded("FGW").ok());                                   // ffff
  CHECK(decoded("GGW").error() == Error{Errc::bad_base45, 0});  // 65536
  CHECK(decoded(":::").error() == Error{Errc::bad_base45, 0});
  CHECK(decoded("BB8:5").error().code == Errc::bad_base45);  // 256 + 29
  CHECK(decoded("BB8A").error() == Error{Errc::bad_base45, 3});
  CHECK(decoded("BBa").error() == Error{Errc::bad_character, 2});
  CHECK(decoded(std::string_view("BB\0", 3)).error().code == Errc::bad_character);
}

TEST_CASE("what doesn't fit is too large") {
  std::array<std::uint8_t, 1> small{};
  CHECK(decode("BB8", small).error().code == Errc::too_large);
  CHECK(*decode("", small) == 0);
}

TEST_CASE("all byte strings of up to two bytes survive the round trip", "[exhaustive]") {
  for (unsigned value = 0; value < 65536; ++value) {
    const std::uint8_t bytes[] = {static_cast<std::uint8_t>(value >> 8),
                                  static_cast<std::uint8_t>(value)};
    const auto back = decoded(encode(bytes));
    if (!back.ok() || !equal(*back, bytes)) FAIL("value " << value);
  }
}

TEST_CASE("the collected Base45 cases agree") {
  std::ifstream file(WHIT_SHARED_VECTORS "/rfc9285/base45.json");
  if (!file) {
    WARN("skipped: the Base45 cases are not here");
    return;
  }
  const auto cases = nlohmann::json::parse(file);
  for (const auto& item : cases.at("valid")) {
    const auto bytes = *hex::decode(item.at("hex").get<std::string>());
    CHECK(encode(bytes) == item.at("text").get<std::string>());
    CHECK(hex::encode(*decoded(item.at("text").get<std::string>())) == item.at("hex"));
  }
  for (const auto& item : cases.at("invalid")) {
    INFO(item.dump());
    CHECK_FALSE(decoded(item.at("text").get<std::string>()).ok());
  }
}

}  // namespace
}  // namespace whit::base45
