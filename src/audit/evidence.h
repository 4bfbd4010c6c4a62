// SPDX-License-Identifier: Apache-2.0
// Making and judging evidence: what an auditor found, so that anybody can see it without the log.
// Spec: spec/audit.md, section 4.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/replay.h"
#include "log/evidence.h"
#include "log/policy.h"
#include "log/tile_reader.h"

namespace whit::audit {

// Proof is what a file shows.
enum class Proof : std::uint8_t {
  none = 0,   // nothing: damaged, forged, or about something that isn't so
  testimony,  // what somebody says they saw, such as a file that wasn't there
  proven,     // what the sentence says, to everybody who believes the keys
};

// Known is what the reader of evidence believes already; may be empty.
struct Known {
  std::vector<NoteKey> logs;
  std::optional<WitnessPolicy> policy;
};

struct Verdict {
  Proof proof = Proof::none;
  Finding finding = Finding::none;
  std::string sentence;            // lower case, no period: what is proven, or why nothing is
  std::vector<NoteKey> logs;       // whose signatures it rests on
  std::vector<NoteKey> witnesses;  // whose cosignatures are there
  bool logs_known = false;         // each of `logs` is one of Known::logs
  bool quorum = false;             // the policy's quorum cosigned each checkpoint
};
// verify_evidence judges a file from its bytes alone, by the functions that found the fault.
Verdict verify_evidence(Bytes file, const Known& known = {});

// Desk is what evidence is made from. The pointers outlive it.
struct Desk {
  const ReplayState* state = nullptr;
  Archive* archive = nullptr;
  // tree is a reader of the tree of a log's checkpoint, and note that checkpoint with its
  // signatures; a null pointer, and empty, where there is none.
  std::function<TileReader*(std::uint64_t log)> tree;
  std::function<std::string(std::uint64_t log)> note;
  // seen is other checkpoints of that log with their cosignatures, for what is late; may be empty.
  std::function<std::vector<std::string>(std::uint64_t log)> seen = nullptr;
  std::vector<NoteKey> keys;  // of logs and witnesses: whose lines are kept
};
// make_evidence shows what `found` says; where that can't be shown to a stranger, or would need
// more than kMaxEvidence, it is a testimony. Errors are the archive's and the reader's. What it
// makes was judged by verify_evidence() first: unproven_log where it wouldn't hold.
Result<Evidence> make_evidence(const Found& found, const Desk& desk);

// fork_evidence is two checkpoints of one log that contradict each other: `mine`, and another one,
// larger or as large, whose tree can be read. For shrunk `mine` is the larger one, and some witness
// has to have seen it first; `tree` isn't read. not_found where they don't show it.
Result<Evidence> fork_evidence(Finding finding, const std::string& mine, const std::string& other,
                               TileReader& tree, const std::vector<NoteKey>& keys);

// unlogged_evidence shows that a token stands in no epoch that could have it, as far as the log
// goes. already_exists where it is there.
Result<Evidence> unlogged_evidence(Bytes token, const Desk& desk);

// testimony says what can't be proven.
Evidence testimony(const Found& found);

}  // namespace whit::audit
