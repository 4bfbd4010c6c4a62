// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"

#include <sqlite3.h>

#include <utility>

namespace whit {
namespace {

constexpr int kBusyMilliseconds = 10000;  // another process may be importing

// WAL is a property of the file, the others of the connection. FULL makes each commit durable;
// secure_delete overwrites what is deleted or replaced, which the midnight of chains relies on.
constexpr const char* kPragmas =
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA wal_autocheckpoint = 4000;";
// There is one writer and there may be a hundred readers, each looking at one person.
constexpr const char* kWriterCache = "PRAGMA cache_size = -32768";
constexpr const char* kReaderCache = "PRAGMA cache_size = -1024";

bool is_missing(int code) noexcept { return code == SQLITE_CANTOPEN; }

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::int64_t value) noexcept {
  if (statement_ != nullptr) sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

// A null pointer would bind NULL, so that empty views get an address.
Query& Query::bind(Bytes value) noexcept {
  static constexpr std::uint8_t kNothing = 0;
  if (statement_ == nullptr) return *this;
  const void* data = value.empty() ? &kNothing : value.data();
  sqlite3_bind_blob64(statement_, ++bound_, data, value.size(), SQLITE_STATIC);
  return *this;
}

Query& Query::bind(std::string_view value) noexcept {
  if (statement_ == nullptr) return *this;
  const char* data = value.empty() ? "" : value.data();
  sqlite3_bind_text64(statement_, ++bound_, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Query& Query::bind_null() noexcept {
  if (statement_ != nullptr) sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

Result<bool> Query::next() noexcept {
  if (statement_ == nullptr) return Errc::storage_failed;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return Errc::storage_failed;
}

Status Query::run() noexcept {
  WHIT_TRY(const bool row, next());
  return row ? Status(Errc::storage_failed) : Status();
}

std::int64_t Query::integer(int column) const noexcept {
  return sqlite3_column_int64(statement_, column);
}

Bytes Query::blob(int column) const noexcept {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::text(int column) const noexcept { return as_text(blob(column)); }

Query::Type Query::type(int column) const noexcept {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return Type::integer;
    case SQLITE_TEXT:
      return Type::text;
    case SQLITE_BLOB:
      return Type::blob;
    default:
      return Type::null;
  }
}

Result<Database> Database::open(const std::string& path, Access access) {
  const int mode = access == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle,
                                   mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database out(handle);
  if (code != SQLITE_OK) {
    return is_missing(code & 0xff) ? Errc::not_found : Errc::storage_failed;
  }
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  WHIT_CHECK(out.execute(kPragmas));
  WHIT_CHECK(out.execute(access == Access::read_write ? kWriterCache : kReaderCache));
  return out;
}

Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      statements_(std::move(other.statements_)),
      log_pages_(std::move(other.log_pages_)) {
  other.statements_.clear();
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Query Database::query(const char* sql) noexcept {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  }
  return Query(statement);
}

Status Database::execute(const char* sql) noexcept {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Status() : Status(Errc::storage_failed);
}

std::int64_t Database::last_insert_id() const noexcept {
  return sqlite3_last_insert_rowid(handle_);
}

bool Database::in_transaction() const noexcept { return sqlite3_get_autocommit(handle_) == 0; }

std::int64_t Database::changes() const noexcept { return sqlite3_changes64(handle_); }

std::int64_t Database::total_changes() const noexcept { return sqlite3_total_changes64(handle_); }

void Database::own_checkpoints() {
  const auto count = [](void* pages, sqlite3*, const char*, int now) {
    *static_cast<int*>(pages) = now;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle_, count, log_pages_.get());
}

Status Database::checkpoint() noexcept {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return code == SQLITE_OK || code == SQLITE_BUSY ? Status() : Status(Errc::storage_failed);
}

bool Database::lost_sync() const noexcept {
  const int code = sqlite3_extended_errcode(handle_);
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

// BEGIN alone takes no snapshot; the first query of the transaction does.
Snapshot::Snapshot(Database& database) noexcept : database_(database) {
  (void)database_.query("BEGIN").run();
}

Snapshot::~Snapshot() { (void)database_.query("COMMIT").run(); }

}  // namespace whit
