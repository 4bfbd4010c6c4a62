// SPDX-License-Identifier: Apache-2.0
#include "privacy/blind_key_of.h"

#include <openssl/bn.h>

#include <map>
#include <mutex>

#include "crypto/hash.h"
#include "privacy/house.h"

namespace whit::privacy {
namespace {

constexpr std::size_t kPrimeSize = 128;

// Fermat's test by 2. OpenSSL's own takes thirty times as long, for numbers that somebody may have
// made up; of those that nobody did, fewer than one in 10^40 passes and is none. A key that isn't
// one would be noticed at its first signature.
bool is_prime(const BIGNUM* number, BN_CTX* context) {
  for (BN_ULONG d = 3; d < 4096; d += 2) {
    if (BN_mod_word(number, d) == 0) return false;
  }
  BIGNUM *two = BN_new(), *less = BN_dup(number), *power = BN_new();
  const bool out = BN_set_word(two, 2) == 1 && BN_sub_word(less, 1) == 1 &&
                   BN_mod_exp(power, two, less, number, context) == 1 && BN_is_one(power) == 1;
  BN_free(two);
  BN_free(less);
  BN_free(power);
  return out;
}

// The first prime at or after the hashes of `name` that suits e = 65537.
void put_prime(const std::string& name, std::uint8_t* out) {
  for (std::uint8_t i = 0; i < kPrimeSize / Hash::kSize; ++i) {
    const Hash hash = sha256({as_bytes(name), Bytes(&i, 1)});
    std::copy(hash.bytes.begin(), hash.bytes.end(), out + std::size_t{i} * Hash::kSize);
  }
  out[0] |= 0xc0;
  out[kPrimeSize - 1] |= 1;
  BIGNUM* number = BN_bin2bn(out, kPrimeSize, nullptr);
  BN_CTX* context = BN_CTX_new();
  bool good = number != nullptr && context != nullptr;
  while (good && (!is_prime(number, context) || BN_mod_word(number, 65537) == 1)) {
    good = BN_add_word(number, 2) == 1;
  }
  good = good && BN_bn2binpad(number, out, kPrimeSize) == static_cast<int>(kPrimeSize);
  BN_CTX_free(context);
  BN_free(number);
  must(good, "find a prime");
}

using Made = std::shared_ptr<const BlindSigningKey>;

Made make_key(const std::string& name) {
  SecretBuffer primes(BlindSigningKey::kPrimesSize);
  std::uint8_t* const both = primes.expose_writable(InsecureAccess{}).data();
  put_prime(name + " p", both);
  put_prime(name + " q", both + kPrimeSize);
  return std::make_shared<const BlindSigningKey>(
      must(BlindSigningKey::from_primes(primes), "make a key for blind tokens"));
}

}  // namespace

// Towns of one seed have the same keys, and share them.
std::shared_ptr<const BlindSigningKey> blind_key_of(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, Made> all;
  {
    const std::lock_guard lock(mutex);
    const auto at = all.find(name);
    if (at != all.end()) return at->second;
  }
  Made made = make_key(name);
  const std::lock_guard lock(mutex);
  return all.emplace(name, std::move(made)).first->second;
}

}  // namespace whit::privacy
