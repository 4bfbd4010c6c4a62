// SPDX-License-Identifier: Apache-2.0
// BlindSigner: an issuer's key for blind tokens. What a wallet unblinds is an ordinary PS384
// signature, so that a test may make it without blinding anything.
#pragma once

#include "token/build.h"

namespace whit::test {

class BlindSigner {
 public:
  BlindSigner();  // always the same key
  ~BlindSigner();
  BlindSigner(const BlindSigner&) = delete;
  BlindSigner& operator=(const BlindSigner&) = delete;

  const RsaModulus& modulus() const { return modulus_; }
  // token is a blind token for the issuer, day, fact and holder of `claims`. Its salt is random.
  ByteVector token(const TokenClaims& claims) const;

 private:
  ByteVector sign(Bytes message) const;
  RsaModulus modulus_;
  void* key_;  // EVP_PKEY
};

}  // namespace whit::test
