// SPDX-License-Identifier: Apache-2.0
// SQLite, as much of it as the store needs: connections, prepared queries, transactions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "whit/bytes.h"
#include "whit/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace whit {

// Query is one execution of a prepared statement. Parameters are bound in their order and must
// outlive it; columns count from 0 and hold until the next step.
class Query {
 public:
  explicit Query(sqlite3_stmt* statement) noexcept : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  Query& bind(std::int64_t value) noexcept;
  Query& bind(Bytes value) noexcept;
  Query& bind(std::string_view value) noexcept;
  Query& bind_null() noexcept;

  // next steps to the next row; false behind the last one.
  Result<bool> next() noexcept;
  // run is for statements without rows.
  Status run() noexcept;

  std::int64_t integer(int column) const noexcept;
  Bytes blob(int column) const noexcept;
  std::string_view text(int column) const noexcept;
  enum class Type : std::uint8_t { null, integer, text, blob };
  Type type(int column) const noexcept;

  // fixed is a blob of exactly F's size, or zeros: a store that holds another is damaged.
  template <class F>
  F fixed(int column) const noexcept {
    const Bytes bytes = blob(column);
    return bytes.size() == F::kSize ? F::from(bytes) : F{};
  }

 private:
  sqlite3_stmt* statement_;  // null when it couldn't be prepared
  int bound_ = 0;
};

// Database is one connection, used by one thread at a time.
class Database {
 public:
  enum class Access : std::uint8_t { read_write, read_only };
  // open wants an existing file: not_found, storage_failed.
  static Result<Database> open(const std::string& path, Access access);

  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  // query is `sql` ready to bind. The text must be a literal: statements are kept by its address.
  Query query(const char* sql) noexcept;
  // execute runs statements that need no parameters and aren't kept.
  Status execute(const char* sql) noexcept;
  std::int64_t last_insert_id() const noexcept;
  // in_transaction is false after an error so bad that SQLite rolled everything back.
  bool in_transaction() const noexcept;
  std::int64_t changes() const noexcept;        // rows that the last statement changed
  std::int64_t total_changes() const noexcept;  // since the connection was opened
  // own_checkpoints leaves it to checkpoint() to move the log into the file; else every commit that
  // finds the log long does so itself, unnoticed if the disk fails.
  void own_checkpoints();
  // log_pages is how long the log was after this connection's last commit.
  int log_pages() const noexcept { return *log_pages_; }
  // checkpoint moves what no reader needs any more; storage_failed.
  Status checkpoint() noexcept;
  // lost_sync tells whether the last error was that the disk wouldn't sync. What it holds then
  // is unknown.
  bool lost_sync() const noexcept;

 private:
  explicit Database(sqlite3* handle) noexcept : handle_(handle) {}
  sqlite3* handle_;
  std::unordered_map<const void*, sqlite3_stmt*> statements_;
  std::unique_ptr<int> log_pages_ = std::make_unique<int>(0);  // SQLite has its address
};

// Snapshot is a read transaction: all queries in its life see one state of the file.
class Snapshot {
 public:
  explicit Snapshot(Database& database) noexcept;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  Database& database_;
};

}  // namespace whit
