// SPDX-License-Identifier: Apache-2.0
// The keys that a log's checkpoints are signed with, as the root of a trust file certified them.
#pragma once

#include <optional>
#include <vector>

#include "whit/trust.h"

namespace whit::cli {

// certified_log_keys is the log keys in the root manifest of a signed head; nothing where the head
// is none, or the manifest isn't signed by the root of `trust`.
std::optional<std::vector<PublicKey>> certified_log_keys(Bytes head, const TrustFile& trust);

// add_keys adds those that aren't there yet, and tells whether there was one.
bool add_keys(std::vector<PublicKey>& keys, const std::vector<PublicKey>& more);

}  // namespace whit::cli
