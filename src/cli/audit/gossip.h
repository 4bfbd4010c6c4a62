// SPDX-License-Identifier: Apache-2.0
// Whether everybody is shown the same log: what the witnesses saw last, and what other auditors
// have, against the own copy.
#pragma once

#include <string>
#include <vector>

#include "cli/audit/audit_run.h"
#include "cli/audit/command_line.h"
#include "cli/audit/sync.h"

namespace whit::cli {

struct GossipOptions {
  std::vector<std::string> peers;  // files of others: checkpoints, heads or bundles
  std::string ca_file;
};

// Told is what one witness or auditor said, in a few words.
struct Told {
  std::string who, what;
};

struct Gossip {
  std::vector<Told> told;
  std::vector<Reported> reported;
  std::uint64_t number = 0, size = 0;  // of the newest log that is followed
  std::size_t agree = 0;
};

// gossip asks every witness of the policy that has a URL. The evidence is on the disk when it
// returns.
Gossip gossip(const StateFolder& folder, const Pinned& pinned, const GossipOptions& options,
              UnixTime now);

Exit run_gossip(const Common& common, const GossipOptions& options);

}  // namespace whit::cli
