// SPDX-License-Identifier: Apache-2.0
// Who asks, and with which holder keys.
#include <algorithm>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "issue/deal.h"

namespace whit {
namespace {

bool has_key_twice(const Collect& collect) {
  std::vector<PublicKey> keys;
  for (const SetAsk& set : collect.sets) {
    for (const SetKey& key : set.keys) keys.push_back(key.key);
  }
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
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
