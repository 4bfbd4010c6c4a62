// SPDX-License-Identifier: Apache-2.0
#include "support/blind_keys.h"

#include <openssl/bn.h>

#include <string>

#include "crypto/hash.h"

namespace whit::test {
namespace {

constexpr std::size_t kPrimeSize = 128;

struct Steps {
  BN_ULONG p, q;
};
constexpr Steps kSteps[kBlindKeys] = {{80, 622},   {376, 580}, {652, 74},
                                      {156, 1628}, {170, 856}, {2160, 1032}};

// A prime from the hashes of a name: the first one found at or after them stands at `step`.
void put_prime(const std::string& name, BN_ULONG step, std::uint8_t* out) {
  for (std::uint8_t i = 0; i < kPrimeSize / 32; ++i) {
    const Hash hash = sha256({as_bytes(name), Bytes(&i, 1)});
    std::copy(hash.bytes.begin(), hash.bytes.end(), out + std::size_t{i} * 32);
  }
  out[0] |= 0xc0;
  out[kPrimeSize - 1] |= 1;
  BIGNUM* number = BN_bin2bn(out, kPrimeSize, nullptr);
  const bool fine = BN_add_word(number, step) == 1 &&
                    BN_bn2binpad(number, out, kPrimeSize) == static_cast<int>(kPrimeSize);
  BN_free(number);
  if (!fine) __builtin_trap();
}

}  // namespace

SecretBuffer blind_primes(unsigned number) {
  if (number >= kBlindKeys) __builtin_trap();
  const std::string tail = number == 0 ? "" : " " + std::to_string(number);
  SecretBuffer out(BlindSigningKey::kPrimesSize);
  std::uint8_t* room = out.expose_writable(InsecureAccess{}).data();
  put_prime("blind p" + tail, kSteps[number].p, room);
  put_prime("blind q" + tail, kSteps[number].q, room + kPrimeSize);
  return out;
}

std::shared_ptr<const BlindSigningKey> blind_key(unsigned number) {
  start_crypto();
  auto key = BlindSigningKey::from_primes(blind_primes(number));
  if (!key) __builtin_trap();
  return std::make_shared<const BlindSigningKey>(std::move(*key));
}

}  // namespace whit::test
