// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/service_keys.h"

#include <algorithm>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/hsm_store.h"
#include "cli/issuer/retired_keys.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

constexpr Use kUses[] = {Use::keys, Use::bundle, Use::log};

// is_here tells whether its secret half is, and the key wasn't given up.
bool is_here(const Folder& folder, const std::vector<RetiredKey>& retired, const ServiceKey& key) {
  return has_secret(folder.path(), vault_name(key.use, key.key)) && !is_retired(retired, key.key);
}

void check_successor(const Folder& folder, const Certificate& certificate,
                     const RootManifest& manifest) {
  const auto before = folder.certificate();
  if (!before) return;
  const auto old = check_certificate(*before);
  if (!old) return;
  if (manifest.specimen != old->specimen) {
    throw Failure("one of this certificate and the installed one is for training, the other isn't");
  }
  if (!(before->root == certificate.root)) {
    if (sha256(certificate.root.view()) == old->next_root && manifest.root) return;
    throw Failure(
        "this certificate is of another root than the one installed, and not of the "
        "next root which that one announced",
        "a new root is a new issuer: every wallet and checker has to trust it anew");
  }
  if (!(manifest.next_root == old->next_root)) {
    throw Failure("this certificate announces another next root than the one installed",
                  "no wallet and no checker would take it");
  }
  if (manifest.sequence < old->sequence) {
    throw Failure("certificate " + std::to_string(manifest.sequence) + " is older than the one " +
                  "installed, " + std::to_string(old->sequence));
  }
}

}  // namespace

std::string_view name(Use use) noexcept {
  switch (use) {
    case Use::keys:
      return "keys";
    case Use::bundle:
      return "bundle";
    case Use::log:
      return "log";
  }
  return "unknown";
}

std::string vault_name(Use use, const PublicKey& key) { return key_name(name(use), key); }

namespace {

// Where new keys are made, the old ones have to go over too.
bool is_in_place(const Folder& folder, const ServiceKey& key) {
  const auto hsm = read_hsm_config(folder.path());
  const bool wanted = hsm && hsm->fresh_here;
  return is_in_hsm(folder.path(), vault_name(key.use, key.key)) == wanted;
}

}  // namespace

KeyRequest request_keys(const Folder& folder, const KeyStore& store,
                        const std::vector<PublicKey>& without, Rng& rng) {
  KeyRequest out;
  out.iss = folder.name().iss;
  const std::vector<RetiredKey> retired = read_retired(folder);
  RootManifest manifest;
  if (folder.certificate()) manifest = installed_manifest(folder);
  for (const Use use : kUses) {
    int count = 0;
    for (const ServiceKey& key : manifest.keys) {
      const bool asked = std::find(without.begin(), without.end(), key.key) == without.end();
      if (key.use != use || !asked || count > kSpares) continue;
      if (!is_here(folder, retired, key) || !is_in_place(folder, key)) continue;
      out.keys.emplace_back(use, key.key);
      ++count;
    }
    for (; count <= kSpares; ++count) out.keys.emplace_back(use, store.generate(name(use), rng));
  }
  return out;
}

RootManifest installable(const Folder& folder, const Certificate& certificate) {
  const auto manifest = check_certificate(certificate);
  if (!manifest) {
    throw Failure("not a good certificate: " + std::string(sentence(manifest.error().code)));
  }
  if (manifest->iss != folder.name().iss) {
    throw Failure("this certificate is of issuer " + manifest->iss);
  }
  check_successor(folder, certificate, *manifest);
  const std::vector<RetiredKey> retired = read_retired(folder);
  for (const Use use : kUses) {
    const auto found = std::any_of(
        manifest->keys.begin(), manifest->keys.end(),
        [&](const ServiceKey& key) { return key.use == use && is_here(folder, retired, key); });
    if (!found) {
      throw Failure("it certifies no key for " + std::string(name(use)) + " that is in keys/",
                    "whit-issuer key request");
    }
  }
  return *manifest;
}

RootManifest install_certificate(const Folder& folder, const Certificate& certificate) {
  RootManifest manifest = installable(folder, certificate);
  // What is published is still under the root before, until the next bundle is.
  const auto before = folder.certificate();
  if (before && !(before->root == certificate.root)) {
    write_file_atomic(folder.certificate_before_file(), encode(*before));
  }
  write_file_atomic(folder.certificate_file(), encode(certificate));
  return manifest;
}

const ServiceKey* active_key(const Folder& folder, const RootManifest& manifest, Use use, Day day) {
  const std::vector<RetiredKey> retired = read_retired(folder);
  const auto found =
      std::find_if(manifest.keys.begin(), manifest.keys.end(), [&](const ServiceKey& key) {
        return key.use == use && key.first <= day && day <= key.last &&
               is_here(folder, retired, key);
      });
  return found == manifest.keys.end() ? nullptr : &*found;
}

RootManifest installed_manifest(const Folder& folder) {
  (void)folder.trust();  // the Failure that says what is missing
  const auto manifest = check_certificate(*folder.certificate());
  if (!manifest) throw Failure(printable(folder.certificate_file()) + ": damaged");
  return *manifest;
}

std::vector<KeyLine> key_lines(const Folder& folder, const RootManifest& manifest, Day day) {
  std::vector<KeyLine> out;
  const std::vector<RetiredKey> retired = read_retired(folder);
  for (const Use use : kUses) {
    KeyLine line{use, 0, 0, 0};
    for (const ServiceKey& key : manifest.keys) {
      line.spare += key.use == use && !is_retired(retired, key.key) ? 1 : 0;
    }
    if (const ServiceKey* active = active_key(folder, manifest, use, day)) {
      line.active = 1;
      line.spare -= 1;
      line.ends = std::min(active->last + 1, manifest.ends);
    }
    out.push_back(line);
  }
  return out;
}

}  // namespace whit::cli
