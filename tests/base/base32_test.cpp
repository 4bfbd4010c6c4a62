// SPDX-License-Identifier: Apache-2.0
#include "base/base32.h"

#include <catch2/catch.hpp>

using namespace whit;

TEST_CASE("base32 is RFC 4648's, section 10, without the padding") {
  CHECK(base32::encode(as_bytes("")).empty());
  CHECK(base32::encode(as_bytes("f")) == "MY");
  CHECK(base32::encode(as_bytes("fo")) == "MZXQ");
  CHECK(base32::encode(as_bytes("foo")) == "MZXW6");
  CHECK(base32::encode(as_bytes("foob")) == "MZXW6YQ");
  CHECK(base32::encode(as_bytes("fooba")) == "MZXW6YTB");
  CHECK(base32::encode(as_bytes("foobar")) == "MZXW6YTBOI");
}

TEST_CASE("a TOTP secret of 20 bytes is 32 characters") {
  CHECK(base32::encode(as_bytes("12345678901234567890")) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}
