// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/key_store.h"

#include "base/hex.h"
#include "cli/issuer/hsm_store.h"
#include "crypto/hash.h"

namespace whit::cli {

std::string key_name(std::string_view use, const PublicKey& key) {
  return std::string(use) + "-" + hex::encode(thumbprint(key).view().first(8));
}

ByteVector must_sign(Bytes payload, std::int64_t typ, const Signer& key) {
  auto out = sign_part(payload, typ, key);
  if (!out) throw cannot_sign(out.error().code);
  return *std::move(out);
}

Failure cannot_sign(Errc code) {
  return Failure("nothing can be signed: " + std::string(sentence(code)), hsm_advice(code));
}

}  // namespace whit::cli
