// SPDX-License-Identifier: Apache-2.0
// Leaves that wait for their epoch, by the day that they belong to.
//
// Inside a day they lie in heaps, each sorted by its entries, which are as good as random: the file
// doesn't tell who came after whom, but in steps of thousands. One heap a day would tell nothing at
// all, and cost a page of the disk for each leaf once there are many.
#include <algorithm>

#include "store/log_rows.h"

namespace whit {
namespace {

constexpr std::int64_t kHeap =
    4096;  // leaves, about as many pages as a commit of some hundred fills

std::uint64_t count(const Query& query, int column) noexcept {
  return static_cast<std::uint64_t>(query.integer(column));
}

Result<Day> day_in(Query query) {
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<Day>(query.integer(0)) : Day{0};
}

// The newest day that takes no leaves any more.
Result<Day> taken_day(Database& database) {
  return day_in(database.query("SELECT coalesce(max(day), 0) FROM epoch WHERE control = 0"));
}

Status count_leaves(Database& database, Day day, std::int64_t more) {
  return database
      .query(
          "INSERT INTO leaf_day (day, leaves) VALUES (?, ?)"
          " ON CONFLICT (day) DO UPDATE SET leaves = leaves + excluded.leaves")
      .bind(std::int64_t{day})
      .bind(more)
      .run();
}

Result<std::size_t> count_until(Database& database, Day day) {
  Query query = database.query("SELECT coalesce(sum(leaves), 0) FROM leaf_day WHERE day <= ?");
  query.bind(std::int64_t{day});
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<std::size_t>(count(query, 0)) : 0;
}

// heap_of is the heap of `day` that is being filled.
Result<std::int64_t> heap_of(Database& database, Day day) {
  Query query = database.query("SELECT leaves FROM leaf_day WHERE day = ?");
  query.bind(std::int64_t{day});
  WHIT_TRY(const bool row, query.next());
  return row ? query.integer(0) / kHeap : 0;
}

}  // namespace

Result<std::vector<EntryBytes>> read_waiting(Database& database, Day day) {
  WHIT_TRY(const Day closed, closed_day(database));
  std::vector<EntryBytes> out;
  WHIT_TRY(const std::size_t size, count_until(database, day));
  out.reserve(size + kPadTo);
  Query query = database.query(
      "SELECT entry FROM leaf WHERE written > ? AND written <= ?"
      " ORDER BY written, heap");
  query.bind(std::int64_t{closed}).bind(std::int64_t{day});
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) break;
    const Bytes entry = query.blob(0);
    if (entry.size() != kEntrySize) return Errc::storage_failed;
    std::copy(entry.begin(), entry.end(), out.emplace_back().begin());
  }
  // One that was written twice would stand in the epoch twice.
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<Day> closed_day(Database& database) {
  return day_in(
      database.query("SELECT coalesce(max(day), 0) FROM epoch WHERE control = 0 AND in_tree = 1"));
}

Result<Day> leaf_day(Database& database, UnixTime now) {
  WHIT_TRY(const Day taken, taken_day(database));
  return std::max(day_of(now), taken + 1);
}

Status write_leaves(Database& database, const std::vector<EntryBytes>& leaves, UnixTime now) {
  if (leaves.empty()) return {};
  WHIT_TRY(const Day day, leaf_day(database, now));
  WHIT_TRY(const std::int64_t heap, heap_of(database, day));
  for (const EntryBytes& leaf : leaves) {
    WHIT_CHECK(database.query("INSERT INTO leaf (written, heap, entry) VALUES (?, ?, ?)")
                   .bind(std::int64_t{day})
                   .bind(heap)
                   .bind(Bytes(leaf))
                   .run());
  }
  return count_leaves(database, day, static_cast<std::int64_t>(leaves.size()));
}

Status give_back(Database& database, Day day, const std::vector<EntryBytes>& leaves) {
  const std::int64_t before = database.total_changes();
  for (const EntryBytes& leaf : leaves) {
    WHIT_CHECK(database.query("INSERT OR IGNORE INTO leaf (written, entry) VALUES (?, ?)")
                   .bind(std::int64_t{day})
                   .bind(Bytes(leaf))
                   .run());
  }
  return count_leaves(database, day, database.total_changes() - before);
}

Result<bool> is_unswept(Database& database) {
  WHIT_TRY(const Day closed, closed_day(database));
  Query query = database.query("SELECT 1 FROM leaf WHERE written <= ? LIMIT 1");
  query.bind(std::int64_t{closed});
  return query.next();
}

Status sweep_leaves(Database& database, std::size_t most) {
  WHIT_TRY(const Day closed, closed_day(database));
  Query last = database.query(
      "SELECT written, heap, entry FROM leaf WHERE written <= ?"
      " ORDER BY written, heap, entry LIMIT 1 OFFSET ?");
  last.bind(std::int64_t{closed}).bind(static_cast<std::int64_t>(most));
  WHIT_TRY(const bool row, last.next());
  if (!row) {
    return database.query("DELETE FROM leaf WHERE written <= ?").bind(std::int64_t{closed}).run();
  }
  const Bytes entry = last.blob(2);
  const ByteVector until(entry.begin(), entry.end());
  return database.query("DELETE FROM leaf WHERE (written, heap, entry) < (?, ?, ?)")
      .bind(last.integer(0))
      .bind(last.integer(1))
      .bind(Bytes(until))
      .run();
}

Result<std::uint64_t> count_waiting(Database& database) {
  Query query = database.query("SELECT coalesce(sum(leaves), 0) FROM leaf_day");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return count(query, 0);
}

}  // namespace whit
