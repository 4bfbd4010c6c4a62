// SPDX-License-Identifier: Apache-2.0
#include "trust/succession.h"

#include <algorithm>

#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit {
namespace {

bool lists(const RootManifest& manifest, Use use, const PublicKey& key) {
  return std::any_of(manifest.keys.begin(), manifest.keys.end(),
                     [&](const ServiceKey& row) { return row.use == use && row.key == key; });
}

Result<PublicKey> find_key(const RootManifest& manifest, Use use, const KeyId& kid) {
  for (const ServiceKey& row : manifest.keys) {
    if (row.use == use && key_id(row.key) == kid) return row.key;
  }
  return Errc::unknown_key;
}

// What the root says: spec/trust.md, 10.2 to 10.4. Sequences of two roots aren't compared. Whoever
// stole the first could have used up its numbers.
Status manifest_follows(const Standing& old, const Bundle& fresh) {
  if (fresh.head().iss != old.iss) return Errc::other_issuer;
  const bool next = !(fresh.root() == old.root);
  if (next && !(sha256(fresh.root().view()) == old.next_root)) return Errc::unannounced_root;
  if (fresh.specimen() != old.specimen) return Errc::other_training;
  if (next) return {};
  if (!(fresh.manifest().next_root == old.next_root)) return Errc::other_successor;
  if (fresh.manifest().sequence < old.manifest_sequence) return Errc::older_manifest;
  return {};
}

Status version_follows(const Standing& old, const Bundle& fresh) {
  const Head& head = fresh.head();
  if (head.version < old.version) return Errc::older_version;
  if (head.version == old.version && !(fresh.head_hash() == old.head_hash)) {
    return Errc::version_conflict;
  }
  if (head.version - old.version == 1 && !(head.previous == old.head_hash)) {
    return Errc::broken_chain;
  }
  return {};
}

}  // namespace

Standing standing_of(const Bundle& bundle) {
  const RootManifest& manifest = bundle.manifest();
  return {manifest.iss,          bundle.root(),      manifest.next_root,
          manifest.specimen,     manifest.sequence,  bundle.key_list().sequence,
          bundle.head().version, bundle.head_hash(), bundle.head_key(),
          bundle.list_key()};
}

Result<Standing> read_standing(Bytes head, const PublicKey& root) {
  WHIT_TRY(const SignedPart front, parse_signed(head, registry::kTypHead));
  WHIT_TRY(const Head claims, parse_head(front.sign1.payload));
  WHIT_TRY(const SignedPart top, parse_signed(claims.manifest, registry::kTypManifest));
  WHIT_TRY(const RootManifest manifest, parse_manifest(top.sign1.payload));
  WHIT_TRY(const SignedPart part, parse_signed(claims.key_list, registry::kTypKeyList));
  WHIT_TRY(const KeyList list, parse_key_list(part.sign1.payload));
  Standing out{manifest.iss,
               root,
               manifest.next_root,
               manifest.specimen,
               manifest.sequence,
               list.sequence,
               claims.version,
               sha256(front.sign1.payload),
               {},
               {}};
  WHIT_TRY(out.head_key, find_key(manifest, Use::bundle, front.kid));
  WHIT_TRY(out.list_key, find_key(manifest, Use::keys, part.kid));
  return out;
}

Status follows(const Standing& old, const Bundle& fresh) {
  WHIT_CHECK(manifest_follows(old, fresh));
  // A newer manifest takes back what it no longer lists, and with the key the numbers that it gave:
  // a thief's version must not keep the honest ones out.
  const RootManifest& manifest = fresh.manifest();
  const bool newer = !(fresh.root() == old.root) || manifest.sequence > old.manifest_sequence;
  const bool head_counts = !newer || lists(manifest, Use::bundle, old.head_key);
  const bool list_counts = !newer || lists(manifest, Use::keys, old.list_key);
  if (head_counts) WHIT_CHECK(version_follows(old, fresh));
  if (list_counts && fresh.key_list().sequence < old.key_list_sequence) {
    return Errc::older_key_list;
  }
  return {};
}

Result<TrustFile> follow_root(const Standing& old, const TrustFile& trust, Bytes file) {
  WHIT_TRY(const BundleFile parts, parse_bundle_file(file));
  WHIT_TRY(const SignedPart front, parse_signed(parts.head, registry::kTypHead));
  WHIT_TRY(const Head head, parse_head(front.sign1.payload));
  WHIT_TRY(const SignedPart top, parse_signed(head.manifest, registry::kTypManifest));
  WHIT_TRY(const RootManifest manifest, parse_manifest(top.sign1.payload));
  if (old.iss != trust.iss || manifest.iss != trust.iss) return Errc::other_issuer;
  if (!manifest.root) {
    if (top.kid == key_id(trust.root)) return trust;
    return Errc::wrong_root;
  }
  const PublicKey& root = *manifest.root;
  if (root == trust.root) return trust;
  if (!(sha256(root.view()) == old.next_root)) return Errc::unannounced_root;
  if (!(top.kid == key_id(root))) return Errc::false_root;
  if (!verify_signed(top, root)) return Errc::bad_signature;
  TrustFile next = trust;
  next.root = root;
  return next;
}

}  // namespace whit
