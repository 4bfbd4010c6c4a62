// SPDX-License-Identifier: Apache-2.0
#include "privacy/ring.h"

#include <openssl/rsa.h>

#include <algorithm>

#include "crypto/sha384.h"
#include "privacy/house.h"

namespace whit::privacy {
namespace {

constexpr std::size_t kHashSize = 48, kPrimeSize = BlindSigningKey::kPrimesSize / 2;

Ring::Number number(Bytes bytes) {
  return Ring::Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

Wide digits(const Ring::Number& number) {
  Wide out;
  must(BN_bn2binpad(number.get(), out.data(), static_cast<int>(out.size())) >= 0, "write a number");
  return out;
}

}  // namespace

Ring::Ring(const BlindSigningKey& key)
    : n_(number(key.modulus().view())),
      e_(BN_new()),
      context_(BN_CTX_new()),
      montgomery_(BN_MONT_CTX_new()) {
  const SecretBuffer primes = key.primes(InsecureAccess{});
  p_ = number(primes.expose(InsecureAccess{}).first(kPrimeSize));
  q_ = number(primes.expose(InsecureAccess{}).last(kPrimeSize));
  must(BN_set_word(e_.get(), RSA_F4) == 1 &&
           BN_MONT_CTX_set(montgomery_.get(), n_.get(), context_.get()) == 1,
       "calculate modulo a key");
}

Ring::Number Ring::factor(Bytes a) const {
  Number out = number(a);
  must(BN_to_montgomery(out.get(), out.get(), montgomery_.get(), context_.get()) == 1, "multiply");
  return out;
}

Ring::Number Ring::inverse_factor(Bytes a) const {
  const Number inverse(BN_mod_inverse(nullptr, number(a).get(), n_.get(), context_.get()));
  must(inverse != nullptr, "invert a number");
  return factor(digits(inverse));
}

Wide Ring::product(const Number& factor, Bytes a) const {
  const Number out = number(a);
  must(BN_mod_mul_montgomery(out.get(), out.get(), factor.get(), montgomery_.get(),
                             context_.get()) == 1,
       "multiply");
  return digits(out);
}

Wide Ring::opened(Bytes a) const {
  const Number out(BN_new());
  must(BN_mod_exp_mont(out.get(), number(a).get(), e_.get(), n_.get(), context_.get(),
                       montgomery_.get()) == 1,
       "raise a number");
  return digits(out);
}

int Ring::symbols(Bytes a) const {
  const Number of = number(a);
  return (BN_kronecker(of.get(), p_.get(), context_.get()) == 1 ? 1 : 0) +
         (BN_kronecker(of.get(), q_.get(), context_.get()) == 1 ? 2 : 0);
}

// The salt stands last in what MGF1 of the hash masks.
Salt salt_of(const Wide& encoded) {
  constexpr std::size_t kMasked = RsaModulus::kSize - kHashSize - 1;
  std::array<std::uint8_t, kHashSize + 4> seed{};
  std::copy_n(encoded.begin() + kMasked, kHashSize, seed.begin());
  std::array<std::uint8_t, kMasked + kHashSize> mask;
  for (std::size_t at = 0; at < kMasked; at += kHashSize, ++seed.back()) {
    const Sha384 block = sha384(seed);
    std::copy(block.begin(), block.end(), mask.begin() + static_cast<std::ptrdiff_t>(at));
  }
  Salt out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t at = kMasked - out.size() + i;
    out[i] = encoded[at] ^ mask[at];
  }
  return out;
}

}  // namespace whit::privacy
