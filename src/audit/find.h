// SPDX-License-Identifier: Apache-2.0
// Is this leaf in the log? It is looked for in all epochs whose day can hold it, in what the
// archive has: an archive that asks a server tells it which tiles somebody wonders about, so it had
// better be a copy. Spec: spec/log.md, section 16; spec/audit.md, section 5.
#pragma once

#include <vector>

#include "audit/replay.h"

namespace whit::audit {

// Sought is a leaf and the days of the epochs that can hold it, both included.
struct Sought {
  Hash leaf;
  Day first = 0, last = 0;
};
// sought_token is for a revocable or paper token; wrong_algorithm for a blind one, whose leaf
// nobody can tell. `collected` is the day by which it was collected at the latest, 0 where only its
// expiry day says so. The horizon is the catalogue's where `state` knows it, else the longest there
// is.
Result<Sought> sought_token(const ReplayState& state, Bytes token, Day collected = 0);
// sought_leaf is the same where only leaf and expiry day are known, so that the fact is not.
Sought sought_leaf(const ReplayState& state, const Hash& leaf, Day expires, Day collected = 0);

// Whereabouts is what came of looking.
struct Whereabouts {
  bool found = false;
  std::uint64_t log = 0, epoch = 0, index = 0;  // where it stands
  std::uint64_t epochs = 0;                     // that were looked through
  bool complete =
      false;  // found, or the log goes beyond all days that could hold it: it isn't there
};
// find_leaves looks for all of them, each epoch read once. Errors are the archive's.
Result<std::vector<Whereabouts>> find_leaves(const ReplayState& state, Archive& archive,
                                             const std::vector<Sought>& sought);

}  // namespace whit::audit
