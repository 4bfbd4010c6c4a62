// SPDX-License-Identifier: Apache-2.0
#include "store/schema.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace whit {
namespace {

constexpr std::int64_t kApplicationId = 0x77686974;  // "whit"

// subject.revision grows with every change that could change an answer: a dealing that was
// decided on an older revision isn't written.
// chain.dealt[k] is how many handles of expiry day `day` + k are used; `ended` chains wait for
// their withdrawal to be published.
// leaf has no order of its own: rows in the order of writing would tell which tokens one person
// got together.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE subject (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL DEFAULT 0,
  document BLOB                          -- sealed under the register key
);
CREATE TABLE fact (
  subject INTEGER NOT NULL REFERENCES subject(id),
  vct INTEGER NOT NULL,
  value,                                 -- NULL, a number or a text
  from_day INTEGER NOT NULL,
  until_day INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (subject, vct)
) WITHOUT ROWID;
CREATE TABLE enrolment (
  id INTEGER PRIMARY KEY,
  subject INTEGER NOT NULL REFERENCES subject(id),
  collection BLOB NOT NULL UNIQUE,
  key BLOB NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  request BLOB NOT NULL DEFAULT x'',     -- SHA-256 of the last collect
  granted BLOB NOT NULL DEFAULT x'',     -- handles of the last collect
  ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX enrolment_subject ON enrolment (subject);
CREATE TABLE chain (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a grant names it, so never used again
  enrolment INTEGER NOT NULL REFERENCES enrolment(id),
  vct INTEGER NOT NULL,
  medium INTEGER NOT NULL,               -- 1 phone, 7 paper
  seed BLOB NOT NULL,
  day INTEGER NOT NULL,
  dealt BLOB NOT NULL DEFAULT x'',
  ended INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX chain_live ON chain (enrolment, vct, medium) WHERE ended = 0;
CREATE INDEX chain_enrolment ON chain (enrolment);
CREATE TABLE holder_key (hash BLOB PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE invitation (
  code BLOB PRIMARY KEY,                 -- SHA-256 of the code
  subject INTEGER NOT NULL REFERENCES subject(id),
  pin BLOB NOT NULL,
  tries INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  enrolment INTEGER                      -- what it was used for
) WITHOUT ROWID;
CREATE INDEX invitation_subject ON invitation (subject);
CREATE TABLE leaf (
  written INTEGER NOT NULL,              -- UTC day
  entry BLOB NOT NULL,
  PRIMARY KEY (written, entry)
) WITHOUT ROWID;
PRAGMA user_version = 1;
)sql";

constexpr std::array<const char*, 1> kVersions = {kVersion1};  // [n] leads from n to n + 1

Result<std::int64_t> number(Database& database, const char* pragma) {
  Query query = database.query(pragma);
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return query.integer(0);
}

Status upgrade(Database& database) {
  WHIT_TRY(const std::int64_t version, number(database, "PRAGMA user_version"));
  if (version < 0) return Errc::storage_failed;
  const auto at = static_cast<std::size_t>(version);
  if (at > kVersions.size()) return Errc::newer_store;
  if (at == kVersions.size()) return {};
  WHIT_CHECK(database.execute("BEGIN EXCLUSIVE"));
  for (std::size_t i = at; i < kVersions.size(); ++i) {
    const Status done = database.execute(kVersions[i]);
    if (done.ok()) continue;
    (void)database.execute("ROLLBACK");
    return done;
  }
  return database.execute("COMMIT");
}

Status write_meta(Database& database, std::string_view key, std::string_view value) {
  return database.query("INSERT INTO meta (key, value) VALUES (?, ?)").bind(key).bind(value).run();
}

Status fill(const std::string& path, std::string_view iss) {
  WHIT_TRY(Database database, Database::open(path, Database::Access::read_write));
  WHIT_CHECK(database.execute("PRAGMA application_id = 0x77686974; PRAGMA journal_mode = WAL"));
  WHIT_CHECK(upgrade(database));
  WHIT_CHECK(write_meta(database, "iss", iss));
  return database.query("INSERT INTO meta (key, value) VALUES ('time', 0), ('swept', 0)").run();
}

}  // namespace

Status create_file(const std::string& path, std::string_view iss) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return errno == EEXIST ? Errc::already_exists : Errc::storage_failed;
  ::close(file);
  const Status filled = fill(path, iss);
  if (!filled.ok()) ::unlink(path.c_str());
  return filled;
}

Status check_file(Database& database, std::string_view iss) {
  WHIT_TRY(const std::int64_t id, number(database, "PRAGMA application_id"));
  if (id != kApplicationId) return Errc::storage_failed;
  WHIT_CHECK(upgrade(database));
  Query query = database.query("SELECT value FROM meta WHERE key = 'iss'");
  WHIT_TRY(const bool row, query.next());
  if (!row || query.text(0) != iss) return Errc::wrong_issuer;
  return {};
}

}  // namespace whit
