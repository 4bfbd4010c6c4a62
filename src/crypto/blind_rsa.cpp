// SPDX-License-Identifier: Apache-2.0
#include "crypto/blind_rsa.h"

#include <utility>

#include "crypto/blind_rsa_core.h"
#include "crypto/openssl_number.h"
#include "crypto/rsa_pss.h"

namespace whit {
namespace {

constexpr std::size_t kSaltSize = 48;

// A number below n, every one as likely as any other: drawn again until it is below. At least
// every second one is, for n has its top bit.
SecretBuffer draw_below(const RsaModulus& modulus, Rng& rng) noexcept {
  SecretBuffer out(RsaModulus::kSize);
  do {
    rng.fill(out.expose_writable(InsecureAccess{}));
  } while (!rsabssa::core::is_below(out.expose(InsecureAccess{}), modulus.view()));
  return out;
}

}  // namespace

namespace rsabssa {

bool is_sound(const RsaModulus& modulus) noexcept { return core::is_sound(modulus.view()); }

Result<Blinded> blind(const RsaModulus& modulus, Bytes message, Rng& rng) noexcept {
  if (!is_sound(modulus)) return Errc::weak_key;
  SecretBuffer salt(kSaltSize);
  rng.fill(salt.expose_writable(InsecureAccess{}));
  const SecretBuffer encoded =
      core::encode(message, salt.expose(InsecureAccess{}), RsaModulus::kSize);
  // Whether r is drawn or its inverse, both are uniform among the units; this way appendix A,
  // which names the inverse, checks the very steps that are taken here.
  SecretBuffer inverse = draw_below(modulus, rng);
  const SecretBuffer mask = draw_below(modulus, rng);
  WHIT_TRY(const auto request, core::blind(modulus.view(), encoded, inverse, mask));
  return Blinded{BlindedMessage::from(request), std::move(inverse)};
}

Result<RsaSignature> finalize(const RsaModulus& modulus, Bytes message, Bytes blind_signature,
                              const SecretBuffer& inverse) noexcept {
  const openssl::QuietErrors quiet;
  WHIT_TRY(const auto signature, core::unblind(modulus.view(), blind_signature, inverse));
  if (!verify_ps384(modulus, signature, message)) return Errc::bad_signature;
  return RsaSignature::from(signature);
}

}  // namespace rsabssa
}  // namespace whit
