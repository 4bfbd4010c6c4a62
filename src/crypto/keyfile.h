// SPDX-License-Identifier: Apache-2.0
// Secrets at rest: Argon2id and XChaCha20-Poly1305 (spec/keyfile.md).
//
//   "WHITKEY1" | u8 passes | u32 MiB of memory, big endian | 16 salt | 24 nonce | sealed secret
//
// The label ("token key", "wallet") and the whole head are authenticated with the secret, so that
// a file can't be passed for one of another use. These functions do no I/O.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "crypto/rng.h"
#include "crypto/secret.h"
#include "whit/result.h"

namespace whit {

inline constexpr std::size_t kKeyFileOverhead = 8 + 1 + 4 + 16 + 24 + 16;  // bytes

// Hardness is what guessing one passphrase costs: Argon2id passes and MiB.
struct Hardness {
  std::uint8_t passes = 3;
  std::uint32_t mebibytes = 64;
};

// seal_key_file is the file for `secret` under `passphrase`. It traps where Argon2id's memory
// can't be had.
std::vector<std::uint8_t> seal_key_file(const SecretBuffer& secret, const SecretBuffer& passphrase,
                                        std::string_view label, Rng& rng, Hardness hardness = {});

// open_key_file is the secret again; bad_key_file when `file` isn't one (or asks for more than
// 16 passes or 1,024 MiB), wrong_passphrase when it doesn't open.
Result<SecretBuffer> open_key_file(Bytes file, const SecretBuffer& passphrase,
                                   std::string_view label);

// seal_box is `secret` under a `key` of 32 bytes that a program holds already: 24 nonce, then
// XChaCha20-Poly1305 with `label` authenticated.
std::vector<std::uint8_t> seal_box(const SecretBuffer& key, Bytes secret, std::string_view label,
                                   Rng& rng);
// open_box is the secret again, or bad_key_file.
Result<SecretBuffer> open_box(const SecretBuffer& key, Bytes box, std::string_view label);

}  // namespace whit
