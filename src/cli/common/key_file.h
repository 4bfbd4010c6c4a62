// SPDX-License-Identifier: Apache-2.0
// Secrets in files of their own, sealed under a passphrase (spec/keyfile.md).
#pragma once

#include <string>
#include <string_view>

#include "crypto/rng.h"
#include "crypto/secret.h"

namespace whit::cli {

// write_key_file and read_key_file are sealed secrets outside an issuer's vault, such as root keys.
void write_key_file(const std::string& path, const SecretBuffer& secret,
                    const SecretBuffer& passphrase, std::string_view label, Rng& rng);
SecretBuffer read_key_file(const std::string& path, const SecretBuffer& passphrase,
                           std::string_view label);

// key_of_seed is the key pair of 32 bytes; a Failure for any other number of them.
SigningKey key_of_seed(const SecretBuffer& seed);

}  // namespace whit::cli
