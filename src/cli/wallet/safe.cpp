// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/safe.h"

#include "cli/common/passphrase.h"
#include "crypto/keyfile.h"
#include "wallet/save.h"

namespace whit::cli {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kKeyFileSize = kKeyFileOverhead + kKeySize;
constexpr std::string_view kKeyLabel = "wallet key", kLabel = "wallet";

std::string file_of(const std::string& folder) { return folder + "/wallet"; }
std::string bundle_of(const std::string& folder, const std::string& iss) {
  return folder + "/" + iss + ".whit-bundle";
}

SecretBuffer passphrase_of(const WalletOptions& options, std::string_view prompt,
                           Typing typing = Typing::once) {
  if (!options.passphrase_credential.empty()) {
    return read_credential(options.passphrase_credential, prompt);
  }
  return read_passphrase(options.passphrase_fd, prompt, typing);
}

[[noreturn]] void fail_to_open(const std::string& path, Errc code) {
  switch (code) {
    case Errc::wrong_passphrase:
      throw Failure("wrong passphrase for " + path + " (or the file is damaged)");
    case Errc::unknown_prefix:
      throw Failure(path + " was written by a newer whit-wallet", "upgrade; nothing was touched");
    default:
      throw Failure(path + " is damaged",
                    "ask the office for a new letter; nothing is lost at the office");
  }
}

}  // namespace

Safe::Safe(std::string folder)
    : folder_(std::move(folder)), lock_(std::make_unique<FolderLock>(folder_)) {}

Safe Safe::open(const WalletOptions& options) {
  const std::string folder = options.folder();
  if (!exists(file_of(folder))) {
    throw Failure("no wallet in " + folder, "whit-wallet accept 'WI1:...' --trust FILE");
  }
  Safe safe(folder);
  safe.read(options);
  return safe;
}

Safe Safe::open_or_make(const WalletOptions& options) {
  const std::string folder = options.folder();
  if (exists(file_of(folder))) return open(options);
  make_folder(folder);
  Safe safe(folder);
  safe.make(options);
  return safe;
}

void Safe::read(const WalletOptions& options) {
  const std::string path = file_of(folder_);
  const auto file = read_private_file(path);
  const SecretBuffer passphrase = passphrase_of(options, "Wallet passphrase");
  if (file.size() <= kKeyFileSize) fail_to_open(path, Errc::bad_key_file);
  const Bytes all(file);
  key_file_.assign(all.begin(), all.begin() + kKeyFileSize);
  auto key = open_key_file(key_file_, passphrase, kKeyLabel);
  if (!key.ok()) fail_to_open(path, key.error().code);
  key_ = std::move(*key);
  unseal(all.subspan(kKeyFileSize));
}

void Safe::unseal(Bytes box) {
  const std::string path = file_of(folder_);
  const auto opened = open_box(key_, box, kLabel);
  if (!opened.ok()) fail_to_open(path, Errc::bad_key_file);
  auto loaded = wallet::load(opened->expose(InsecureAccess{}));
  if (!loaded.ok()) fail_to_open(path, loaded.error().code);
  wallet_ = std::move(*loaded);
}

void Safe::take_back() {
  lock_ = std::make_unique<FolderLock>(folder_);
  const auto file = read_private_file(file_of(folder_));
  const Bytes all(file);
  const bool same = all.size() > kKeyFileSize && equal(all.first(kKeyFileSize), key_file_);
  if (!same) throw Failure(file_of(folder_) + " was made anew meanwhile", "run this again");
  unseal(all.subspan(kKeyFileSize));
}

void Safe::make(const WalletOptions& options) {
  const SecretBuffer passphrase = passphrase_of(options, "New wallet passphrase", Typing::twice);
  key_ = SecretBuffer(kKeySize);
  rng_.fill(key_.expose_writable(InsecureAccess{}));
  key_file_ = seal_key_file(key_, passphrase, kKeyLabel, rng_);
}

void Safe::save() {
  if (!lock_) throw Failure("the wallet was let go already");
  const SecretBuffer saved = wallet::save(wallet_);
  std::vector<std::uint8_t> file = key_file_;
  const auto box = seal_box(key_, saved.expose(InsecureAccess{}), kLabel, rng_);
  file.insert(file.end(), box.begin(), box.end());
  write_file_atomic(file_of(folder_), file, Access::owner);
}

std::vector<std::uint8_t> Safe::load_bundle(const std::string& iss) const {
  const std::string path = bundle_of(folder_, iss);
  if (!exists(path)) return {};
  return read_file(path);
}

void Safe::save_bundle(const std::string& iss, Bytes file) const {
  write_file_atomic(bundle_of(folder_, iss), file, Access::owner);
}

}  // namespace whit::cli
