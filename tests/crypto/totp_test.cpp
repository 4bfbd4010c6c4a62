// SPDX-License-Identifier: Apache-2.0
#include "crypto/totp.h"

#include <catch2/catch.hpp>
#include <utility>

#include "crypto/rng.h"

namespace whit {
namespace {

SecretBuffer rfc_secret() {
  start_crypto();
  return SecretBuffer::copy_of(as_bytes("12345678901234567890"));
}

TEST_CASE("totp_code is HOTP as RFC 4226, appendix D, has it") {
  const SecretBuffer secret = rfc_secret();
  constexpr std::string_view kCodes[] = {"755224", "287082", "359152", "969429", "338314",
                                         "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t i = 0; i < std::size(kCodes); ++i) CHECK(totp_code(secret, i) == kCodes[i]);
}

// Its codes have eight digits; ours are their last six.
TEST_CASE("the steps are those of RFC 6238, appendix B") {
  const SecretBuffer secret = rfc_secret();
  constexpr std::pair<UnixTime, std::string_view> kRows[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [time, code] : kRows) {
    CAPTURE(time);
    const auto step = totp_step(secret, code.substr(2), time, 0);
    REQUIRE(step);
    CHECK(*step == time / 30);
  }
}

TEST_CASE("a code counts one step early and one step late, and no further") {
  const SecretBuffer secret = rfc_secret();
  constexpr UnixTime kTime = 1234567890;
  const std::uint64_t step = kTime / 30;
  const std::string code = totp_code(secret, step);
  for (const UnixTime now : {kTime - 30, kTime, kTime + 29, kTime + 30, kTime + 59}) {
    CAPTURE(now);
    CHECK(totp_step(secret, code, now, 0) == step);
  }
  CHECK_FALSE(totp_step(secret, code, kTime - 31, 0));
  CHECK_FALSE(totp_step(secret, code, kTime + 60, 0));
}

TEST_CASE("a step that was taken, and all before it, are over") {
  const SecretBuffer secret = rfc_secret();
  constexpr UnixTime kTime = 1234567890;
  const std::uint64_t step = kTime / 30;
  CHECK(totp_step(secret, totp_code(secret, step), kTime, step - 1) == step);
  CHECK_FALSE(totp_step(secret, totp_code(secret, step), kTime, step));
  CHECK_FALSE(totp_step(secret, totp_code(secret, step - 1), kTime, step));
  CHECK(totp_step(secret, totp_code(secret, step + 1), kTime, step) == step + 1);
}

TEST_CASE("only six digits are a code") {
  const SecretBuffer secret = rfc_secret();
  const std::string code = totp_code(secret, 1);
  CHECK(totp_step(secret, code, 59, 0) == 1);
  CHECK_FALSE(totp_step(secret, code + "0", 59, 0));
  CHECK_FALSE(totp_step(secret, code.substr(1), 59, 0));
  CHECK_FALSE(totp_step(secret, "", 59, 0));
  CHECK_FALSE(totp_step(secret, "28708z", 59, 0));
}

TEST_CASE("the URI is what authenticator programs read") {
  CHECK(totp_uri(rfc_secret(), "mtl", "severstroy:np") ==
        "otpauth://totp/mtl:severstroy%3Anp?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=mtl"
        "&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace whit
