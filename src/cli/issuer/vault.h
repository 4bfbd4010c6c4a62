// SPDX-License-Identifier: Apache-2.0
// Vault: every secret of an issuer's folder, each in a file of its own, sealed under one key that
// one passphrase opens (spec/keyfile.md). A destroyed secret is gone: no other file leads to it.
//
// Where hsm.json names an HSM, keys may lie there instead. Everybody asks the vault, which knows:
// one passphrase leads to all of them, for the HSM's PIN is a secret of the vault.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common/key_file.h"
#include "cli/issuer/hsm_store.h"
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

  const std::string& folder() const noexcept { return folder_; }
  // put seals `secret` as `name`, which also is authenticated: no file passes for another.
  void put(std::string_view name, const SecretBuffer& secret, Rng& rng) const;
  // get is a Failure where the file is missing or damaged.
  SecretBuffer get(std::string_view name) const;
  SigningKey signing_key(std::string_view name) const;

  // As a KeyStore the vault keeps each key as a secret, or hands it to the HSM. has and names are
  // of all secrets; destroy overwrites the file and removes it.
  PublicKey generate(std::string_view use, Rng& rng) const override;
  std::shared_ptr<const Signer> signer(std::string_view name) const override;
  bool has(std::string_view name) const override;
  std::vector<std::string> names(std::string_view prefix) const override;
  void destroy(std::string_view name) const override;
  // hsm is a null pointer where there is none. It follows hsm.json, so that a running service sees
  // what `key store` has changed.
  std::shared_ptr<const HsmStore> hsm() const;
  // set_hsm writes hsm.json, and seals the PIN together with its hash: whoever changes that file
  // can't have the PIN given to a module of theirs. hsm_pin is the PIN for these bytes of it; a
  // Failure for others.
  void set_hsm(const HsmConfig& config, const SecretBuffer& pin, Rng& rng) const;
  SecretBuffer hsm_pin(Bytes config) const;

 private:
  // Away is the HSM as hsm.json names it.
  struct Away {
    std::mutex mutex;
    ByteVector config, pin;  // files that `store` was made of
    std::shared_ptr<const HsmStore> store;
  };
  Vault(std::string folder, SecretBuffer key)
      : folder_(std::move(folder)), key_(std::move(key)), away_(std::make_unique<Away>()) {}
  std::string file(std::string_view name) const;
  std::string folder_;
  SecretBuffer key_;
  std::unique_ptr<Away> away_;
};

// secret_names tells the same as Vault::names without opening anything.
std::vector<std::string> secret_names(const std::string& folder, std::string_view prefix);
// has_secret tells the same as Vault::has without opening anything, nor asking an HSM.
bool has_secret(const std::string& folder, std::string_view name);

}  // namespace whit::cli
