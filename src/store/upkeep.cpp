// SPDX-License-Identifier: Apache-2.0
// What midnight does, and the figures of `status`.
#include "status/chain.h"
#include "store/blind_rows.h"
#include "store/chain_step.h"
#include "store/log_rows.h"
#include "store/notices.h"
#include "store/tables.h"

namespace whit {
namespace {

struct ChainRow {
  std::int64_t id = 0;
  Chain chain;
};

Result<std::vector<ChainRow>> read_rows(Database& database, std::int64_t after, int most) {
  Query query =
      database.query("SELECT id, seed, day, dealt FROM chain WHERE id > ? ORDER BY id LIMIT ?");
  query.bind(after).bind(std::int64_t{most});
  std::vector<ChainRow> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    ChainRow next;
    next.id = query.integer(0);
    next.chain.seed = query.fixed<Seed>(1);
    next.chain.day = static_cast<Day>(query.integer(2));
    const Bytes dealt = query.blob(3);
    next.chain.dealt.assign(dealt.begin(), dealt.end());
    out.push_back(std::move(next));
  }
}

Status write_row(Database& database, const ChainRow& row) {
  return database.query("UPDATE chain SET seed = ?, day = ?, dealt = ? WHERE id = ?")
      .bind(row.chain.seed.view())
      .bind(std::int64_t{row.chain.day})
      .bind(Bytes(row.chain.dealt))
      .bind(row.id)
      .run();
}

Result<std::uint64_t> count(Database& database, const char* sql) {
  Query query = database.query(sql);
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<std::uint64_t>(query.integer(0));
}

}  // namespace

void step_to(Chain& chain, Day day) {
  if (chain.day >= day) return;
  const std::size_t days = day - chain.day;
  chain.seed = ratchet_by(chain.seed, day - chain.day);
  chain.day = day;
  const auto begin = chain.dealt.begin();
  const auto gone = static_cast<std::ptrdiff_t>(std::min(days, chain.dealt.size()));
  chain.dealt.erase(begin, begin + gone);
}

Result<std::optional<std::int64_t>> sweep_chains(Database& database, std::int64_t after, Day day,
                                                 int most) {
  WHIT_TRY(std::vector<ChainRow> rows, read_rows(database, after, most));
  if (rows.empty()) return std::optional<std::int64_t>();
  for (ChainRow& row : rows) {
    if (row.chain.day >= day) continue;
    step_to(row.chain, day);
    WHIT_CHECK(write_row(database, row));
  }
  return std::optional<std::int64_t>(rows.back().id);
}

Status sweep_dead(Database& database, UnixTime now) {
  WHIT_CHECK(forget_notices(database, day_of(now)));
  WHIT_CHECK(sweep_accepted(database, day_of(now)));
  WHIT_CHECK(sweep_blind(database, day_of(now)));
  WHIT_CHECK(database.query("DELETE FROM holder_key WHERE day <= ?")
                 .bind(std::int64_t{day_of(now)})
                 .run());
  WHIT_CHECK(database.query("DELETE FROM invitation WHERE expires <= ?")
                 .bind(static_cast<std::int64_t>(now))
                 .run());
  return database
      .query(
          "DELETE FROM chain WHERE (ended = 1 AND length(dealt) = 0 AND until <= ?1)"
          " OR (ended = 2 AND until <= ?1)")
      .bind(std::int64_t{day_of(now)})
      .run();
}

Result<bool> has_chains_before(Database& database, Day day) {
  Query query = database.query("SELECT 1 FROM chain WHERE day < ? LIMIT 1");
  query.bind(std::int64_t{day});
  return query.next();
}

Result<Figures> read_figures(Database& database) {
  Figures out;
  WHIT_TRY(out.people, count(database, "SELECT count(*) FROM subject"));
  WHIT_TRY(out.facts, count(database, "SELECT count(*) FROM fact WHERE ended = 0"));
  WHIT_TRY(out.enrolled, count(database, "SELECT count(*) FROM enrolment WHERE ended = 0"));
  WHIT_TRY(out.invited, count(database, "SELECT count(*) FROM invitation WHERE enrolment IS NULL"));
  WHIT_TRY(out.chains, count(database, "SELECT count(*) FROM chain WHERE ended = 0"));
  WHIT_TRY(out.holder_keys, count(database, "SELECT count(*) FROM holder_key"));
  WHIT_TRY(out.leaves, count_waiting(database));
  WHIT_TRY(out.logged, count(database, "SELECT coalesce(sum(tokens), 0) FROM epoch"));
  out.logged += out.leaves;
  WHIT_TRY(out.last_commit, read_time(database));
  WHIT_CHECK(read_renewals(database, out));
  return out;
}

}  // namespace whit
