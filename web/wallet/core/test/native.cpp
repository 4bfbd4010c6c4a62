// SPDX-License-Identifier: Apache-2.0
// The other side of the module's tests: an issuer's blind key, and wallets as whit-wallet saves
// them.
//
//   wallet_native key                        p and q of a new key, then its modulus
//   wallet_native sign P_AND_Q BLINDED       the blind signature
//   wallet_native unseal FILE PASSPHRASE     what is saved in a wallet's file
//   wallet_native resave                     reads what was saved, and saves it again
//
// Bytes are hexadecimal, on standard input (resave) and output. Exit code: 0 done, 3 could not.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "base/hex.h"
#include "crypto/blind_rsa.h"
#include "crypto/keyfile.h"
#include "wallet/save.h"

namespace {

using namespace whit;

constexpr InsecureAccess kAccess{};

int fail(const char* why) {
  std::cerr << "wallet_native: error: " << why << '\n';
  return 3;
}

int say(Bytes bytes) {
  std::cout << hex::encode(bytes) << '\n';
  return 0;
}

int key() {
  const BlindSigningKey made = BlindSigningKey::generate();
  const SecretBuffer primes = made.primes(kAccess);
  say(primes.expose(kAccess));
  return say(made.modulus().view());
}

int sign(const std::string& primes, const std::string& blinded) {
  const auto bytes = hex::decode(primes), message = hex::decode(blinded);
  if (!bytes || !message) return fail("not hexadecimal");
  const auto key = BlindSigningKey::from_primes(SecretBuffer::copy_of(*bytes));
  if (!key.ok()) return fail("no key");
  const auto signature = key->blind_sign(*message);
  return signature.ok() ? say(signature->view()) : fail("this is not signed");
}

// As src/cli/wallet/safe.cpp lays the file out.
int unseal(const std::string& path, const std::string& passphrase) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<std::uint8_t> file{std::istreambuf_iterator<char>(in), {}};
  constexpr std::size_t kFront = kKeyFileOverhead + 32;
  if (file.size() <= kFront) return fail("no wallet");
  const Bytes all(file);
  const auto key =
      open_key_file(all.first(kFront), SecretBuffer::copy_of(as_bytes(passphrase)), "wallet key");
  if (!key.ok()) return fail("the key does not open");
  const auto saved = open_box(*key, all.subspan(kFront), "wallet");
  return saved.ok() ? say(saved->expose(kAccess)) : fail("the box does not open");
}

int resave() {
  std::string line;
  std::getline(std::cin, line);
  const auto saved = hex::decode(line);
  if (!saved) return fail("not hexadecimal");
  const auto loaded = wallet::load(*saved);
  if (!loaded.ok()) return fail("this is no wallet");
  return say(wallet::save(*loaded).expose(kAccess));
}

}  // namespace

int main(int count, char** words) {
  start_crypto();
  const std::string what = count > 1 ? words[1] : "";
  if (what == "key") return key();
  if (what == "resave") return resave();
  if (what == "sign" && count == 4) return sign(words[2], words[3]);
  if (what == "unseal" && count == 4) return unseal(words[2], words[3]);
  return fail("what?");
}
