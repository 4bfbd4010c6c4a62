// SPDX-License-Identifier: Apache-2.0
// The proof that a head carries: its newest epoch header stands in the issuer's log, and enough
// witnesses saw that. Spec: spec/log.md, section 6.
#pragma once

#include "log/entry.h"
#include "whit/trust.h"

namespace whit {

// verify_head_proof judges the proof text of `head`, which isn't empty, about `header`, which is
// the head's own. It gives the time of the newest cosignature that counts.
Result<UnixTime> verify_head_proof(const Head& head, const EpochHeader& header,
                                   const RootManifest& manifest, const TrustFile& trust);

}  // namespace whit
