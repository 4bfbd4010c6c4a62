// SPDX-License-Identifier: Apache-2.0
#include "audit/head_check.h"

#include <algorithm>

#include "crypto/hash.h"
#include "log/proof.h"
#include "token/cose.h"
#include "token/registry.h"
#include "verify/log_proof.h"

namespace whit::audit {
namespace {

// The manifest's key of a use, by its number, on a day; a null pointer where there is none.
const ServiceKey* find_service_key(const RootManifest& manifest, Use use, const KeyId& kid,
                                   Day day) {
  const auto found =
      std::find_if(manifest.keys.begin(), manifest.keys.end(), [&](const ServiceKey& key) {
        return key.use == use && key_id(key.key) == kid && day >= key.first && day <= key.last;
      });
  return found == manifest.keys.end() ? nullptr : &*found;
}

// A manifest as it was signed, whoever did.
Result<RootManifest> read_manifest(Bytes signed_manifest) {
  WHIT_TRY(const SignedPart part, parse_signed(signed_manifest, registry::kTypManifest));
  return parse_manifest(part.sign1.payload);
}

std::string manifest_fault(const SignedPart& part, const RootManifest& manifest, const Head& head,
                           const TrustFile& trust) {
  if (!(part.kid == key_id(trust.root)) || !verify_signed(part, trust.root)) {
    return "its manifest isn't signed by the root";
  }
  if (manifest.root && !(*manifest.root == trust.root)) return "its manifest states another root";
  if (manifest.iss != trust.iss || head.iss != trust.iss) return "it is of another issuer";
  if (day_of(head.issued) >= manifest.ends) return "its manifest had ended";
  return {};
}

std::string part_fault(const SignedPart& part, const RootManifest& manifest, Use use,
                       const Head& head, std::string_view name) {
  const ServiceKey* key = find_service_key(manifest, use, part.kid, day_of(head.issued));
  if (key == nullptr || !verify_signed(part, key->key)) {
    return std::string(name) + " isn't signed by a key that the root certified for it";
  }
  return {};
}

// The log's keys on the head's day, under the name that the checkpoint gives.
std::vector<NoteKey> log_keys(const RootManifest& manifest, Day day, std::string_view origin) {
  std::vector<NoteKey> out;
  for (const ServiceKey& row : manifest.keys) {
    if (row.use != Use::log || day < row.first || day > row.last) continue;
    auto key = make_note_key(origin, NoteKeyType::ed25519, row.key);
    if (key) out.push_back(*std::move(key));
  }
  return out;
}

// What a proof that doesn't hold is called. The auditor's own policy is no fault of the log's.
Finding finding_of(Errc code) noexcept {
  switch (code) {
    case Errc::no_quorum:
    case Errc::old_cosignature:
    case Errc::no_log_proof:
      return Finding::no_quorum;
    case Errc::bad_policy:
    case Errc::weak_policy:
      return Finding::none;
    default:
      return Finding::bad_head;
  }
}

void judge_proof(const Head& head, const RootManifest& manifest, const TrustFile& trust,
                 HeadProof& out) {
  const auto header = parse_epoch_header(head.epoch_header);
  if (!header) return out.found.emplace_back(Finding::bad_head, ": it carries no header"), void();
  const auto time = verify_head_proof(head, *header, manifest, trust);
  if (time) return;
  const Finding finding = finding_of(time.error().code);
  if (finding == Finding::none) return;
  out.found.emplace_back(finding, ": " + std::string(sentence(time.error().code)));
}

}  // namespace

HeadSigned check_head_signatures(Bytes signed_head, const Head& head, const TrustFile* trust) {
  HeadSigned out;
  const auto front = parse_signed(signed_head, registry::kTypHead);
  const auto list = parse_signed(head.key_list, registry::kTypKeyList);
  const auto part = parse_signed(head.manifest, registry::kTypManifest);
  auto manifest = part ? parse_manifest(part->sign1.payload) : Result<RootManifest>(part.error());
  if (!front || !list || !manifest) {
    out.fault = "a part of it isn't one";
    return out;
  }
  out.manifest = *std::move(manifest);
  out.specimen = out.manifest.specimen;
  if (trust == nullptr) return out;
  out.fault = manifest_fault(*part, out.manifest, head, *trust);
  if (out.fault.empty()) out.fault = part_fault(*front, out.manifest, Use::bundle, head, "it");
  if (out.fault.empty()) {
    out.fault = part_fault(*list, out.manifest, Use::keys, head, "its key list");
  }
  return out;
}

Result<RootManifest> manifest_of(const Head& head) { return read_manifest(head.manifest); }

bool is_signed_under(Bytes signed_head, const Head& head, const RootManifest& manifest) {
  const auto front = parse_signed(signed_head, registry::kTypHead);
  return front && part_fault(*front, manifest, Use::bundle, head, "it").empty();
}

bool is_signed_by_its_own(Bytes signed_head, const Head& head) {
  const auto manifest = manifest_of(head);
  return manifest && is_signed_under(signed_head, head, *manifest);
}

PublicKey root_now(Bytes newest, const TrustFile& trust) {
  const auto manifest = read_manifest(newest);
  return manifest && manifest->root ? *manifest->root : trust.root;
}

PublicKey root_for(Bytes signed_manifest, Bytes newest, const TrustFile& trust) {
  const auto manifest = read_manifest(signed_manifest), known = read_manifest(newest);
  const bool next =
      manifest && known && manifest->root && sha256(manifest->root->view()) == known->next_root;
  return next ? *manifest->root : root_now(newest, trust);
}

bool is_newer(const RootManifest& manifest, const PublicKey& root, Bytes newest,
              const TrustFile& trust) {
  const auto known = read_manifest(newest);
  return !known || !(root == root_now(newest, trust)) || manifest.sequence > known->sequence;
}

std::string root_fault(Bytes signed_manifest, Bytes newest, const TrustFile& trust) {
  const auto part = parse_signed(signed_manifest, registry::kTypManifest);
  const auto manifest = read_manifest(signed_manifest), known = read_manifest(newest);
  if (!part || !manifest) return {};
  const PublicKey now = root_now(newest, trust), due = root_for(signed_manifest, newest, trust);
  if (manifest->root && !(*manifest->root == due) && verify_signed(*part, *manifest->root)) {
    return "a root signed its manifest that the one before didn't announce";
  }
  const bool same = due == now && known && verify_signed(*part, now);
  if (same && !(manifest->next_root == known->next_root)) {
    return "its manifest announces another next root than the one before";
  }
  return {};
}

bool is_before(Bytes signed_manifest, const TrustFile& trust) {
  const auto part = parse_signed(signed_manifest, registry::kTypManifest);
  const auto manifest = read_manifest(signed_manifest);
  return part && manifest && manifest->next_root == sha256(trust.root.view()) &&
         !verify_signed(*part, trust.root);
}

Result<RootManifest> check_manifest(Bytes signed_manifest, const TrustFile& trust) {
  WHIT_TRY(const SignedPart part, parse_signed(signed_manifest, registry::kTypManifest));
  if (!(part.kid == key_id(trust.root)) || !verify_signed(part, trust.root)) {
    return Errc::wrong_root;
  }
  WHIT_TRY(RootManifest manifest, parse_manifest(part.sign1.payload));
  if (manifest.iss != trust.iss) return Errc::wrong_issuer;
  return manifest;
}

NoteCheck check_list(Bytes signed_list, const RootManifest& manifest, Day day) {
  const auto part = parse_signed(signed_list, registry::kTypKeyList);
  if (!part) return NoteCheck::bad;
  const ServiceKey* key = find_service_key(manifest, Use::keys, part->kid, day);
  if (key == nullptr) return NoteCheck::absent;
  return verify_signed(*part, key->key) ? NoteCheck::good : NoteCheck::bad;
}

HeadProof check_head_proof(const Head& head, const TrustFile* trust) {
  HeadProof out;
  const auto part = parse_signed(head.manifest, registry::kTypManifest);
  const auto manifest =
      part ? parse_manifest(part->sign1.payload) : Result<RootManifest>(part.error());
  if (head.log_proof.empty()) {
    out.found.emplace_back(Finding::no_quorum, ": it carries no proof of the log");
    return out;
  }
  const auto proof = parse_log_proof(head.log_proof);
  const auto tree = proof ? parse_checkpoint(proof->note.text) : Result<Checkpoint>(proof.error());
  if (!manifest || !tree) {
    out.found.emplace_back(Finding::bad_head, ": its proof isn't one");
    return out;
  }
  WitnessPolicy policy;
  if (trust != nullptr) {
    judge_proof(head, *manifest, *trust, out);
    if (auto read = parse_witness_policy(trust->policy)) policy = *std::move(read);
  }
  const auto keys = log_keys(*manifest, day_of(head.issued), tree->origin);
  const auto cosigned = check_checkpoint(proof->note, keys, policy);
  if (!cosigned) return out;
  out.size = tree->size;
  out.root = tree->root;
  out.note = format(proof->note);
  for (const UnixTime time : cosigned->seen) {
    if (time == 0) continue;
    out.oldest = out.oldest == 0 ? time : std::min(out.oldest, time);
    out.newest = std::max(out.newest, time);
  }
  return out;
}

}  // namespace whit::audit
