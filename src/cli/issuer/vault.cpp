// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/vault.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

constexpr std::string_view kVaultLabel = "whit issuer vault";
constexpr std::size_t kSecretSize = 32;

std::string box_file(const std::string& folder, std::string_view name) {
  return folder + "/keys/" + std::string(name) + ".box";
}

std::string box_label(std::string_view name) { return "whit issuer " + std::string(name); }

// overwrite is for disks that keep what is unlinked. One that writes elsewhere keeps it anyway;
// then the vault's passphrase is what is left between a thief and the key.
void overwrite(const std::string& path, std::size_t size) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  const std::vector<std::uint8_t> zeros(size);
  const auto written = ::write(file.get(), zeros.data(), zeros.size());
  if (written < 0 || ::fsync(file.get()) != 0) {
    throw Failure("cannot destroy " + printable(path), "shred it by hand");
  }
}

SecretBuffer random_secret(Rng& rng) {
  SecretBuffer out(kSecretSize);
  rng.fill(out.expose_writable(InsecureAccess{}));
  return out;
}

}  // namespace

void Vault::create(const std::string& folder, const SecretBuffer& passphrase, Rng& rng) {
  make_folder(folder + "/keys");
  write_key_file(folder + "/vault.key", random_secret(rng), passphrase, kVaultLabel, rng);
}

Vault Vault::open(const std::string& folder, const SecretBuffer& passphrase) {
  return {folder, read_key_file(folder + "/vault.key", passphrase, kVaultLabel)};
}

std::string Vault::file(std::string_view name) const { return box_file(folder_, name); }

void Vault::put(std::string_view name, const SecretBuffer& secret, Rng& rng) const {
  const auto box = seal_box(key_, secret.expose(InsecureAccess{}), box_label(name), rng);
  write_file_atomic(file(name), box, Access::owner, Replace::refuse);
}

SecretBuffer Vault::get(std::string_view name) const {
  auto secret = open_box(key_, read_private_file(file(name)), box_label(name));
  if (!secret) throw Failure(printable(file(name)) + ": damaged, or of another vault");
  return *std::move(secret);
}

SigningKey Vault::signing_key(std::string_view name) const { return key_of_seed(get(name)); }

PublicKey Vault::generate(std::string_view use, Rng& rng) const {
  const SigningKey key = SigningKey::generate(rng);
  put(key_name(use, key.public_key()), key.seed(InsecureAccess{}), rng);
  return key.public_key();
}

std::shared_ptr<const Signer> Vault::signer(std::string_view name) const {
  return std::make_shared<const SigningKey>(signing_key(name));
}

bool Vault::has(std::string_view name) const { return has_secret(folder_, name); }

std::vector<std::string> Vault::names(std::string_view prefix) const {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ + "/keys", error)) {
    const std::filesystem::path& path = entry.path();
    const std::string name = path.stem().string();
    if (path.extension() == ".box" && name.substr(0, prefix.size()) == prefix) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void Vault::destroy(std::string_view name) const {
  if (!has(name)) return;
  overwrite(file(name), read_private_file(file(name)).size());
  remove_file(file(name));
}

bool has_secret(const std::string& folder, std::string_view name) {
  return exists(box_file(folder, name));
}

}  // namespace whit::cli
