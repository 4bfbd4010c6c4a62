// SPDX-License-Identifier: Apache-2.0
// Publishing: keys made ahead, key list, the log that commits to it, and a signed head.
// Spec: spec/trust.md, section 6.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/common/message.h"
#include "cli/issuer/catalogue_file.h"
#include "cli/issuer/folder.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/service_keys.h"
#include "cli/issuer/token_keys.h"
#include "cli/issuer/vault.h"
#include "store/service.h"
#include "whit/bundle.h"

namespace whit::cli {

inline constexpr Seconds kPublishEvery = 3600;
inline constexpr Seconds kBundleLife = 14 * kSecondsPerDay;

// publish makes and writes the next bundle of the folder: new token keys where some are missing, a
// key list if the keys changed, epochs for the days that are over and for a new key list, a
// checkpoint that witnesses have cosigned, what was withdrawn since, and always a head. The head
// carries the newest header that enough witnesses have seen, and the key list that this header
// commits to: a newer one waits.
//
// It is idempotent: whatever was written when it was killed is used, not made again. A Failure
// "refusing to publish: ..." for whatever would leave checkers without a good bundle, or
// RolledBack; then the one before still stands. It begins the day first, so that a clock which
// jumped ends it before a key is destroyed or a head signed.
// `dropped` names the presets that checkers may lose; `gather`, whether what was withdrawn may
// wait; `pages` what the head vouches for, absent for those of the head before.
Bundle publish(LogKeeper& log, UnixTime now, ClockRule clock = ClockRule::doubt,
               const std::vector<std::string>& dropped = {}, Gather gather = Gather::all,
               const std::optional<std::vector<Page>>& pages = std::nullopt);
// The same in a process that publishes once.
Bundle publish(const Folder& folder, const Vault& vault, IssuerService& service, UnixTime now,
               Rng& rng, ClockRule clock = ClockRule::doubt);

// agree asks the witnesses before anything is signed: RolledBack where one is ahead, a Failure
// "refusing to `act`: ..." where too few answered. No lock should be held meanwhile.
void agree(LogKeeper& log, UnixTime now, const std::string& act);

// service_key is the active key of `use`; a Failure where none holds.
std::shared_ptr<const Signer> service_key(const Folder& folder, const KeyStore& store,
                                          const RootManifest& manifest, Use use, Day today);

// begin_day is IssuerService::midnight; where that refuses, a Failure that says what to do.
void begin_day(IssuerService& service, UnixTime now, ClockRule clock);

// published is the newest bundle that publish wrote here; absent before the first.
struct PublishedFile {
  ByteVector bytes;
  Bundle bundle;
};
std::optional<PublishedFile> published(const Folder& folder);

// read_catalogue is what `catalogue apply` has put into the folder; a Failure before it.
Catalogue read_catalogue(const Folder& folder);

// largest_answer is how many bytes the longest answer to `preset` takes, of kMaxPresentation; 0 for
// a preset that names a fact which isn't there, or too many.
std::size_t largest_answer(const std::string& iss, const Catalogue& catalogue,
                           const Preset& preset);

}  // namespace whit::cli
