// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/log_name.h"

#include <algorithm>

#include "cli/common/message.h"
#include "cli/issuer/retired_keys.h"
#include "cli/issuer/service_keys.h"

namespace whit::cli {
namespace {

constexpr std::size_t kFewestWitnesses = 2;  // outside of training

void add_key(std::vector<NoteKey>& keys, const std::string& origin, const PublicKey& key) {
  auto next = make_note_key(origin, NoteKeyType::ed25519, key);
  if (!next) throw Failure("the log's origin can't name a key", "see origin in issuer.json");
  const bool known = std::any_of(keys.begin(), keys.end(),
                                 [&](const NoteKey& other) { return other.key == next->key; });
  if (!known) keys.push_back(*std::move(next));
}

}  // namespace

std::string log_origin(const std::string& origin, std::uint64_t number) {
  return origin + std::to_string(number);
}

std::vector<NoteKey> log_keys(const RootManifest& manifest, const std::string& origin) {
  std::vector<NoteKey> out;
  for (const ServiceKey& row : manifest.keys) {
    if (row.use == Use::log) add_key(out, origin, row.key);
  }
  return out;
}

std::vector<NoteKey> used_log_keys(const Folder& folder, const std::string& origin) {
  std::vector<NoteKey> out = log_keys(installed_manifest(folder), origin);
  const std::vector<RetiredKey> retired = read_retired(folder);
  std::erase_if(out, [&](const NoteKey& key) {
    return std::any_of(retired.begin(), retired.end(),
                       [&](const RetiredKey& one) { return key.key == one.key; });
  });
  return out;
}

std::vector<NoteKey> kept_log_keys(const Folder& folder, const KeyStore& store,
                                   const std::string& origin) {
  std::vector<NoteKey> out = log_keys(installed_manifest(folder), origin);
  for (const RetiredKey& key : read_retired(folder)) {
    if (key.use == Use::log) add_key(out, origin, key.key);
  }
  for (const std::string& name : store.names("log-")) {
    add_key(out, origin, store.signer(name)->public_key());
  }
  return out;
}

WitnessPolicy witness_policy(const std::string& policy) {
  auto parsed = parse_witness_policy(policy);
  if (parsed) return *std::move(parsed);
  if (policy.empty()) {
    throw Failure("the log has no witnesses: there is no policy in issuer.json",
                  "whit-issuer init ... --witnesses FILE");
  }
  throw Failure("the witness policy can't be read: line " + std::to_string(parsed.error().offset),
                "it is a tlog-policy: lines of witness, group and quorum");
}

void check_earnest_policy(const std::string& policy) {
  if (policy.empty()) {
    throw Failure("an issuer in earnest needs witnesses of its log",
                  "--witnesses FILE with a policy that takes two of them; --specimen for training");
  }
  if (smallest_quorum(witness_policy(policy)) < kFewestWitnesses) {
    throw Failure("one witness, or none, would meet this policy; no checker would open a bundle",
                  "a group of 2 or more for the quorum, as in: group two 2 a b c");
  }
}

}  // namespace whit::cli
