// SPDX-License-Identifier: Apache-2.0
#include "support/blind.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <memory>

#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "support/blind_keys.h"
#include "token/registry.h"

namespace whit::test {
namespace {

namespace r = registry;

constexpr int kPrimeSize = 128, kSaltSize = 48;

struct FreeNumber {
  void operator()(BIGNUM* n) const { BN_free(n); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

void require(bool ok) {
  if (!ok) __builtin_trap();
}

// The private exponent: 65537 inverted modulo (p - 1)(q - 1).
Number private_exponent(const Number& p, const Number& q, BN_CTX* context) {
  const Number p1(BN_dup(p.get())), q1(BN_dup(q.get())), phi(BN_new()), e(BN_new());
  require(BN_sub_word(p1.get(), 1) == 1 && BN_sub_word(q1.get(), 1) == 1);
  require(BN_mul(phi.get(), p1.get(), q1.get(), context) == 1);
  require(BN_set_word(e.get(), RSA_F4) == 1);
  return Number(BN_mod_inverse(nullptr, e.get(), phi.get(), context));
}

EVP_PKEY* make_key(const BIGNUM* n, const BIGNUM* d) {
  OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
  require(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1);
  require(OSSL_PARAM_BLD_push_ulong(builder, OSSL_PKEY_PARAM_RSA_E, RSA_F4) == 1);
  require(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_D, d) == 1);
  OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
  EVP_PKEY* key = nullptr;
  require(EVP_PKEY_fromdata_init(context) == 1);
  require(EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params) == 1);
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  OSSL_PARAM_BLD_free(builder);
  return key;
}

ByteVector blind_header(const KeyId& kid) {
  cbor::Writer out;
  out.map(3).integer(r::kAlg).integer(r::kPs384).integer(r::kKid).bytes(kid.view());
  return out.integer(r::kTyp).integer(r::kTypSdCwt).take();
}

ByteVector blind_claims(const TokenClaims& claims) {
  cbor::Writer out;
  out.map(5).integer(r::kIss).text(claims.iss).integer(r::kSub).text("");
  out.integer(r::kExp).uint(midnight(claims.day)).integer(r::kCnf).map(1).integer(1).map(3);
  out.integer(1).integer(1).integer(-1).integer(6).integer(-2).bytes(claims.holder.view());
  return out.integer(r::kVct).uint(claims.vct).take();
}

}  // namespace

BlindSigner::BlindSigner() {
  BN_CTX* context = BN_CTX_new();
  const SecretBuffer primes = blind_primes(0);
  const std::uint8_t* bytes = primes.expose(InsecureAccess{}).data();
  const Number p(BN_bin2bn(bytes, kPrimeSize, nullptr));
  const Number q(BN_bin2bn(bytes + kPrimeSize, kPrimeSize, nullptr)), n(BN_new());
  require(BN_mul(n.get(), p.get(), q.get(), context) == 1);
  require(BN_bn2binpad(n.get(), modulus_.bytes.data(), RsaModulus::kSize) == RsaModulus::kSize);
  const Number d = private_exponent(p, q, context);
  BN_CTX_free(context);
  key_ = make_key(n.get(), d.get());
}

BlindSigner::~BlindSigner() { EVP_PKEY_free(static_cast<EVP_PKEY*>(key_)); }

ByteVector BlindSigner::sign(Bytes message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* pss = nullptr;  // belongs to `context`
  ByteVector out(RsaModulus::kSize);
  std::size_t size = out.size();
  require(EVP_DigestSignInit_ex(context, &pss, "SHA384", nullptr, nullptr,
                                static_cast<EVP_PKEY*>(key_), nullptr) == 1);
  require(EVP_PKEY_CTX_set_rsa_padding(pss, RSA_PKCS1_PSS_PADDING) == 1);
  require(EVP_PKEY_CTX_set_rsa_pss_saltlen(pss, kSaltSize) == 1);
  require(EVP_DigestSign(context, out.data(), &size, message.data(), message.size()) == 1);
  EVP_MD_CTX_free(context);
  return out;
}

ByteVector BlindSigner::token(const TokenClaims& claims) const {
  const Unsigned unsigned_token{blind_header(key_id(modulus_)), blind_claims(claims)};
  return unsigned_token.with(sign(unsigned_token.to_be_signed()));
}

}  // namespace whit::test
