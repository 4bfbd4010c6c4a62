// SPDX-License-Identifier: Apache-2.0
// The wallet's folder: one sealed file, the newest bundle of each issuer beside it, and a lock.
#pragma once

#include <memory>
#include <string>

#include "cli/common/files.h"
#include "cli/wallet/options.h"
#include "crypto/rng.h"
#include "wallet/wallet.h"

namespace whit::cli {

// Safe is an open wallet. Its file is a key file, under the passphrase, with a key that seals what
// follows it: so only opening costs Argon2id, and saving doesn't.
class Safe {
 public:
  // open asks for the passphrase. Without a wallet, or when it is in use, it is a Failure.
  static Safe open(const WalletOptions& options);
  // open_or_make makes the folder and an empty wallet where there is none.
  static Safe open_or_make(const WalletOptions& options);

  wallet::Wallet& contents() noexcept { return wallet_; }
  Rng& rng() noexcept { return rng_; }
  // save writes the wallet, whole or not at all.
  void save();
  const std::string& folder() const noexcept { return folder_; }
  // let_go gives the folder free for other processes; nothing may be saved after it. take_back
  // takes it again and reads the wallet as it is by then, without a passphrase; a Failure where it
  // is in use or was made anew.
  void let_go() noexcept { lock_.reset(); }
  void take_back();

  // The bundle of `iss`, in its one-file form. load_bundle is empty where there is none.
  std::vector<std::uint8_t> load_bundle(const std::string& iss) const;
  void save_bundle(const std::string& iss, Bytes file) const;

 private:
  explicit Safe(std::string folder);
  void read(const WalletOptions& options);
  void unseal(Bytes box);
  void make(const WalletOptions& options);

  std::string folder_;
  std::unique_ptr<FolderLock> lock_;
  SystemRng rng_;
  std::vector<std::uint8_t> key_file_;
  SecretBuffer key_;
  wallet::Wallet wallet_;
};

}  // namespace whit::cli
