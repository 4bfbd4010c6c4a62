// SPDX-License-Identifier: Apache-2.0
// Codes of six digits that change every 30 s: TOTP (RFC 6238) over HMAC-SHA-1, as every
// authenticator program knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.h"
#include "whit/time.h"

namespace whit {

inline constexpr std::size_t kTotpSecret = 20;  // bytes
inline constexpr Seconds kTotpSeconds = 30;     // one step
inline constexpr std::size_t kTotpDigits = 6;

// totp_code is the code of one step: RFC 4226's HOTP with the step as its counter.
std::string totp_code(const SecretBuffer& secret, std::uint64_t step) noexcept;

// totp_step is the step whose code `code` is: that of `now`, the one before or the one after, and
// later than `taken`, the last that was accepted. Nothing where it is none of them.
std::optional<std::uint64_t> totp_step(const SecretBuffer& secret, std::string_view code,
                                       UnixTime now, std::uint64_t taken) noexcept;

// totp_uri is what authenticator programs read from a QR code. It holds the secret in plain text.
std::string totp_uri(const SecretBuffer& secret, std::string_view issuer, std::string_view login);

}  // namespace whit
