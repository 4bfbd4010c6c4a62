// SPDX-License-Identifier: Apache-2.0
#include "verify/log_proof.h"

#include <algorithm>

#include "log/epoch.h"
#include "log/merkle.h"
#include "log/proof.h"
#include "log/text.h"

namespace whit {
namespace {

constexpr Seconds kOldestCosignature = 2 * kSecondsPerDay;  // before the head's `issued`
constexpr Seconds kNewestCosignature = 3600;                // after it; a later one doesn't count
constexpr std::size_t kFewestWitnesses = 2;                 // but under a specimen root

// The origin of a log is the trust file's, and the log's number.
bool is_our_log(std::string_view origin, std::string_view ours) noexcept {
  return origin.substr(0, ours.size()) == ours &&
         logtext::parse_decimal(origin.substr(ours.size())).ok();
}

// The log keys that the root certified for the day of the head, under the log's name.
Result<std::vector<NoteKey>> log_keys(const RootManifest& manifest, Day day,
                                      std::string_view origin) {
  std::vector<NoteKey> out;
  for (const ServiceKey& row : manifest.keys) {
    if (row.use != Use::log || day < row.first || day > row.last) continue;
    auto key = make_note_key(origin, NoteKeyType::ed25519, row.key);
    if (!key) return Errc::wrong_log;
    out.push_back(std::move(*key));
  }
  return out;
}

Result<WitnessPolicy> read_policy(const TrustFile& trust, const RootManifest& manifest) {
  auto policy = parse_witness_policy(trust.policy);
  if (!policy) return Errc::bad_policy;
  if (!manifest.specimen && smallest_quorum(*policy) < kFewestWitnesses) return Errc::weak_policy;
  return policy;
}

// Whether `tree` is the issuer's log right behind the epoch of `header`.
bool is_place_of(const EpochHeader& header, const Checkpoint& tree, std::uint64_t index,
                 const TrustFile& trust) noexcept {
  const auto size = size_after(header);
  return is_our_log(tree.origin, trust.origin) && size && tree.size == *size &&
         index == header.index;
}

// The newest of the times that count. A later one comes from a clock that is wrong, or from a
// witness that wants to stop checkers by a floor in the future: it counts as absent.
UnixTime drop_late(std::vector<UnixTime>& seen, UnixTime issued) noexcept {
  for (UnixTime& time : seen) {
    if (time > issued + kNewestCosignature) time = 0;
  }
  const auto newest = std::max_element(seen.begin(), seen.end());
  return newest == seen.end() ? 0 : *newest;
}

}  // namespace

Result<UnixTime> verify_head_proof(const Head& head, const EpochHeader& header,
                                   const RootManifest& manifest, const TrustFile& trust) {
  WHIT_TRY(const WitnessPolicy policy, read_policy(trust, manifest));
  const auto proof = parse_log_proof(head.log_proof);
  if (!proof || !proof->extra.empty()) return Errc::bad_log_proof;
  const auto tree = parse_checkpoint(proof->note.text);
  if (!tree || !tree->extensions.empty()) return Errc::bad_log_proof;
  if (!is_place_of(header, *tree, proof->index, trust)) return Errc::wrong_log;
  WHIT_TRY(const auto keys, log_keys(manifest, day_of(head.issued), tree->origin));
  auto cosigned = check_checkpoint(proof->note, keys, policy);
  if (!cosigned) return Errc::unproven_log;
  const UnixTime newest = drop_late(cosigned->seen, head.issued);
  if (!meets_quorum(policy, cosigned->seen)) return Errc::no_quorum;
  if (newest == 0 || newest + kOldestCosignature < head.issued) return Errc::old_cosignature;
  const Hash leaf = leaf_hash(encode(header_entry(header.day, head.epoch_header)));
  if (!verify_inclusion(leaf, proof->index, tree->size, proof->path, tree->root)) {
    return Errc::unproven_log;
  }
  return newest;
}

}  // namespace whit
