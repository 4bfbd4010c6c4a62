// SPDX-License-Identifier: Apache-2.0
// Ended chains become segments. Spec: spec/withdrawal.md, sections 2 and 3.
#include <algorithm>

#include "crypto/hash.h"
#include "issue/segment.h"
#include "status/chain.h"
#include "store/parts.h"

namespace whit {
namespace {

constexpr std::array kMedia = {Kind::revocable, Kind::paper};

// Over is a chain that ended: its seed of the segment's day, if a token of it may be alive then.
struct Over {
  Kind medium = Kind::none;
  Withdrawn withdrawn;
  bool alive = false;
};

// A chain that a restore retired may have dealt what nobody remembers: it counts until the day
// that its last token could have.
Result<Over> read_over(const Query& query, Day day) {
  const auto at = static_cast<Day>(query.integer(3));
  if (at > day) return Errc::clock_back;  // the seed of `day` is gone
  Over out;
  out.medium = static_cast<Kind>(query.integer(0));
  out.withdrawn.vct = static_cast<Vct>(query.integer(1));
  out.alive = at + query.blob(4).size() > day || query.integer(5) >= std::int64_t{day};
  if (out.alive) out.withdrawn.seed = ratchet_by(query.fixed<Seed>(2), day - at);
  return out;
}

Result<std::vector<Over>> read_all_over(Database& database, Day day) {
  Query query =
      database.query("SELECT medium, vct, seed, day, dealt, until FROM chain WHERE ended = 1");
  std::vector<Over> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    WHIT_TRY(Over over, read_over(query, day));
    out.push_back(std::move(over));
  }
}

Status add_segment(Database& database, const std::vector<Over>& over, Kind medium, Day day,
                   Rng& rng) {
  std::vector<Withdrawn> withdrawn;
  for (const Over& one : over) {
    if (one.medium == medium && one.alive) withdrawn.push_back(one.withdrawn);
  }
  if (withdrawn.empty()) return {};
  return write_segment(database, {medium, day, make_segment(withdrawn, rng)});
}

// What the head of `issued` lists is what its readers need for tokens that may still be alive.
Status forget_segments(Database& database, Day today, const Lives& lives) {
  for (const Kind medium : kMedia) {
    WHIT_CHECK(database.query("DELETE FROM segment WHERE medium = ? AND day + ? < ?")
                   .bind(std::int64_t{static_cast<std::uint8_t>(medium)})
                   .bind(std::int64_t{lives.of(medium)})
                   .bind(std::int64_t{today})
                   .run());
  }
  return {};
}

Result<std::vector<StoredSegment>> read_segments(Database& database) {
  Query query = database.query("SELECT medium, day, bytes FROM segment ORDER BY medium, day, hash");
  std::vector<StoredSegment> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    const Bytes bytes = query.blob(2);
    out.push_back({static_cast<Kind>(query.integer(0)),
                   static_cast<Day>(query.integer(1)),
                   {bytes.begin(), bytes.end()}});
  }
}

Result<bool> finds_row(Query query) { return query.next(); }

// What a stop code or a lost phone has ended doesn't wait; nor does anything where the segment
// before is old enough, or of a time to come.
Result<bool> is_due(Database& database, UnixTime issued) {
  WHIT_TRY(const bool urgent,
           finds_row(database.query("SELECT 1 FROM chain JOIN enrolment AS e ON e.id = enrolment"
                                    " WHERE chain.ended = 1 AND e.ended != 0 LIMIT 1")));
  if (urgent) return true;
  Query query = database.query("SELECT value FROM meta WHERE key = 'gathered'");
  WHIT_TRY(const bool row, query.next());
  if (!row) return true;
  const auto before = static_cast<UnixTime>(query.integer(0));
  return issued < before || issued >= before + kGatherEvery;
}

Status add_segments(Database& database, UnixTime issued, Rng& rng) {
  const Day day = day_of(issued) + 1;
  WHIT_TRY(const std::vector<Over> over, read_all_over(database, day));
  for (const Kind medium : kMedia) {
    WHIT_CHECK(add_segment(database, over, medium, day, rng));
  }
  WHIT_CHECK(database.query("DELETE FROM chain WHERE ended = 1").run());
  const bool added =
      std::any_of(over.begin(), over.end(), [](const Over& one) { return one.alive; });
  if (!added) return {};  // the next that ends goes out at once
  return database.query("INSERT OR REPLACE INTO meta (key, value) VALUES ('gathered', ?)")
      .bind(static_cast<std::int64_t>(issued))
      .run();
}

Result<std::vector<StoredSegment>> gather(Database& database, UnixTime issued, const Lives& lives,
                                          Gather which, Rng& rng) {
  WHIT_CHECK(check_clock(database, issued));
  WHIT_CHECK(touch_time(database, issued));
  bool due = which == Gather::all;
  if (!due) {
    WHIT_TRY(due, is_due(database, issued));
  }
  if (due) WHIT_CHECK(add_segments(database, issued, rng));
  WHIT_CHECK(forget_segments(database, day_of(issued), lives));
  return read_segments(database);
}

}  // namespace

Status write_segment(Database& database, const StoredSegment& segment) {
  const Hash hash = sha256(segment.bytes);
  return database
      .query("INSERT OR IGNORE INTO segment (hash, medium, day, bytes) VALUES (?, ?, ?, ?)")
      .bind(hash.view())
      .bind(std::int64_t{static_cast<std::uint8_t>(segment.medium)})
      .bind(std::int64_t{segment.day})
      .bind(Bytes(segment.bytes))
      .run();
}

Result<std::vector<StoredSegment>> IssuerService::withdrawals(UnixTime issued, Gather which) {
  return withdrawals(issued, parts_->issuing()->catalogue, which);
}

Result<std::vector<StoredSegment>> IssuerService::withdrawals(
    UnixTime issued, const std::vector<CatalogueFact>& shown, Gather which) {
  const Lives lives = lives_of(shown);
  std::vector<StoredSegment> out;
  WHIT_CHECK(parts_->connections->writer().run([&](Database& database) -> Status {
    WHIT_TRY(out, gather(database, issued, lives, which, parts_->rng));
    return {};
  }));
  return out;
}

}  // namespace whit
