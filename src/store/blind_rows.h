// SPDX-License-Identifier: Apache-2.0
// What the register keeps of blind tokens: how many each person got, and days that are stopped.
// Every function works inside the transaction of whoever calls it.
#pragma once

#include <vector>

#include "issue/deal.h"
#include "store/database.h"
#include "store/service.h"

namespace whit {

// read_blind_used is what was signed for a person, of all days that midnight hasn't swept yet.
Result<std::vector<BlindCount>> read_blind_used(Database& database, std::int64_t subject);
Status add_blind_used(Database& database, std::int64_t subject,
                      const std::vector<BlindCount>& granted);

// may_grant_blind tells whether nothing came between `person` as read and what it is granted: a
// day stopped, signatures for the same person, or midnight: what is written now would stand in the
// epoch of the expiry day itself, as if a key had signed behind its window (spec/log.md, 15.18).
Result<bool> may_grant_blind(Database& database, const Person& person,
                             const std::vector<BlindCount>& granted, UnixTime now);

Result<std::vector<BlindSigned>> read_blind_signed(Database& database, CountWaiting waiting);

Result<std::vector<BlindStop>> read_blind_stops(Database& database);
Status write_blind_stop(Database& database, const BlindStop& stop);

// read_blind_listed is that of IssuerService::blind_listed; it is never written back to an earlier
// day.
Result<Day> read_blind_listed(Database& database);
Status write_blind_listed(Database& database, Day day);

// sweep_blind forgets days that are over.
Status sweep_blind(Database& database, Day today);

}  // namespace whit
