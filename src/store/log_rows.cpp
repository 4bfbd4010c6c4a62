// SPDX-License-Identifier: Apache-2.0
#include "store/log_rows.h"

#include "crypto/hash.h"
#include "log/merkle.h"

namespace whit {
namespace {

constexpr std::string_view kRestored = "log-restored";  // in meta

std::int64_t number(std::uint64_t value) noexcept { return static_cast<std::int64_t>(value); }

std::uint64_t count(const Query& query, int column) noexcept {
  return static_cast<std::uint64_t>(query.integer(column));
}

Result<std::optional<LogRow>> log_of(Query& query) {
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<LogRow>();
  return std::optional<LogRow>(
      LogRow{count(query, 0), count(query, 1), count(query, 2), count(query, 3), count(query, 4)});
}

EpochRow epoch_of(const Query& query) {
  EpochRow out;
  out.number = count(query, 0);
  out.log = count(query, 1);
  out.day = static_cast<Day>(query.integer(2));
  out.control = query.integer(3) != 0;
  out.first = count(query, 4);
  out.end = count(query, 5);
  out.key_list = query.fixed<Hash>(6);
  out.pad_key = query.fixed<Hash>(7);
  const Bytes header = query.blob(8);
  out.header.assign(header.begin(), header.end());
  out.in_tree = query.integer(9) != 0;
  return out;
}

Result<std::optional<EpochRow>> one_epoch(Query& query) {
  WHIT_TRY(const bool row, query.next());
  return row ? std::optional<EpochRow>(epoch_of(query)) : std::optional<EpochRow>();
}

// Whether an epoch of `order` may stand behind the newest one.
Status check_order(Database& database, const EpochOrder& order,
                   const std::optional<EpochRow>& newest) {
  if (newest && !newest->in_tree) return Errc::refused;
  WHIT_TRY(const Day closed, closed_day(database));
  if (!order.control && closed >= order.day) return Errc::already_exists;
  if (newest && order.day < newest->day) return Errc::refused;
  return order.day < kMinDay || order.day > kMaxDay ? Status(Errc::out_of_range) : Status();
}

Status write_epoch(Database& database, const EpochRow& row) {
  return database
      .query(
          "INSERT INTO epoch (number, log, day, control, first, key_list, pad_key)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(number(row.number))
      .bind(number(row.log))
      .bind(std::int64_t{row.day})
      .bind(std::int64_t{row.control ? 1 : 0})
      .bind(number(row.first))
      .bind(row.key_list.view())
      .bind(row.pad_key.view())
      .run();
}

// The heads that nobody has named yet, and the pad keys that are due, belong to this epoch now.
Status claim(Database& database, const EpochRow& row) {
  WHIT_CHECK(database
                 .query("UPDATE object INDEXED BY object_epoch SET epoch = ?"
                        " WHERE kind = 2 AND epoch IS NULL")
                 .bind(number(row.number))
                 .run());
  return database
      .query(
          "UPDATE epoch SET revealed = ? WHERE revealed IS NULL AND entries > 0 AND in_tree = 1"
          " AND day <= ?")
      .bind(number(row.number))
      .bind(std::int64_t{row.day - kPadKeysAfter})
      .run();
}

Result<Hash> hash_before(Database& database, std::uint64_t epoch) {
  if (epoch == 0) return Hash{};
  WHIT_TRY(const auto before, find_epoch(database, epoch - 1));
  if (!before || before->header.empty()) return Errc::storage_failed;
  return sha256(before->header);
}

Result<std::vector<Hash>> heads_of(Database& database, std::uint64_t epoch) {
  Query query = database.query("SELECT hash FROM object WHERE kind = 2 AND epoch = ? ORDER BY id");
  query.bind(number(epoch));
  std::vector<Hash> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(query.fixed<Hash>(0));
  }
}

// A key that made no pad is revealed as zeros.
Result<std::vector<std::pair<std::uint64_t, Hash>>> keys_revealed_by(Database& database,
                                                                     std::uint64_t epoch) {
  Query query = database.query(
      "SELECT number, pad_key, entries > tokens FROM epoch WHERE revealed = ? ORDER BY number");
  query.bind(number(epoch));
  std::vector<std::pair<std::uint64_t, Hash>> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.emplace_back(count(query, 0), query.integer(2) != 0 ? query.fixed<Hash>(1) : Hash{});
  }
}

}  // namespace

Result<std::optional<LogRow>> newest_log(Database& database) {
  Query query = database.query(
      "SELECT number, size, built, signed_size, offered FROM log ORDER BY number DESC LIMIT 1");
  return log_of(query);
}

Result<std::optional<LogRow>> find_log(Database& database, std::uint64_t log) {
  if (log > kMaxTreeSize) return std::optional<LogRow>();
  Query query =
      database.query("SELECT number, size, built, signed_size, offered FROM log WHERE number = ?");
  query.bind(number(log));
  return log_of(query);
}

