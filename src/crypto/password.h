// SPDX-License-Identifier: Apache-2.0
// Passwords of the staff: Argon2id 1.3 (RFC 9106), 3 passes over 64 MiB. Spec: spec/staff.md,
// section 3.
#pragma once

#include <string>
#include <string_view>

#include "crypto/secret.h"
#include "whit/result.h"

namespace whit {

inline constexpr std::size_t kMinPassword = 10, kMaxPassword = 128;  // bytes

// is_password tells whether `password` may be chosen: its length is all that is asked of it.
bool is_password(const SecretBuffer& password) noexcept;

// hash_password is what is kept of a password, with a fresh salt of libsodium's own and its
// parameters in it. storage_failed where 64 MiB can't be had.
Result<std::string> hash_password(const SecretBuffer& password);

// check_password tells whether `hash` is of `password`. An empty hash, or one that isn't any, is
// never right and costs the same: nobody learns from the time whether there is such an account.
bool check_password(const SecretBuffer& password, std::string_view hash) noexcept;

}  // namespace whit
