// SPDX-License-Identifier: Apache-2.0
// The keys that the root certifies: one that signs key lists, one for bundles, one for the log,
// each with two spares.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/issuer/key_store.h"
#include "cli/issuer/root.h"
#include "cli/issuer/vault.h"
#include "crypto/rng.h"

namespace whit::cli {

inline constexpr int kSpares = 2;
// kWarnDays before something ends, `status` says so.
inline constexpr Day kWarnDays = 30;

std::string_view name(Use use) noexcept;  // "keys", "bundle", "log"
// vault_name is where the secret half of `key` lies.
std::string vault_name(Use use, const PublicKey& key);

// request_keys asks again for the keys that are good and lie where new ones are made, and makes as
// many in the store as are missing to one and its spares of every use.
KeyRequest request_keys(const Folder& folder, const KeyStore& store,
                        const std::vector<PublicKey>& without, Rng& rng);

// installable is the manifest of a certificate that could be installed now: a Failure unless the
// manifest is this issuer's, under the root that it had before, of a higher sequence, and names at
// least one key of each use that is in the vault.
RootManifest installable(const Folder& folder, const Certificate& certificate);
// install_certificate writes it, and gives the manifest; the same Failures.
RootManifest install_certificate(const Folder& folder, const Certificate& certificate);

// active_key is the first key of `use` that holds on `day`, wasn't retired, and whose secret half
// is here.
const ServiceKey* active_key(const Folder& folder, const RootManifest& manifest, Use use, Day day);

// installed_manifest is that of the folder's certificate; a Failure where there is none.
RootManifest installed_manifest(const Folder& folder);

// KeyLine is what `key list` shows of a use.
struct KeyLine {
  Use use{};
  int active = 0, spare = 0;  // spare: certified and not retired
  Day ends = 0;               // first day on which the active key no longer holds
};
std::vector<KeyLine> key_lines(const Folder& folder, const RootManifest& manifest, Day day);

}  // namespace whit::cli
