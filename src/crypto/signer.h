// SPDX-License-Identifier: Apache-2.0
// Who signs, wherever the secret half lies: in this program's memory, or in a device that keeps it.
#pragma once

#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

// Signer is an Ed25519 key pair (RFC 8032) that can sign. What signs for an issuer takes this and
// copes with failure: a device can be gone. Every function may be called from any thread.
class Signer {
 public:
  virtual ~Signer() = default;

  virtual const PublicKey& public_key() const noexcept = 0;
  // sign gives a signature that verifies under public_key(), or the reason why there is none; one
  // of Errc's hsm_ codes. The same message may be tried again.
  Result<Signature> sign(Bytes message) const noexcept { return make_signature(message); }

 protected:
  Signer() = default;
  Signer(const Signer&) = default;
  Signer(Signer&&) = default;
  Signer& operator=(const Signer&) = default;
  Signer& operator=(Signer&&) = default;

 private:
  virtual Result<Signature> make_signature(Bytes message) const noexcept = 0;
};

}  // namespace whit
