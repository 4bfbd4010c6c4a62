// SPDX-License-Identifier: Apache-2.0
// Token keys: one a medium and week of expiry days, made ahead, destroyed after its last issue
// day. Spec: spec/trust.md, section 4.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/folder.h"
#include "cli/issuer/key_store.h"
#include "cli/issuer/vault.h"
#include "crypto/rng.h"
#include "issue/issuing.h"
#include "whit/trust.h"

namespace whit::cli {

// kListedAfter is how many days a dead key stays listed, so that an old token is called expired and
// not unknown.
inline constexpr Day kListedAfter = 14;

// first_of_week is the Monday of the week that `day` is in; keys begin and end with weeks.
constexpr Day first_of_week(Day day) noexcept { return day - (day + 3) % 7; }

// last_to_cover is the last expiry day for which `kind` of `fact` needs a key, if a bundle that is
// read until `expires` is to hold it.
Day last_to_cover(const CatalogueFact& fact, Kind kind, UnixTime expires) noexcept;

// extend_keys adds rows, and their secrets to the store, until every fact has a live key for each
// expiry day from today + 1 to its last_to_cover; then drops rows of keys long dead. It tells
// whether `list` changed.
enum class Change : std::uint8_t { none, some };
Change extend_keys(KeyList& list, const std::vector<CatalogueFact>& catalogue, UnixTime now,
                   UnixTime expires, const KeyStore& store, Rng& rng);

// lost_keys counts live rows of days to come whose secret isn't in `folder`, as after a restore.
std::size_t lost_keys(const KeyList& list, Day today, const std::string& folder);

// drop_lost_keys drops those of them that no token can have been signed with yet, so that
// extend_keys makes others. It leaves the rest, for what they have signed is good: withdrawing them
// is for people to decide.
Change drop_lost_keys(KeyList& list, const std::vector<CatalogueFact>& catalogue, Day today,
                      const std::string& folder);

// destroy_dead_keys removes the secrets of rows that no token can be signed with any more.
void destroy_dead_keys(const KeyList& list, Day today, const KeyStore& store);

// uncovered names the first fact and day without a live key, as a sentence; empty if all is well.
std::string uncovered(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                      UnixTime now, UnixTime expires);

// issuing_of is what the service signs with on `today`: every live row whose secret is in the
// vault.
Issuing issuing_of(const KeyList& list, std::vector<CatalogueFact> catalogue, const Vault& vault,
                   Day today);

// has_token_secret tells whether the secret half of a row's key is in `folder`.
bool has_token_secret(const std::string& folder, const TokenKey& row);

// SignedKeyList is the key list as it was published.
struct SignedKeyList {
  KeyList list;
  ByteVector bytes;
};
// write_key_list signs keys.list under the next sequence and puts it into the folder.
void write_key_list(const Folder& folder, const Signer& signer, SignedKeyList& keys);
// read_key_list is that of the folder, or an empty one of sequence 0.
SignedKeyList read_key_list(const Folder& folder);

}  // namespace whit::cli
