// SPDX-License-Identifier: Apache-2.0
// The witness that an issuer for training has for itself: it keeps every rule of a witness
// (spec/log.md, section 14) and proves nothing, for it is the issuer.
//
//   keys/witness-training.box       its key, sealed like all others
//   specimen-witness/<hex>          what it saw last of a log, by SHA-256 of its origin; public
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/issuer/folder.h"
#include "cli/issuer/vault.h"
#include "serve/witness_client.h"

namespace whit::cli {

// make_specimen_witness puts a key into the vault and gives the policy that names it alone.
std::string make_specimen_witness(const Vault& vault, const std::string& origin, Rng& rng);

// SpecimenWitness answers in this process as others do over HTTP.
class SpecimenWitness {
 public:
  // row_in is its row in `policy`; absent where there is none.
  static std::optional<std::size_t> row_in(const WitnessPolicy& policy, const Vault& vault);

  // All three must outlive it; `key` is that of its row.
  SpecimenWitness(const Folder& folder, const Vault& vault, const NoteKey& key)
      : folder_(folder), vault_(vault), key_(key) {}

  WitnessReply cosign(const std::string& note, const std::vector<NoteKey>& log_keys,
                      const Consistency& consistency, UnixTime now) const;
  WitnessReply newest(const std::string& origin) const;

 private:
  std::string file(const std::string& origin) const;
  const Folder& folder_;
  const Vault& vault_;
  const NoteKey& key_;
};

}  // namespace whit::cli
