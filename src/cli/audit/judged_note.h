// SPDX-License-Identifier: Apache-2.0
// Whether a checkpoint may be believed: by the log's key, and by the witnesses of the policy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/finding.h"
#include "log/proof.h"

namespace whit::cli {

// JudgedNote is what a note says, and what is wrong with it.
struct JudgedNote {
  audit::Finding finding = audit::Finding::none;
  std::string detail;  // public words: which witness, how many
  CosignedCheckpoint cosigned;
  UnixTime newest = 0;  // cosignature; 0 for none
  std::size_t witnesses = 0;
  // believed tells whether the log signed it and enough witnesses saw it. An old one is believed.
  bool believed() const noexcept {
    return finding == audit::Finding::none || finding == audit::Finding::stale;
  }
};

// judge_note wants the origin of `keys`, a good signature of one of them, no bad line of a key that
// is known, the quorum, and a cosignature of the last two days.
JudgedNote judge_note(std::string_view text, const std::vector<NoteKey>& keys,
                      const WitnessPolicy& policy, UnixTime now);

}  // namespace whit::cli
