// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/hsm_store.h"

#include <algorithm>
#include <filesystem>

#include "base/hex.h"
#include "cli/common/files.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUses[] = {"keys-", "bundle-", "log-", "token-"};

std::string marker(const std::string& folder, std::string_view name) {
  return folder + "/keys/" + std::string(name) + ".hsm";
}

PublicKey read_marker(const std::string& folder, std::string_view name) {
  const std::string path = marker(folder, name);
  const ByteVector bytes = read_file(path, kMegabyte);
  std::string_view text = as_text(bytes);
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const auto key = hex::decode(text);
  if (!key || key->size() != PublicKey::kSize) throw Failure(printable(path) + ": damaged");
  return PublicKey::from(*key);
}

// without gives what of `all` isn't in `known`; both are in order.
std::vector<std::string> without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& known) {
  std::vector<std::string> out;
  std::set_difference(all.begin(), all.end(), known.begin(), known.end(), std::back_inserter(out));
  return out;
}

}  // namespace

HsmStore::HsmStore(std::string folder, HsmConfig config, SecretBuffer pin, Hsm::Risk risk)
    : folder_(std::move(folder)),
      config_(std::move(config)),
      hsm_(Hsm::make(config_.module, config_.token, std::move(pin), risk)) {}

void HsmStore::check() const {
  const Status ready = hsm_->ready();
  if (!ready) {
    throw hsm_failure(ready.error().code, "can't be used", config_, hsm_->last_error());
  }
}

std::vector<std::string> HsmStore::listed() const {
  auto out = hsm_->names("");
  if (!out) {
    throw hsm_failure(out.error().code, "can't list its keys", config_, hsm_->last_error());
  }
  return *std::move(out);
}

std::vector<std::string> HsmStore::missing() const { return without(names(""), listed()); }

std::vector<std::string> HsmStore::strangers() const {
  std::vector<std::string> out = without(listed(), names(""));
  std::erase_if(out, [](const std::string& name) {
    return std::none_of(std::begin(kUses), std::end(kUses), [&](std::string_view use) {
      return std::string_view(name).substr(0, use.size()) == use;
    });
  });
  return out;
}

// The key is in the token first. Killed before the marker is written, it is one that nobody uses.
PublicKey HsmStore::generate(std::string_view use, Rng&) const {
  const auto key = hsm_->generate([use](const PublicKey& made) { return key_name(use, made); });
  if (!key) throw hsm_failure(key.error().code, "can't make a key", config_, hsm_->last_error());
  const std::string text = hex::encode(key->view()) + "\n";
  write_file_atomic(marker(folder_, key_name(use, *key)), as_bytes(text), Access::owner,
                    Replace::refuse);
  return *key;
}

std::shared_ptr<const Signer> HsmStore::signer(std::string_view name) const {
  return hsm_->signer(name, read_marker(folder_, name));
}

bool HsmStore::has(std::string_view name) const { return is_in_hsm(folder_, name); }

std::vector<std::string> HsmStore::names(std::string_view prefix) const {
  return hsm_keys(folder_, prefix);
}

// The marker goes last: a key is only forgotten once it is known to be gone.
void HsmStore::destroy(std::string_view name) const {
  if (!has(name)) return;
  const Status gone = hsm_->destroy(name);
  if (!gone) {
    throw hsm_failure(gone.error().code, "can't destroy a key", config_, hsm_->last_error());
  }
  forget_hsm_key(folder_, name);
}

std::vector<std::string> hsm_keys(const std::string& folder, std::string_view prefix) {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder + "/keys", error)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".hsm" && name.substr(0, prefix.size()) == prefix) {
      out.push_back(name);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool is_in_hsm(const std::string& folder, std::string_view name) {
  return exists(marker(folder, name));
}

void forget_hsm_key(const std::string& folder, std::string_view name) {
  remove_file(marker(folder, name));
}

std::optional<HsmView> look_at_hsm(const std::string& folder) {
  const auto config = read_hsm_config(folder);
  if (!config) return std::nullopt;
  HsmView out;
  out.config = *config;
  const std::vector<std::string> known = hsm_keys(folder);
  out.keys = known.size();
  const auto hsm = Hsm::make(config->module, config->token, SecretBuffer());
  const auto note = [&](Errc code) {
    out.error = code;
    out.last_error = hsm->last_error();
  };
  if (const Status ready = hsm->ready(); !ready) {
    note(ready.error().code);
  } else if (const auto names = hsm->names(""); !names) {
    note(names.error().code);
  } else {
    out.missing = without(known, *names).size();
  }
  if (const auto pin = hsm->pin()) out.pin = *pin;
  return out;
}

}  // namespace whit::cli
