// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <catch2/catch.hpp>

namespace whit {
namespace {

TEST_CASE("Base64 agrees with RFC 4648, section 10", "[log-9]") {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    CHECK(base64::encode(as_bytes(bytes)) == text);
    const auto read = base64::decode(text);
    REQUIRE(read.ok());
    CHECK(as_text(*read) == bytes);
  }
}

TEST_CASE("every byte has one place in Base64", "[log-9]") {
  std::vector<std::uint8_t> bytes(256 * 3);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 / 3);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto part = Bytes(bytes).first(size);
    const auto read = base64::decode(base64::encode(part));
    REQUIRE(read.ok());
    REQUIRE(equal(*read, part));
  }
}

TEST_CASE("Base64 in any other form is refused", "[log-9]") {
  for (const char* wrong :
       {"=",     "==",       "===",  "====", "Z",    "Zg",    "Zg=",    "Zg===",
        "Z===",  "Zg==Zg==", "Zm8",  "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "\nZm9v",
        "Zm9v=", "Zm9v====", "Zm9-", "Zm9_", "Zm9.", "Z=g=",  "=Zm9",   "Zm\xc3\xa9"}) {
    INFO(wrong);
    CHECK_FALSE(base64::decode(wrong).ok());
  }
}

}  // namespace
}  // namespace whit
