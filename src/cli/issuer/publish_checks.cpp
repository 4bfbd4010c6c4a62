// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/publish_checks.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/session.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/limits.h"
#include "trust/succession.h"

namespace whit::cli {
namespace {

constexpr std::size_t kSeedSize = 16;

const Preset* find_preset(const std::vector<Preset>& presets, const std::string& slug) {
  const auto found = std::find_if(presets.begin(), presets.end(),
                                  [&](const Preset& each) { return each.slug == slug; });
  return found == presets.end() ? nullptr : &*found;
}

Result<RootManifest> manifest_in(Bytes signed_manifest) {
  WHIT_TRY(const SignedPart part, parse_signed(signed_manifest, registry::kTypManifest));
  return parse_manifest(part.sign1.payload);
}

// signed_by tells whether a manifest names `root` as its signer.
bool signed_by(Bytes signed_manifest, const PublicKey& root) {
  const auto part = parse_signed(signed_manifest, registry::kTypManifest);
  return part && part->kid == key_id(root);
}

// standing_of is what `before` committed to. Its root isn't known by its key where another one
// follows it; then only what it announced counts.
Result<Standing> standing_of(const BundleBefore& before, const PublicKey& root) {
  return read_standing(before.signed_head,
                       signed_by(before.head.manifest, root) ? root : PublicKey{});
}

}  // namespace

void refuse_publishing(const std::string& why, const std::string& hint) {
  throw Failure("refusing to publish: " + why, hint);
}

std::optional<BundleBefore> bundle_before(const Folder& folder) {
  if (!exists(folder.bundle_file())) return std::nullopt;
  const ByteVector file = read_file(folder.bundle_file());
  const auto parts = parse_bundle_file(file);
  const auto part =
      parts ? parse_signed(parts->head, registry::kTypHead) : Result<SignedPart>(parts.error());
  auto head = part ? parse_head(part->sign1.payload) : Result<Head>(part.error());
  if (!head) throw Failure(printable(folder.bundle_file()) + ": damaged", "restore it");
  return BundleBefore{*std::move(head), sha256(part->sign1.payload),
                      ByteVector(parts->head.begin(), parts->head.end())};
}

void refuse_vanished(const Catalogue& catalogue, const std::optional<BundleBefore>& before,
                     const std::vector<std::string>& dropped) {
  if (!before) return;
  for (const Preset& old : before->head.presets) {
    if (find_preset(catalogue.presets, old.slug) != nullptr) continue;
    if (std::find(dropped.begin(), dropped.end(), old.slug) != dropped.end()) continue;
    refuse_publishing(
        "preset " + old.slug + " is gone; no checker that asks it could check",
        "put it back, or say --drop-preset " + old.slug + " once nobody asks it any more");
  }
}

void refuse_other_root(Bytes signed_manifest, const PublicKey& root,
                       const std::optional<BundleBefore>& before) {
  if (!before) return;
  const auto fresh = manifest_in(signed_manifest), old = manifest_in(before->head.manifest);
  if (!fresh || !old) return;  // judged where the bundle is opened
  if (!signed_by(before->head.manifest, root)) {
    if (sha256(root.view()) == old->next_root) return;
    refuse_publishing("the root that certified these keys is not the one that was announced",
                      "no checker would follow; certify with the root that the last one names");
  }
  if (!(fresh->next_root == old->next_root)) {
    refuse_publishing("the certificate announces another next root than the bundle before",
                      "checkers keep to the first; certify again with the same next root");
  }
  if (fresh->sequence < old->sequence) {
    refuse_publishing("certificate " + std::to_string(fresh->sequence) +
                          " is older than the published " + std::to_string(old->sequence),
                      "whit-issuer key install the newest one");
  }
  const bool same = equal(signed_manifest, before->head.manifest);
  if (!same && fresh->sequence == old->sequence) {
    refuse_publishing(
        "another certificate " + std::to_string(old->sequence) + " was published before",
        "certify again: each certificate has a number of its own");
  }
}

void refuse_too_large(std::size_t size, std::size_t withdrawn) {
  if (size <= kMaxBundle) return;
  const std::size_t over = (size - kMaxBundle + kSeedSize - 1) / kSeedSize;
  refuse_publishing("it would have " + with_commas(size) + " bytes with about " +
                        with_commas(withdrawn / kSeedSize) +
                        " withdrawn facts, decoys among them; checkers read " +
                        with_commas(kMaxBundle) + ", so " + with_commas(over) + " are too many",
                    "an ended fact stays in it for its horizon, and on paper for paper_life: "
                    "shorten these, or give some facts to an issuer of their own");
}

void refuse_stranding(const Bundle& fresh, const std::optional<BundleBefore>& before) {
  const Head& head = fresh.head();
  if (head.expires <= head.next_update) {
    refuse_publishing("it would end on " + format_time(head.expires) +
                          ", before the next one comes on " + format_time(head.next_update),
                      "a bundle has to outlive the wait for the next");
  }
  if (!before) return;
  const auto old = standing_of(*before, fresh.root());
  if (!old) return;  // of an older program
  if (const Status follows_it = follows(*old, fresh); !follows_it) {
    refuse_publishing("no checker would take it after v" + std::to_string(old->version) + ": " +
                          std::string(sentence(follows_it.error().code)),
                      "the bundle before stays good for its time");
  }
  const bool other_list = !(head.key_list == before->head.key_list);
  if (other_list && fresh.root() == old->root &&
      fresh.key_list().sequence == old->key_list_sequence) {
    refuse_publishing(
        "another key list " + std::to_string(old->key_list_sequence) + " was published before",
        "has the folder been restored? the bundle before stays good for its time");
  }
}

}  // namespace whit::cli
