// SPDX-License-Identifier: Apache-2.0
#include "crypto/rsa_pss.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

#include "crypto/openssl_owned.h"

namespace whit {
namespace {

using openssl::Digest;
using openssl::Key;
using openssl::KeyContext;
using openssl::Number;
using openssl::ParamBuilder;
using openssl::Params;
using openssl::QuietErrors;

constexpr int kSaltSize = 48;
constexpr std::size_t kDigestSize = 48;
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

// Key and parameters in the form that OpenSSL checks with. Making them takes as long as two thirds
// of a check, and a gate meets the same key all day.
class Checker {
 public:
  // turn_to makes this the checker of `modulus`, if it isn't already; false without memory.
  bool turn_to(const RsaModulus& modulus) noexcept {
    if (context_ && modulus.bytes == modulus_.bytes) return true;
    context_.reset();
    if (!sha384_) sha384_.reset(EVP_MD_fetch(nullptr, "SHA384", nullptr));
    const Key key = make_key(modulus);
    KeyContext fresh(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    if (!sha384_ || !fresh || EVP_PKEY_verify_init(fresh.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(fresh.get(), RSA_PKCS1_PSS_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(fresh.get(), sha384_.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md_name(fresh.get(), "SHA384", nullptr) != 1 ||
        EVP_PKEY_CTX_set_rsa_pss_saltlen(fresh.get(), kSaltSize) != 1) {
      return false;
    }
    modulus_ = modulus;
    context_ = std::move(fresh);
    return true;
  }

  bool check(Bytes signature, Bytes message) const noexcept {
    std::array<std::uint8_t, kDigestSize> digest;
    unsigned size = 0;
    return EVP_Digest(message.data(), message.size(), digest.data(), &size, sha384_.get(),
                      nullptr) == 1 &&
           EVP_PKEY_verify(context_.get(), signature.data(), signature.size(), digest.data(),
                           size) == 1;
  }

 private:
  Digest sha384_;
  KeyContext context_;
  RsaModulus modulus_;
};

}  // namespace

bool verify_ps384(const RsaModulus& modulus, Bytes signature, Bytes message) noexcept {
  if (!passes_precheck(modulus, signature)) return false;
  const QuietErrors quiet;
  thread_local Checker checker;
  return checker.turn_to(modulus) && checker.check(signature, message);
}

}  // namespace whit
