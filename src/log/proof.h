// SPDX-License-Identifier: Apache-2.0
// Proofs that something stands in a log and that witnesses saw it (C2SP tlog-proof).
// Spec: spec/log.md, section 12.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "log/checkpoint.h"
#include "log/note.h"
#include "log/policy.h"

namespace whit {

// LogProof is a .tlog-proof file. `extra` is nobody's word: no check looks at it.
struct LogProof {
  std::vector<std::uint8_t> extra;  // empty where there is no such line
  std::uint64_t index = 0;
  std::vector<Hash> path;  // from the leaf's sibling upward
  Note note;               // the checkpoint and its signatures
};
Result<LogProof> parse_log_proof(std::string_view text);
std::string format(const LogProof& proof);

// CosignedCheckpoint is a checkpoint that the log signed, and who saw it.
struct CosignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<UnixTime> seen;  // by row of the policy's witnesses, the newest time; 0 if unseen
};
// check_checkpoint wants a good signature of one of `log_keys`, all of whose names are the
// checkpoint's origin, and that no line of a known key is bad. It doesn't ask for a quorum.
Result<CosignedCheckpoint> check_checkpoint(const Note& note, const std::vector<NoteKey>& log_keys,
                                            const WitnessPolicy& policy);

// verify_log_proof is check_checkpoint, then the policy's quorum, then that `leaf` stands at the
// proof's index in the tree. What origin, size and times have to be is the caller's to say.
Result<CosignedCheckpoint> verify_log_proof(const LogProof& proof, const Hash& leaf,
                                            const std::vector<NoteKey>& log_keys,
                                            const WitnessPolicy& policy);

}  // namespace whit
