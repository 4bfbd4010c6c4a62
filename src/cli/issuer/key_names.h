// SPDX-License-Identifier: Apache-2.0
// Names of keys that a person can type, and how each key stands.
//
// A service key is its use and the first 8 hexadecimal digits of its thumbprint, "bundle/3f9a0b12".
// A blind key is its fact and expiry day, "blind/work-permit-valid/2027-01-04"; there is never
// another one of that name. A token key is its medium and the first expiry day that it signs for,
// "token/2027-01-04" and "paper/2027-01-04"; the key that came after it for the same days ends in
// ".2", the next in ".3".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/issuer/retired_keys.h"
#include "cli/issuer/token_keys.h"

namespace whit::cli {

// KeyStand is how a key stands. `active` signs today; `spare` waits to replace one; `ahead` is of
// days that nothing is dealt for yet; `away` is certified and its secret isn't here; `over` signs
// nothing any more; `lost` is listed as live, and its secret is gone.
enum class KeyStand : std::uint8_t { active, spare, ahead, away, over, lost, retired, withdrawn };
std::string_view name(KeyStand stand) noexcept;

struct NamedKey {
  std::string name, use;  // use: keys, bundle, log, token, paper, blind
  KeyStand stand = KeyStand::lost;
  Day first = 0, last = 0;  // inclusive; of token and blind keys expiry days
  std::vector<Vct> facts;   // of token and blind keys
  KeyId kid;
};

std::string service_key_name(Use use, const PublicKey& key);
// token_key_name is that of row `at`.
std::string token_key_name(const KeyList& list, std::size_t at);

// blind_key_name is that of a row; a fact that isn't in `catalogue` is named by its number.
std::string blind_key_name(const BlindKey& row, const std::vector<CatalogueFact>& catalogue);
// is_blind_name tells whether a name is to be looked up with find_blind_key.
bool is_blind_name(std::string_view name) noexcept;
std::size_t find_blind_key(const KeyList& list, const std::vector<CatalogueFact>& catalogue,
                           const std::string& name);

// find_token_key is the row of that name, find_service_key the key; a Failure, which says what
// there is, where it is none.
std::size_t find_token_key(const KeyList& list, const std::string& name);
const ServiceKey& find_service_key(const RootManifest& manifest, const std::string& name);

// named_keys are all that the root certified and that the key list lists, in this order.
std::vector<NamedKey> named_keys(const Folder& folder, const std::vector<CatalogueFact>& catalogue,
                                 Day today);

}  // namespace whit::cli