Result<LogRow> log_in_use(Database& database) {
  WHIT_TRY(const auto log, newest_log(database));
  return log ? Result<LogRow>(*log) : Result<LogRow>(Errc::refused);
}

Result<LogRow> begin_log(Database& database, std::uint64_t log) {
  WHIT_CHECK(database.query("UPDATE log SET closed = 1 WHERE number < ?").bind(number(log)).run());
  WHIT_CHECK(database.query("INSERT INTO log (number) VALUES (?)").bind(number(log)).run());
  return LogRow{log, 0, 0, 0, 0};
}

Status write_size(Database& database, std::uint64_t log, std::uint64_t size) {
  return database.query("UPDATE log SET size = ?, built = ?1 WHERE number = ?")
      .bind(number(size))
      .bind(number(log))
      .run();
}

Status write_built(Database& database, std::uint64_t log, std::uint64_t built) {
  return database.query("UPDATE log SET built = ? WHERE number = ?")
      .bind(number(built))
      .bind(number(log))
      .run();
}

Result<std::optional<EpochRow>> newest_epoch(Database& database) {
  Query query = database.query(
      "SELECT number, log, day, control, first, end, key_list, pad_key, header, in_tree FROM epoch"
      " ORDER BY number DESC LIMIT 1");
  return one_epoch(query);
}

Result<std::optional<EpochRow>> find_epoch(Database& database, std::uint64_t epoch) {
  if (epoch > kMaxTreeSize) return std::optional<EpochRow>();
  Query query = database.query(
      "SELECT number, log, day, control, first, end, key_list, pad_key, header, in_tree FROM epoch"
      " WHERE number = ?");
  query.bind(number(epoch));
  return one_epoch(query);
}

Result<std::vector<EpochRow>> epochs_behind(Database& database, std::uint64_t log,
                                            std::uint64_t size) {
  Query query = database.query(
      "SELECT number, log, day, control, first, end, key_list, pad_key, header, in_tree FROM epoch"
      " WHERE log = ? AND end > ? ORDER BY number");
  query.bind(number(log)).bind(number(size));
  std::vector<EpochRow> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(epoch_of(query));
  }
}

Status begin_epoch(Database& database, const EpochOrder& order) {
  WHIT_TRY(const auto newest, newest_epoch(database));
  WHIT_CHECK(check_order(database, order, newest));
  WHIT_TRY(auto log, newest_log(database));
  if (!log) {
    WHIT_TRY(log, begin_log(database, kFirstLog));
  }
  EpochRow row;
  row.number = newest ? newest->number + 1 : 0;
  row.log = log->number;
  row.day = order.day;
  row.control = order.control;
  row.first = log->size;
  row.key_list = order.key_list;
  row.pad_key = order.pad_key;
  WHIT_CHECK(write_epoch(database, row));
  return claim(database, row);
}

Result<EpochDraft> read_draft(Database& database, const EpochRow& row) {
  EpochDraft out;
  out.number = row.number;
  out.day = row.day;
  out.index = row.first;
  out.key_list = row.key_list;
  WHIT_TRY(out.previous, hash_before(database, row.number));
  WHIT_TRY(out.heads, heads_of(database, row.number));
  WHIT_TRY(out.pad_keys, keys_revealed_by(database, row.number));
  if (row.control) return out;
  WHIT_TRY(out.entries, read_waiting(database, row.day));
  return out;
}

Status write_header(Database& database, const Epoch& epoch, std::uint64_t end) {
  return database.query("UPDATE epoch SET header = ?, end = ?, entries = ? WHERE number = ?")
      .bind(Bytes(epoch.header_bytes))
      .bind(number(end))
      .bind(number(epoch.header.entries))
      .bind(number(epoch.header.number))
      .run();
}

Status mark_in_tree(Database& database, const EpochRow& row, std::uint64_t tokens) {
  WHIT_CHECK(database.query("UPDATE epoch SET in_tree = 1, tokens = ? WHERE number = ?")
                 .bind(number(tokens))
                 .bind(number(row.number))
                 .run());
  if (row.control) return {};
  return database.query("DELETE FROM leaf_day WHERE day <= ?").bind(std::int64_t{row.day}).run();
}

Status forget_epochs(Database& database, std::uint64_t epoch) {
  WHIT_CHECK(database.query("UPDATE object SET epoch = NULL WHERE kind = 2 AND epoch >= ?")
                 .bind(number(epoch))
                 .run());
  WHIT_CHECK(database.query("UPDATE epoch SET revealed = NULL WHERE revealed >= ?")
                 .bind(number(epoch))
                 .run());
  return database.query("DELETE FROM epoch WHERE number >= ?").bind(number(epoch)).run();
}

Result<bool> read_restored(Database& database) {
  Query query = database.query("SELECT 1 FROM meta WHERE key = ?");
  query.bind(kRestored);
  return query.next();
}

Status write_restored(Database& database, bool restored) {
  if (!restored) return database.query("DELETE FROM meta WHERE key = ?").bind(kRestored).run();
  return database.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, 1)")
      .bind(kRestored)
      .run();
}

}  // namespace whit
