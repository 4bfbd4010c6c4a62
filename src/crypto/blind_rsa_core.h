// SPDX-License-Identifier: Apache-2.0
// The arithmetic of RFC 9474 for any modulus of whole bytes and any salt, so that every value of
// its appendix A can be checked: the holder's half, blind_rsa_private.h has the issuer's. Internal:
// blind_rsa.h draws, checks and wraps.
//
// Numbers are big endian; e is 65537. What must stay secret comes and goes in SecretBuffer and is
// worked on in constant time; temporaries are wiped.
#pragma once

#include <cstdint>
#include <vector>

#include "crypto/secret.h"
#include "whit/bytes.h"
#include "whit/result.h"

namespace whit::rsabssa::core {

// is_below tells whether a < b, in a time that depends on the length alone; both are as long.
bool is_below(Bytes a, Bytes b) noexcept;

// is_sound tells whether `modulus` has its top bit, is odd and has no prime factor below 1,024.
bool is_sound(Bytes modulus) noexcept;

// encode is EMSA-PSS-ENCODE (RFC 8017, section 9.1.1) with SHA-384 and MGF1-SHA-384 for a modulus
// of `size` bytes with its top bit set. It traps where hash and salt don't fit.
SecretBuffer encode(Bytes message, Bytes salt, std::size_t size) noexcept;

// salt_in is the salt of `size` bytes that stands in what encode made. For anything else it is some
// bytes: encoding the message again with them tells. It traps where hash and salt don't fit.
SecretBuffer salt_in(Bytes encoded, std::size_t size) noexcept;

// blind is encoded * r^e mod n, where r * inverse = 1. `inverse` and `mask` are two fresh numbers
// below n; the mask hides the inverse from whoever times its inversion and leaves no trace in the
// result. weak_key when one of the three isn't a unit: then n isn't what it should be.
Result<std::vector<std::uint8_t>> blind(Bytes modulus, const SecretBuffer& encoded,
                                        const SecretBuffer& inverse,
                                        const SecretBuffer& mask) noexcept;

// unblind is blind_signature * inverse mod n; both must be as long as n and below it.
Result<std::vector<std::uint8_t>> unblind(Bytes modulus, Bytes blind_signature,
                                          const SecretBuffer& inverse) noexcept;

// public_power is number^e mod n of a public number, in a time that tells it; both are as long as
// n. Nothing, if the number isn't below n or memory is short.
std::vector<std::uint8_t> public_power(Bytes modulus, Bytes number) noexcept;

// is_root tells whether signature^e mod n = number. Both are public.
bool is_root(Bytes modulus, Bytes signature, Bytes number) noexcept;

}  // namespace whit::rsabssa::core
