// SPDX-License-Identifier: Apache-2.0
#include "crypto/rsa_pss.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "crypto/openssl_owned.h"

namespace whit {
namespace {

using openssl::DigestContext;
using openssl::Key;
using openssl::KeyContext;
using openssl::Number;
using openssl::ParamBuilder;
using openssl::Params;

constexpr int kSaltSize = 48;
constexpr unsigned long kExponent = 65537;

Key make_key(const RsaModulus& modulus) noexcept {
  const Number n(BN_bin2bn(modulus.bytes.data(), static_cast<int>(RsaModulus::kSize), nullptr));
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (!n || !builder ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_ulong(builder.get(), OSSL_PKEY_PARAM_RSA_E, kExponent) != 1) {
    return nullptr;
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

}  // namespace

bool verify_ps384(const RsaModulus& modulus, Bytes signature, Bytes message) noexcept {
  if (!passes_precheck(modulus, signature)) return false;
  const Key key = make_key(modulus);
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* pss = nullptr;  // owned by `context`
  return key && context &&
         EVP_DigestVerifyInit_ex(context.get(), &pss, "SHA384", nullptr, nullptr, key.get(),
                                 nullptr) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(pss, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md_name(pss, "SHA384", nullptr) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(pss, kSaltSize) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace whit
