// SPDX-License-Identifier: Apache-2.0
// Moving every chain to the day that began. Spec: spec/chain.md, section 2.
#include <algorithm>

#include "store/parts.h"

namespace whit {
namespace {

constexpr int kChainsPerCommit = 2000;  // few enough that a request waits for milliseconds

Status checkpoint(Database& database) {
  Query query = database.query("PRAGMA wal_checkpoint(TRUNCATE)");
  WHIT_TRY(const bool row, query.next());
  // The first column is 1 when a reader kept the old pages alive.
  return row && query.integer(0) == 0 ? Status() : Status(Errc::storage_failed);
}

Status sweep_all(GroupCommit& writer, Day day) {
  std::optional<std::int64_t> after = 0;
  while (after) {
    WHIT_CHECK(writer.run([&](Database& database) -> Status {
      WHIT_TRY(after, sweep_chains(database, *after, day, kChainsPerCommit));
      return {};
    }));
  }
  return {};
}

// The newest time that the register knows of: of a commit, or the day that midnight moved it to.
Result<UnixTime> newest_time(Database& database) {
  WHIT_TRY(const UnixTime last, read_time(database));
  WHIT_TRY(const Day swept, read_swept(database));
  return swept == 0 ? last : std::max(last, midnight(swept - 1));
}

// A seed that a wrong clock overwrites is gone for good, and with it every day up to then.
Status check_leap(Database& database, UnixTime now) {
  WHIT_TRY(const UnixTime newest, newest_time(database));
  if (now <= newest + kClockLeap) return {};
  WHIT_TRY(const bool any, has_chains_before(database, day_of(now) + 1));
  return any ? Status(Errc::clock_ahead) : Status();
}

Status begin_day(Database& database, UnixTime now, ClockRule rule) {
  if (rule == ClockRule::doubt) WHIT_CHECK(check_leap(database, now));
  const Day day = day_of(now) + 1;
  WHIT_TRY(const Day before, read_swept(database));
  return before < day ? write_swept(database, day) : Status();
}

}  // namespace

// Chains that start from now on are written at the new day, so the sweep misses none.
Status IssuerService::midnight(UnixTime now, ClockRule rule) {
  const Day day = day_of(now) + 1;
  const std::lock_guard lock(parts_->midnight);
  if (parts_->swept >= day) return {};
  GroupCommit& writer = parts_->connections->writer();
  WHIT_CHECK(writer.run([&](Database& database) { return begin_day(database, now, rule); }));
  WHIT_CHECK(sweep_all(writer, day));
  WHIT_CHECK(writer.run([&](Database& database) { return sweep_dead(database, now); }));
  WHIT_CHECK(writer.run_alone(checkpoint));
  parts_->swept = day;
  return {};
}

}  // namespace whit
