// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/trusted_keys.h"

#include <algorithm>

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
