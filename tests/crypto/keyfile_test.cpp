// SPDX-License-Identifier: Apache-2.0
#include "crypto/keyfile.h"

#include <catch2/catch.hpp>

#include "base/hex.h"

namespace whit {
namespace {

constexpr Hardness kEasy{1, 8};  // these tests are about the format, not the cost

SecretBuffer secret(std::string_view text) { return SecretBuffer::copy_of(as_bytes(text)); }

std::string text_of(const SecretBuffer& buffer) {
  return std::string(as_text(buffer.expose(InsecureAccess{})));
}

TEST_CASE("a key file opens with its passphrase and label, and with no other", "[keyfile]") {
  start_crypto();
  SeededRng rng(1);
  const auto file = seal_key_file(secret("the secret"), secret("pass"), "token key", rng, kEasy);
  CHECK(file.size() == 10 + kKeyFileOverhead);
  CHECK(text_of(*open_key_file(file, secret("pass"), "token key")) == "the secret");
  CHECK(open_key_file(file, secret("pas"), "token key").error().code == Errc::wrong_passphrase);
  CHECK(open_key_file(file, secret("pass"), "wallet").error().code == Errc::wrong_passphrase);
}

TEST_CASE("every changed byte and every cut of a key file is refused", "[keyfile][exhaustive]") {
  start_crypto();
  SeededRng rng(2);
  const auto file = seal_key_file(secret("s"), secret("pass"), "l", rng, kEasy);
  for (std::size_t i = 0; i < file.size(); ++i) {
    if (i >= 8 && i < 13) continue;  // another cost is another key, tried below
    auto changed = file;
    changed[i] ^= 0x01;
    CHECK_FALSE(open_key_file(changed, secret("pass"), "l").ok());
    CHECK_FALSE(open_key_file(Bytes(file).first(i), secret("pass"), "l").ok());
  }
}

TEST_CASE("a key file that asks for an absurd cost is refused at once", "[keyfile]") {
  start_crypto();
  SeededRng rng(3);
  auto file = seal_key_file(secret("s"), secret("pass"), "l", rng, kEasy);
  file[8] = 17;
  CHECK(open_key_file(file, secret("pass"), "l").error().code == Errc::bad_key_file);
  file[8] = 2;
  CHECK(open_key_file(file, secret("pass"), "l").error().code == Errc::wrong_passphrase);
  file[8] = 1;
  file[9] = 0xff;
  CHECK(open_key_file(file, secret("pass"), "l").error().code == Errc::bad_key_file);
}

TEST_CASE("two files of one secret share nothing", "[keyfile]") {
  start_crypto();
  SystemRng rng;
  const auto a = seal_key_file(secret("s"), secret("p"), "l", rng, kEasy);
  const auto b = seal_key_file(secret("s"), secret("p"), "l", rng, kEasy);
  CHECK_FALSE(equal(Bytes(a).subspan(13), Bytes(b).subspan(13)));
}

TEST_CASE("a box opens under its key and label only", "[keyfile]") {
  start_crypto();
  SeededRng rng(4);
  SecretBuffer key(32), other(32);
  rng.fill(key.expose_writable(InsecureAccess{}));
  const auto box = seal_box(key, as_bytes("text"), "document", rng);
  CHECK(text_of(*open_box(key, box, "document")) == "text");
  CHECK_FALSE(open_box(other, box, "document").ok());
  CHECK_FALSE(open_box(key, box, "wallet").ok());
  CHECK_FALSE(open_box(key, Bytes(box).first(23), "document").ok());
}

TEST_CASE("a seeded generator repeats itself, another seed differs") {
  SeededRng a(5), b(5), c(6);
  CHECK(a.make<Hash>() == b.make<Hash>());
  CHECK_FALSE(a.make<Hash>() == c.make<Hash>());
  SeededRng d(5);
  const Hash first = d.make<Hash>();
  CHECK_FALSE(first == d.make<Hash>());
}

}  // namespace
}  // namespace whit
