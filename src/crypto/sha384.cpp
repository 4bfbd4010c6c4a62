// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha384.h"

#include <openssl/evp.h>

namespace whit {

Sha384 sha384(Bytes bytes) noexcept {
  Sha384 out;
  if (EVP_Q_digest(nullptr, "SHA384", nullptr, bytes.data(), bytes.size(), out.data(), nullptr) !=
      1) {
    __builtin_trap();
  }
  return out;
}

}  // namespace whit
