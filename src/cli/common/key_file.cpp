// SPDX-License-Identifier: Apache-2.0
#include "cli/common/key_file.h"

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/keyfile.h"

namespace whit::cli {

void write_key_file(const std::string& path, const SecretBuffer& secret,
                    const SecretBuffer& passphrase, std::string_view label, Rng& rng) {
  write_file_atomic(path, seal_key_file(secret, passphrase, label, rng), Access::owner,
                    Replace::refuse);
}

SecretBuffer read_key_file(const std::string& path, const SecretBuffer& passphrase,
                           std::string_view label) {
  auto secret = open_key_file(read_private_file(path), passphrase, label);
  if (secret) return *std::move(secret);
  const std::string file = printable(path);
  if (secret.error().code == Errc::bad_key_file) throw Failure(file + ": not a key file");
  throw Failure("wrong passphrase for " + file + " (or the file is damaged)");
}

SigningKey key_of_seed(const SecretBuffer& seed) {
  const Bytes bytes = seed.expose(InsecureAccess{});
  if (bytes.size() != SigningKey::kSeedSize) throw Failure("a key of unexpected size");
  return SigningKey::from_seed(bytes.first<SigningKey::kSeedSize>());
}

}  // namespace whit::cli
