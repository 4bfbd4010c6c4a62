// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/vault.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/common/descriptor.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"

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

Failure no_hsm() {
  return Failure("keys/ names keys in an HSM, and there is no hsm.json that says where it is",
                 "whit-issuer key store hsm");
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

void Vault::set_hsm(const HsmConfig& config, const SecretBuffer& pin, Rng& rng) const {
  const std::string text = format_hsm_config(config);
  const Hash hash = sha256(as_bytes(text));
  const Bytes digits = pin.expose(InsecureAccess{});
  SecretBuffer bound(Hash::kSize + digits.size());
  const auto room = bound.expose_writable(InsecureAccess{});
  std::copy(hash.bytes.begin(), hash.bytes.end(), room.begin());
  std::copy(digits.begin(), digits.end(), room.begin() + Hash::kSize);
  const auto box = seal_box(key_, bound.expose(InsecureAccess{}), box_label(kHsmPin), rng);
  write_file_atomic(file(kHsmPin), box, Access::owner);
  write_file_atomic(folder_ + "/hsm.json", as_bytes(text), Access::owner);
}

SecretBuffer Vault::hsm_pin(Bytes config) const {
  const SecretBuffer bound = get(kHsmPin);
  const Bytes bytes = bound.expose(InsecureAccess{});
  if (bytes.size() < Hash::kSize || !equal(bytes.first(Hash::kSize), sha256(config).view())) {
    throw Failure("hsm.json isn't as whit-issuer wrote it; no PIN is given to what it names",
                  "whit-issuer key store hsm");
  }
  return SecretBuffer::copy_of(bytes.subspan(Hash::kSize));
}

std::shared_ptr<const HsmStore> Vault::hsm() const {
  if (!exists(folder_ + "/hsm.json")) return nullptr;
  ByteVector config = read_file(folder_ + "/hsm.json", kMegabyte),
             pin = read_private_file(file(kHsmPin));
  const std::lock_guard hold(away_->mutex);
  if (!away_->store || away_->config != config || away_->pin != pin) {
    away_->store = std::make_shared<const HsmStore>(folder_, parse_hsm_config(as_text(config)),
                                                    hsm_pin(config));
    away_->config = std::move(config);
    away_->pin = std::move(pin);
  }
  return away_->store;
}

PublicKey Vault::generate(std::string_view use, Rng& rng) const {
  const auto away = hsm();
  if (away && away->config().fresh_here) return away->generate(use, rng);
  const SigningKey key = SigningKey::generate(rng);
  put(key_name(use, key.public_key()), key.seed(InsecureAccess{}), rng);
  return key.public_key();
}

std::shared_ptr<const Signer> Vault::signer(std::string_view name) const {
  if (!is_in_hsm(folder_, name)) return std::make_shared<const SigningKey>(signing_key(name));
  const auto away = hsm();
  if (!away) throw no_hsm();
  return away->signer(name);
}

bool Vault::has(std::string_view name) const { return has_secret(folder_, name); }

std::vector<std::string> Vault::names(std::string_view prefix) const {
  return secret_names(folder_, prefix);
}

std::vector<std::string> secret_names(const std::string& folder, std::string_view prefix) {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/keys", error)) {
    const std::filesystem::path& path = entry.path();
    const std::string name = path.stem().string();
    const bool kept = path.extension() == ".box" || path.extension() == ".hsm";
    if (kept && name.substr(0, prefix.size()) == prefix) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void Vault::destroy(std::string_view name) const {
  if (is_in_hsm(folder_, name)) {
    const auto away = hsm();
    if (!away) throw no_hsm();
    away->destroy(name);
  }
  if (!exists(file(name))) return;
  overwrite(file(name), read_private_file(file(name)).size());
  remove_file(file(name));
}

bool has_secret(const std::string& folder, std::string_view name) {
  return exists(box_file(folder, name)) || is_in_hsm(folder, name);
}

}  // namespace whit::cli
