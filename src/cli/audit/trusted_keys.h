// SPDX-License-Identifier: Apache-2.0
// The keys that a log's checkpoints are signed with, as the root of a trust file certified them.
#pragma once

#include <optional>
#include <vector>

#include "cli/audit/state.h"
#include "whit/trust.h"

namespace whit::cli {

// known_keys are all log keys that `heads` certify, each under the root of `trust` or under one
// that follows from it: a root that the manifest of another of these heads announced.
std::vector<PublicKey> known_keys(const std::vector<std::vector<std::uint8_t>>& heads,
                                  const TrustFile& trust);

// manifest_in is the signed manifest that a signed head carries; empty where it is none.
std::vector<std::uint8_t> manifest_in(Bytes head);

// certified_log_keys is the log keys in the root manifest of a signed head; nothing where the head
// is none, or the manifest isn't signed by the root of `trust`.
std::optional<std::vector<PublicKey>> certified_log_keys(Bytes head, const TrustFile& trust);

// follow_roots is certified_log_keys under the root of `trust` or the one that has followed from it
// so far, as the folder remembers; and it remembers the head's manifest, if that is newer.
std::optional<std::vector<PublicKey>> follow_roots(const StateFolder& folder, Bytes head,
                                                   const TrustFile& trust);

// add_keys adds those that aren't there yet, and tells whether there was one.
bool add_keys(std::vector<PublicKey>& keys, const std::vector<PublicKey>& more);

}  // namespace whit::cli
