// SPDX-License-Identifier: Apache-2.0
// Codes and PINs, and what the register keeps of them. Spec: spec/collect.md, section 9.
#include "crypto/hash.h"
#include "store/parts.h"

namespace whit {
namespace {

std::string fresh_pin(Rng& rng) {
  constexpr std::uint32_t kPins = 1000000, kFair = 4294000000;
  std::uint32_t number = kFair;
  while (number >= kFair) {
    const auto bytes = rng.make<KeyId>().bytes;
    number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  }
  const std::string digits = std::to_string(number % kPins);
  return std::string(6 - digits.size(), '0') + digits;
}

}  // namespace

Hash code_hash(const InvitationCode& code) noexcept {
  return sha256({domain("whit/invitation/v1"), code.view()});
}

Hash pin_hash(const SecretBuffer& register_key, const InvitationCode& code,
              std::string_view pin) noexcept {
  return sha256(
      {domain("whit/pin/v1"), register_key.expose(InsecureAccess{}), code.view(), as_bytes(pin)});
}

Invited IssuerService::Parts::invited(UnixTime now) {
  Invited out;
  out.invitation.iss = issuing()->iss;
  out.invitation.code = rng.make<InvitationCode>().bytes;
  out.pin = fresh_pin(rng);
  out.expires = now + kInvitationLife;
  out.stop = rng.make<StopCode>();
  return out;
}

StoredInvitation IssuerService::Parts::to_store(const Invited& invited,
                                                std::int64_t subject) const {
  const InvitationCode code{invited.invitation.code};
  return {code_hash(code), pin_hash(register_key, code, invited.pin), stop_hash(invited.stop),
          subject, invited.expires};
}

}  // namespace whit
