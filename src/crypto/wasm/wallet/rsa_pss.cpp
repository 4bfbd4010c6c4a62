// SPDX-License-Identifier: Apache-2.0
// Checking PS384 in a browser's wallet, whose arithmetic is at hand anyway.
#include "crypto/rsa_pss.h"

#include "crypto/blind_rsa_core.h"
#include "crypto/secret.h"
#include "crypto/sha384.h"

namespace whit {

// What a signature leads to has one form for each salt (RFC 8017, section 9.1.2): the salt is read
// out of it, and the form made anew and compared, byte by byte.
bool verify_ps384(const RsaModulus& modulus, Bytes signature, Bytes message) noexcept {
  if (!passes_precheck(modulus, signature)) return false;
  const auto found = rsabssa::core::public_power(modulus.view(), signature);
  if (found.empty()) return false;
  const SecretBuffer salt = rsabssa::core::salt_in(found, sizeof(Sha384));
  const SecretBuffer form =
      rsabssa::core::encode(message, salt.expose(InsecureAccess{}), RsaModulus::kSize);
  return equal(form.expose(InsecureAccess{}), found);
}

}  // namespace whit
