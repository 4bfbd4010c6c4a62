// SPDX-License-Identifier: Apache-2.0
#include "store/inspect.h"

#include <sys/stat.h>

#include "store/database.h"
#include "store/schema.h"
#include "store/tables.h"

namespace whit {
namespace {

Result<Database> open(const std::string& path) {
  return Database::open(path, Database::Access::read_only);
}

Result<std::uint64_t> count(Database& database, const char* sql, std::int64_t bound) {
  Query query = database.query(sql);
  query.bind(bound);
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<std::uint64_t>(query.integer(0));
}

std::uint64_t size_of(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

}  // namespace

Result<int> schema_of(const std::string& path) {
  WHIT_TRY(Database database, open(path));
  Query query = database.query("PRAGMA user_version");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<int>(query.integer(0));
}

Result<StoreFigures> inspect_store(const std::string& path, UnixTime now) {
  WHIT_TRY(Database database, open(path));
  const Snapshot snapshot(database);
  const auto at = static_cast<std::int64_t>(now);
  StoreFigures out;
  out.bytes = size_of(path);
  out.log_bytes = size_of(path + "-wal");
  // Midnight cuts off the days that are over: nothing is left of who holds nothing.
  WHIT_TRY(out.silent, count(database, R"sql(
    SELECT count(*) FROM enrolment e WHERE e.ended = 0 AND e.seq > 0 AND ?1 >= 0
    AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.enrolment = e.id AND length(c.dealt) > 0)
  )sql",
                             at));
  WHIT_TRY(out.waiting, count(database, "SELECT count(*) FROM chain WHERE ended = ?", 1));
  WHIT_TRY(out.retired, count(database, "SELECT count(*) FROM chain WHERE ended = ?", 2));
  WHIT_TRY(out.resync,
           count(database, "SELECT count(*) FROM enrolment WHERE ended = 0 AND resync = ?", 1));
  WHIT_TRY(out.notices, count(database, "SELECT count(*) FROM notice WHERE state = ?", 0));
  WHIT_TRY(out.failed_sign_ins,
           count(database, "SELECT coalesce(sum(failures), 0) FROM staff WHERE disabled = ?", 0));
  WHIT_TRY(out.locked, count(database, "SELECT count(*) FROM staff WHERE locked_until > ?", at));
  WHIT_TRY(out.last_commit, read_time(database));
  WHIT_TRY(out.swept, read_swept(database));
  return out;
}

Result<bool> is_sound(const std::string& path) {
  WHIT_TRY(Database database, open(path));
  Query query = database.query("PRAGMA quick_check(1)");
  WHIT_TRY(const bool row, query.next());
  return row && query.text(0) == "ok";
}

}  // namespace whit
