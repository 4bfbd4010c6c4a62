// SPDX-License-Identifier: Apache-2.0
#include "crypto/blind_rsa_private.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <array>

#include "crypto/blind_rsa_core.h"

namespace whit::rsabssa::core {
namespace {

using openssl::Key;
using openssl::KeyContext;
using openssl::Number;
using openssl::NumberContext;
using openssl::ParamBuilder;
using openssl::Params;
using openssl::QuietErrors;

Number secret() noexcept {
  Number out(BN_secure_new());
  if (out) BN_set_flags(out.get(), BN_FLG_CONSTTIME);
  return out;
}

// Every number of an RSA key in the order of its fields, filled from the two primes.
struct Numbers {
  Number n{BN_new()}, e{BN_new()};
  Number d = secret(), p = secret(), q = secret(), dp = secret(), dq = secret(), qinv = secret();
  Number p1 = secret(), q1 = secret(), phi = secret();
  NumberContext context{BN_CTX_secure_new()};

  // false where p and q make no key with this exponent.
  bool fill(Bytes prime_p, Bytes prime_q) noexcept {
    for (const Number* number : {&n, &e, &d, &p, &q, &dp, &dq, &qinv, &p1, &q1, &phi}) {
      if (!*number) return false;
    }
    return context && load(p, prime_p) && load(q, prime_q) && BN_set_word(e.get(), RSA_F4) == 1 &&
           BN_sub(p1.get(), p.get(), BN_value_one()) == 1 &&
           BN_sub(q1.get(), q.get(), BN_value_one()) == 1 &&
           BN_mul(n.get(), p.get(), q.get(), context.get()) == 1 &&
           BN_mul(phi.get(), p1.get(), q1.get(), context.get()) == 1 && invert(d, e, phi) &&
           invert(dp, e, p1) && invert(dq, e, q1) && invert(qinv, q, p);
  }

  Params params() const noexcept {
    const ParamBuilder out(OSSL_PARAM_BLD_new());
    const std::array<std::pair<const char*, const Number*>, 8> fields{{
        {OSSL_PKEY_PARAM_RSA_N, &n},
        {OSSL_PKEY_PARAM_RSA_E, &e},
        {OSSL_PKEY_PARAM_RSA_D, &d},
        {OSSL_PKEY_PARAM_RSA_FACTOR1, &p},
        {OSSL_PKEY_PARAM_RSA_FACTOR2, &q},
        {OSSL_PKEY_PARAM_RSA_EXPONENT1, &dp},
        {OSSL_PKEY_PARAM_RSA_EXPONENT2, &dq},
        {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, &qinv},
    }};
    if (!out) return nullptr;
    for (const auto& [name, number] : fields) {
      if (OSSL_PARAM_BLD_push_BN(out.get(), name, number->get()) != 1) return nullptr;
    }
    return Params(OSSL_PARAM_BLD_to_param(out.get()));  // secret fields are wiped with it
  }

  static bool load(const Number& to, Bytes from) noexcept {
    return BN_bin2bn(from.data(), static_cast<int>(from.size()), to.get()) != nullptr;
  }
  bool invert(const Number& to, const Number& number, const Number& modulus) const noexcept {
    return BN_mod_inverse(to.get(), number.get(), modulus.get(), context.get()) != nullptr;
  }
};

}  // namespace

Key key_of_primes(Bytes p, Bytes q) noexcept {
  const QuietErrors quiet;
  Numbers numbers;
  if (p.size() != q.size() || !numbers.fill(p, q)) return nullptr;
  const Params params = numbers.params();
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

Result<std::vector<std::uint8_t>> private_power(EVP_PKEY* key, Bytes modulus,
                                                Bytes number) noexcept {
  if (number.size() != modulus.size()) return Errc::wrong_length;
  if (!is_below(number, modulus)) return Errc::out_of_range;
  const QuietErrors quiet;
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  std::vector<std::uint8_t> out(modulus.size());
  std::size_t size = out.size();
  // No padding and no digest: OpenSSL's private operation itself, blinded and by both primes.
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) != 1 ||
      EVP_PKEY_sign(context.get(), out.data(), &size, number.data(), number.size()) != 1 ||
      size != modulus.size() || !is_root(modulus, out, number)) {
    wipe(out);  // a wrong result by one prime would give the other away
    return Errc::bad_signature;
  }
  return out;
}

}  // namespace whit::rsabssa::core
