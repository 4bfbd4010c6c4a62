// SPDX-License-Identifier: Apache-2.0
// Acts that two people have to want. Every function works inside the transaction of whoever calls
// it. Spec: spec/staff.md, section 6.
#pragma once

#include <vector>

#include "store/database.h"
#include "store/staff.h"

namespace whit {

// Ask is an act that somebody is about to do.
struct Ask {
  const Actor& by;
  Act act;
  Hash digest;  // of exactly what is to be done
  std::string_view about;
  UnixTime now = 0;
};

// take_approval gives 0 where the act may be done now, and uses up the approval that allowed it;
// otherwise the number of the proposal that waits. forbidden.
Result<std::int64_t> take_approval(Database& database, const Ask& ask);

// approve_proposal: forbidden, not_found (also used or too old), refused (somebody has already).
Status approve_proposal(Database& database, const Actor& by, std::int64_t id, UnixTime now);

Result<std::vector<Proposal>> read_proposals(Database& database, UnixTime now);

}  // namespace whit
