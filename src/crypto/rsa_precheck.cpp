// SPDX-License-Identifier: Apache-2.0
#include "crypto/rsa_pss.h"

namespace whit {

bool passes_precheck(const RsaModulus& modulus, Bytes signature) noexcept {
  return (modulus.bytes.front() & 0x80) != 0 && (modulus.bytes.back() & 1) != 0 &&
         signature.size() == RsaModulus::kSize && less(signature, modulus.view());
}

}  // namespace whit
