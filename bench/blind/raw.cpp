// SPDX-License-Identifier: Apache-2.0
#include "blind/raw.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>

namespace whit::bench {
namespace {

constexpr int kSaltSize = 48;

void require(bool ok) {
  if (!ok) __builtin_trap();
}

}  // namespace

Key public_key(const RsaModulus& modulus) {
  BIGNUM* n = BN_bin2bn(modulus.bytes.data(), static_cast<int>(RsaModulus::kSize), nullptr);
  OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
  require(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1);
  require(OSSL_PARAM_BLD_push_ulong(builder, OSSL_PKEY_PARAM_RSA_E, RSA_F4) == 1);
  OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
  EVP_PKEY* key = nullptr;
  require(EVP_PKEY_fromdata_init(context) == 1);
  require(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) == 1);
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  OSSL_PARAM_BLD_free(builder);
  BN_free(n);
  return Key(key);
}

bool verify_pss(EVP_PKEY* key, Bytes signature, Bytes message) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* pss = nullptr;  // belongs to `context`
  const bool good =
      EVP_DigestVerifyInit_ex(context, &pss, "SHA384", nullptr, nullptr, key, nullptr) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(pss, RSA_PKCS1_PSS_PADDING) == 1 &&
      EVP_PKEY_CTX_set_rsa_pss_saltlen(pss, kSaltSize) == 1 &&
      EVP_DigestVerify(context, signature.data(), signature.size(), message.data(),
                       message.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

Key new_private_key() { return Key(EVP_RSA_gen(8 * RsaModulus::kSize)); }

bool private_power(EVP_PKEY* key, Bytes number) {
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr);
  std::array<std::uint8_t, RsaModulus::kSize> out;
  std::size_t size = out.size();
  const bool good = EVP_PKEY_sign_init(context) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1 &&
                    EVP_PKEY_sign(context, out.data(), &size, number.data(), number.size()) == 1;
  EVP_PKEY_CTX_free(context);
  return good;
}

}  // namespace whit::bench
