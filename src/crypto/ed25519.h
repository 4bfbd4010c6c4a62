// SPDX-License-Identifier: Apache-2.0
// Checking Ed25519 signatures (RFC 8032) by libsodium, the one implementation everywhere.
#pragma once

#include "whit/bytes.h"

namespace whit {

// is_strong tells whether `key` is canonical and not of small order (spec/token.md, section 9).
bool is_strong(const PublicKey& key) noexcept;

// passes_precheck tells whether `key` is strong, R isn't of small order and S is below the group
// order. With it libsodium, OpenSSL and WebCrypto answer alike on every known edge case.
bool passes_precheck(const PublicKey& key, const Signature& signature) noexcept;

// verify tells whether `signature` passes the pre-check and is `key`'s over `message`.
[[nodiscard]] bool verify(const PublicKey& key, const Signature& signature, Bytes message) noexcept;

}  // namespace whit
