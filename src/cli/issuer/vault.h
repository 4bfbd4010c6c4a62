// SPDX-License-Identifier: Apache-2.0
// Vault: every secret of an issuer's folder, each in a file of its own, sealed under one key that
// one passphrase opens (spec/keyfile.md). A destroyed secret is gone: no other file leads to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/common/key_file.h"
#include "cli/issuer/key_store.h"
#include "crypto/keyfile.h"
#include "crypto/rng.h"
#include "crypto/secret.h"

namespace whit::cli {

class Vault : public KeyStore {
 public:
  // create makes vault.key and keys/ in `folder`; a Failure if there is one.
  static void create(const std::string& folder, const SecretBuffer& passphrase, Rng& rng);
  // open is a Failure for a wrong passphrase, or a file that others may read.
  static Vault open(const std::string& folder, const SecretBuffer& passphrase);

  // put seals `secret` as `name`, which also is authenticated: no file passes for another.
  void put(std::string_view name, const SecretBuffer& secret, Rng& rng) const;
  // get is a Failure where the file is missing or damaged.
  SecretBuffer get(std::string_view name) const;
  SigningKey signing_key(std::string_view name) const;

  // As a KeyStore the vault keeps each key as a secret. has and names are of all secrets; destroy
  // overwrites the file and removes it.
  PublicKey generate(std::string_view use, Rng& rng) const override;
  std::shared_ptr<const Signer> signer(std::string_view name) const override;
  bool has(std::string_view name) const override;
  std::vector<std::string> names(std::string_view prefix) const override;
  void destroy(std::string_view name) const override;

 private:
  Vault(std::string folder, SecretBuffer key) : folder_(std::move(folder)), key_(std::move(key)) {}
  std::string file(std::string_view name) const;
  std::string folder_;
  SecretBuffer key_;
};

// has_secret tells the same as Vault::has without opening anything.
bool has_secret(const std::string& folder, std::string_view name);

}  // namespace whit::cli
