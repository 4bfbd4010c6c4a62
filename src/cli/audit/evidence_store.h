// SPDX-License-Identifier: Apache-2.0
// Evidence that this auditor keeps: written, and on the disk, before anything is said.
#pragma once

#include <string>
#include <vector>

#include "audit/evidence.h"
#include "cli/audit/audit_run.h"
#include "cli/audit/ledger.h"

namespace whit::cli {

// keep_evidence writes a file for `finding` and gives its path; one of the same content stays.
std::string keep_evidence(const StateFolder& folder, audit::Finding finding,
                          const Evidence& evidence);

// keys_known is the keys of the logs that are followed, and of the witnesses.
std::vector<NoteKey> keys_known(const Pinned& pinned, std::uint64_t logs);

// found_of is a finding as src/audit has it, for a testimony.
audit::Found found_of(const Reported& reported);

// DeskHere is a desk over the copies. All three outlive it.
audit::Desk desk_here(const Judged& judged, Copies& copies);

// prove_findings makes evidence for those of `found` that no run before knew.
void prove_findings(const StateFolder& folder, const Ledger& ledger, const audit::Desk& desk,
                    const std::vector<audit::Found>& found, std::vector<Reported>& reported);

}  // namespace whit::cli
