// SPDX-License-Identifier: Apache-2.0
// Who asks, and with which holder keys.
#include <algorithm>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "issue/deal.h"

namespace whit {
namespace {

template <class T>
bool has_twice(std::vector<T> all) {
  std::sort(all.begin(), all.end());
  return std::adjacent_find(all.begin(), all.end()) != all.end();
}

bool has_key_twice(const Collect& collect) {
  std::vector<PublicKey> keys;
  std::vector<KeyHash> messages;
  for (const SetAsk& set : collect.sets) {
    for (const SetKey& key : set.keys) keys.push_back(key.key);
  }
  for (const BlindAsk& row : collect.blind) {
    for (const BlindBytes& message : row.messages) messages.push_back(key_hash(message));
  }
  return has_twice(std::move(keys)) || has_twice(std::move(messages));
}

Status check_keys(const Collect& collect, const ByteVector& message) {
  for (const SetAsk& set : collect.sets) {
    for (const SetKey& key : set.keys) {
      if (!is_strong(key.key)) return Errc::weak_key;
      if (!verify_possession(key, message)) return Errc::bad_proof;
    }
  }
  return {};
}

}  // namespace

KeyHash key_hash(const PublicKey& holder) noexcept {
  return KeyHash::from(sha256(holder.view()).view().first(KeyHash::kSize));
}

KeyHash key_hash(const BlindBytes& blinded) noexcept {
  return KeyHash::from(blind_commitment(blinded).view().first(KeyHash::kSize));
}

Result<Turn> turn_of(const Person& person, std::uint64_t seq, const Hash& request) noexcept {
  if (seq == person.seq + 1) return Turn::next;
  if (person.resync && seq > person.seq) return Turn::next;
  if (seq == person.seq && request == person.last_request) return Turn::again;
  return Errc::sequence_conflict;
}

Status check_collect(const Collect& collect, std::string_view iss,
                     const PublicKey& collection_key) {
  if (collect.iss != iss) return Errc::wrong_issuer;
  if (!verify_collect(collect, collection_key)) return Errc::bad_signature;
  if (has_key_twice(collect)) return Errc::key_reused;
  return check_keys(collect, possession_message(iss, collection_key, collect.seq));
}

}  // namespace whit
