// SPDX-License-Identifier: Apache-2.0
// For tests alone: the module with the arithmetic of RFC 9474 in reach, so that its vectors and
// other implementations can be held against it. The module that is given out hasn't these exports.
// Bytes come in as in src/wasm/border.h; what several calls share is one buffer, cut by its sizes.
#include "crypto/blind_rsa.h"
#include "crypto/blind_rsa_core.h"
#include "crypto/rsa_pss.h"
#include "crypto/sha384.h"
#include "wasm/border.h"

namespace whit::wasm {
namespace {

namespace core = rsabssa::core;

std::int32_t leave_secret(const SecretBuffer& secret) {
  return leave(secret.expose(InsecureAccess{}));
}

SecretBuffer secret_at(const std::uint8_t* data, std::size_t size) {
  return SecretBuffer::copy_of(bytes_at(data, size));
}

RsaModulus modulus_at(const std::uint8_t* data) {
  return RsaModulus::from(bytes_at(data, RsaModulus::kSize));
}

}  // namespace

WHIT_EXPORT(w_p_sha384) std::int32_t p_sha384(const std::uint8_t* data, std::size_t size) {
  return leave(Bytes(sha384(bytes_at(data, size))));
}

WHIT_EXPORT(w_p_encode)
std::int32_t p_encode(const std::uint8_t* message, std::size_t message_size,
                      const std::uint8_t* salt, std::size_t salt_size, std::size_t size) {
  return leave_secret(
      core::encode(bytes_at(message, message_size), bytes_at(salt, salt_size), size));
}

WHIT_EXPORT(w_p_salt_in)
std::int32_t p_salt_in(const std::uint8_t* encoded, std::size_t size, std::size_t salt_size) {
  return leave_secret(core::salt_in(bytes_at(encoded, size), salt_size));
}

WHIT_EXPORT(w_p_is_sound) std::int32_t p_is_sound(const std::uint8_t* n, std::size_t size) {
  return core::is_sound(bytes_at(n, size)) ? 1 : 0;
}

WHIT_EXPORT(w_p_core_blind)
std::int32_t p_core_blind(const std::uint8_t* n, std::size_t n_size, const std::uint8_t* encoded,
                          std::size_t encoded_size, const std::uint8_t* inverse,
                          std::size_t inverse_size, const std::uint8_t* mask,
                          std::size_t mask_size) {
  const auto blinded = core::blind(bytes_at(n, n_size), secret_at(encoded, encoded_size),
                                   secret_at(inverse, inverse_size), secret_at(mask, mask_size));
  return blinded ? leave(Bytes(*blinded)) : refuse(blinded.error());
}

WHIT_EXPORT(w_p_unblind)
std::int32_t p_unblind(const std::uint8_t* n, std::size_t n_size, const std::uint8_t* answer,
                       std::size_t answer_size, const std::uint8_t* inverse,
                       std::size_t inverse_size) {
  const auto signature = core::unblind(bytes_at(n, n_size), bytes_at(answer, answer_size),
                                       secret_at(inverse, inverse_size));
  return signature ? leave(Bytes(*signature)) : refuse(signature.error());
}

// p_blind leaves the request, and the inverse behind it.
WHIT_EXPORT(w_p_blind)
std::int32_t p_blind(const std::uint8_t* n, const std::uint8_t* message, std::size_t size) {
  SystemRng rng;
  const auto blinded = rsabssa::blind(modulus_at(n), bytes_at(message, size), rng);
  if (!blinded) return refuse(blinded.error());
  std::string both(as_text(blinded->request.view()));
  both += as_text(blinded->inverse.expose(InsecureAccess{}));
  return leave(std::move(both));
}

WHIT_EXPORT(w_p_finalize)
std::int32_t p_finalize(const std::uint8_t* n, const std::uint8_t* message, std::size_t size,
                        const std::uint8_t* answer, std::size_t answer_size,
                        const std::uint8_t* inverse, std::size_t inverse_size) {
  const auto signature =
      rsabssa::finalize(modulus_at(n), bytes_at(message, size), bytes_at(answer, answer_size),
                        secret_at(inverse, inverse_size));
  return signature ? leave(signature->view()) : refuse(signature.error());
}

WHIT_EXPORT(w_p_verify)
std::int32_t p_verify(const std::uint8_t* n, const std::uint8_t* signature, std::size_t size,
                      const std::uint8_t* message, std::size_t message_size) {
  return verify_ps384(modulus_at(n), bytes_at(signature, size), bytes_at(message, message_size))
             ? 1
             : 0;
}

}  // namespace whit::wasm
