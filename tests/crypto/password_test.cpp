// SPDX-License-Identifier: Apache-2.0
#include "crypto/password.h"

#include <catch2/catch.hpp>

#include "crypto/rng.h"

namespace whit {
namespace {

SecretBuffer secret(std::string_view text) { return SecretBuffer::copy_of(as_bytes(text)); }

TEST_CASE("a password of 10 to 128 bytes may be chosen, whatever is in it") {
  start_crypto();
  CHECK_FALSE(is_password(secret("ninechars")));
  CHECK(is_password(secret("ten chars.")));
  CHECK(is_password(secret("\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c")));  // 6 letters
  CHECK(is_password(secret(std::string(128, 'a'))));
  CHECK_FALSE(is_password(secret(std::string(129, 'a'))));
  CHECK_FALSE(is_password(SecretBuffer()));
}

TEST_CASE("a password is kept as Argon2id, salted, at the stated price") {
  start_crypto();
  const SecretBuffer password = secret("correct horse");
  const auto first = hash_password(password), second = hash_password(password);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  CHECK(*first != *second);
  CHECK(check_password(password, *first));
  CHECK_FALSE(check_password(secret("correct horsf"), *first));
}

// The salt is "whit staff salt!", the hash from argon2(1) of the reference implementation:
//   printf 'correct horse' | argon2 'whit staff salt!' -id -t 3 -m 16 -p 1 -l 32 -e
TEST_CASE("a hash that another program made is read") {
  start_crypto();
  constexpr std::string_view kForeign =
      "$argon2id$v=19$m=65536,t=3,p=1$d2hpdCBzdGFmZiBzYWx0IQ"
      "$8IjqFjjDnHx/A1E1Pc3tcm+5U8ODI6RaLhAP8ws3vag";
  CHECK(check_password(secret("correct horse"), kForeign));
  CHECK_FALSE(check_password(secret("correct hors"), kForeign));
}

TEST_CASE("what is no hash of ours is no password's") {
  start_crypto();
  const SecretBuffer password = secret("correct horse");
  CHECK_FALSE(check_password(password, ""));
  CHECK_FALSE(check_password(password, "correct horse"));
  CHECK_FALSE(check_password(password, std::string(4096, '$')));
  // Right, but cheap to guess: one pass over 8 MiB, by the same program.
  CHECK_FALSE(check_password(password,
                             "$argon2id$v=19$m=8192,t=1,p=1$d2hpdCBzdGFmZiBzYWx0IQ"
                             "$+eYjCXDpq+jjrb3UWg8WvLbJWIwCJELdmZCoWgyq1Fg"));
}

}  // namespace
}  // namespace whit
