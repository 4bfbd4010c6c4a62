// SPDX-License-Identifier: Apache-2.0
// Deciding what a collect request gets, and signing it. Pure: whoever calls makes it durable
// before the answer leaves. Spec: spec/collect.md, sections 3 to 5.
#pragma once

#include <optional>
#include <vector>

#include "crypto/rng.h"
#include "issue/issuing.h"
#include "issue/person.h"
#include "log/entry.h"
#include "token/collected.h"

namespace whit {

using KeyHash = Fixed<struct KeyHashTag, 16>;
KeyHash key_hash(const PublicKey& holder) noexcept;    // SHA-256(holder key)[0:16]
KeyHash key_hash(const BlindBytes& blinded) noexcept;  // blind_commitment(blinded)[0:16]

// KeyUse is what a dealing does to a holder key or a blinded message: it must be new, and is then
// remembered until `day`; or, with an own token, it must be one remembered until exactly `day`.
struct KeyUse {
  KeyHash hash;
  Day day = 0;
  enum class Rule : std::uint8_t { must_be_new, must_be_known } rule = Rule::must_be_new;
};

// Dealing is all that one collect request changes. It holds if nothing about the person changed
// since it was read; the store checks that in the commit.
struct Dealing {
  Collected answer;
  std::vector<EntryBytes> leaves;  // one for each token of the answer
  std::vector<KeyUse> keys;
  std::vector<Grant> grants;  // a negative chain -1 - n is new_chains[n]
  std::vector<Chain> new_chains;
  std::vector<BlindCount> blind;  // what it grants, to be added to what the person has used
  Hash request;                   // SHA-256 of the body
  std::uint64_t key_list = 0;     // sequence of the list whose keys signed
};

enum class Turn : std::uint8_t { next, again };

// turn_of tells what a request with this seq and hash is: the next one or the last one again. Any
// other is a sequence_conflict. For a person to be resynced any greater seq is the next.
Result<Turn> turn_of(const Person& person, std::uint64_t seq, const Hash& request) noexcept;

// check_collect checks who asks: wrong_issuer, bad_signature, weak_key, key_reused (twice in one
// request, a blinded message too), bad_proof. One Ed25519 check a key, and no register.
Status check_collect(const Collect& collect, std::string_view iss, const PublicKey& collection_key);

// blind_signs tells whether the blind key of expiry day `day` signs at `now`
// (spec/collect.md, 3.7).
bool blind_signs(Day day, UnixTime now) noexcept;

// deal answers the next request at `now`. quota_reached when a fact's day has too few handles
// left, bad_proof for an own token that isn't. What can't be had has no row in the answer: a day
// that isn't in today + 1 to today + horizon, a fact that doesn't hold from today through the day
// before the expiry day, a fact without the one live key, or without its document text; and a row
// of blinded messages outside of its key's window, or of more than the person has left for that
// fact and day. out_of_range where a blinded message isn't between 1 and n - 1. Where a key can't
// be used now, all of it fails as Signer::sign does, and nothing has changed.
Result<Dealing> deal(const Issuing& issuing, const Person& person, const Collect& collect,
                     UnixTime now, Rng& rng);

// deal_again recomputes the last answer, bit for bit, without what died or ended since.
Result<Collected> deal_again(const Issuing& issuing, const Person& person, const Collect& collect,
                             UnixTime now);

// facts_of is what `enrolled` tells the wallet: facts that it can collect now or later.
std::vector<Enrolled::Fact> facts_of(const Issuing& issuing, const std::vector<FactRow>& facts,
                                     UnixTime now);

}  // namespace whit
