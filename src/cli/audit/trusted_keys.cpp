// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/trusted_keys.h"

#include <algorithm>

#include "audit/head_check.h"
#include "cli/common/files.h"
#include "log/path.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {

std::optional<std::vector<PublicKey>> certified_log_keys(Bytes head, const TrustFile& trust) {
  const auto signed_head = parse_signed(head, registry::kTypHead);
  if (!signed_head) return std::nullopt;
  const auto parsed = parse_head(signed_head->sign1.payload);
  if (!parsed) return std::nullopt;
  const auto part = parse_signed(parsed->manifest, registry::kTypManifest);
  if (!part || !verify_signed(*part, trust.root)) return std::nullopt;
  const auto manifest = parse_manifest(part->sign1.payload);
  if (!manifest || manifest->iss != trust.iss) return std::nullopt;
  std::vector<PublicKey> out;
  for (const ServiceKey& key : manifest->keys) {
    if (key.use == Use::log) out.push_back(key.key);
  }
  return out;
}

std::vector<std::uint8_t> manifest_in(Bytes head) {
  const auto signed_head = parse_signed(head, registry::kTypHead);
  auto parsed =
      signed_head ? parse_head(signed_head->sign1.payload) : Result<Head>(signed_head.error());
  if (!parsed) return {};
  return std::move(parsed->manifest);
}

std::vector<PublicKey> known_keys(const std::vector<std::vector<std::uint8_t>>& heads,
                                  const TrustFile& trust) {
  std::vector<PublicKey> out, roots = {trust.root};
  for (std::size_t i = 0; i < roots.size(); ++i) {
    TrustFile under = trust;
    under.root = roots[i];
    for (const auto& head : heads) {
      const auto keys = certified_log_keys(head, under);
      if (!keys) continue;
      add_keys(out, *keys);
      const std::vector<std::uint8_t> manifest = manifest_in(head);
      for (const auto& other : heads) {
        const PublicKey next = audit::root_for(manifest_in(other), manifest, under);
        add_keys(roots, {next});
      }
    }
  }
  return out;
}

std::optional<std::vector<PublicKey>> follow_roots(const StateFolder& folder, Bytes head,
                                                   const TrustFile& trust) {
  const std::string path = folder.file("manifest");
  std::vector<std::uint8_t> newest;
  if (exists(path)) newest = read_file(path, kMaxLogObject);
  const std::vector<std::uint8_t> manifest = manifest_in(head);
  TrustFile under = trust;
  under.root = audit::root_for(manifest, newest, trust);
  auto keys = certified_log_keys(head, under);
  if (!keys || !audit::root_fault(manifest, newest, trust).empty()) return std::nullopt;
  const auto read = audit::check_manifest(manifest, under);
  if (read && audit::is_newer(*read, under.root, newest, trust)) {
    write_file_atomic(path, manifest);
  }
  return keys;
}

bool add_keys(std::vector<PublicKey>& keys, const std::vector<PublicKey>& more) {
  bool grown = false;
  for (const PublicKey& key : more) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    keys.push_back(key);
    grown = true;
  }
  return grown;
}

}  // namespace whit::cli
