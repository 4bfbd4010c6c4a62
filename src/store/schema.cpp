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
  medium INTEGER NOT NULL,               -- 1 phone, 4 paper
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

// chain.ended: 0 live; 1 over, and waits for its withdrawal to be published; 2 retired by a
// restore: it deals no more, ends with its fact, and is forgotten after day `until`.
// enrolment.resync is 1 after a restore: the next collect may have any greater seq.
// segment holds what was published of withdrawals, byte for byte, until nobody needs it.
// journal only ever grows: the triggers hold even against our own mistakes.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE enrolment ADD COLUMN stop BLOB NOT NULL DEFAULT x'';  -- hash of the stop code
ALTER TABLE enrolment ADD COLUMN resync INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN stop BLOB NOT NULL DEFAULT x''; -- the enrolment's to be
ALTER TABLE chain ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
CREATE INDEX enrolment_stop ON enrolment (stop) WHERE stop != x'';
CREATE INDEX fact_value ON fact (vct, value) WHERE value IS NOT NULL; -- an employer's own
CREATE INDEX chain_over ON chain (ended) WHERE ended != 0;
CREATE TABLE segment (
  hash BLOB PRIMARY KEY,                 -- SHA-256 of bytes
  medium INTEGER NOT NULL,               -- 1 phone, 4 paper
  day INTEGER NOT NULL,                  -- D
  bytes BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  enrolment INTEGER NOT NULL REFERENCES enrolment(id),
  vct INTEGER NOT NULL,                  -- the fact that it asks for
  request BLOB NOT NULL,                 -- SHA-256 of the request
  made INTEGER NOT NULL,                 -- the wallet's time in it: a later one replaces it
  filed INTEGER NOT NULL,                -- UTC day
  content BLOB NOT NULL,                 -- sealed under the register key; emptied when decided
  state INTEGER NOT NULL DEFAULT 0       -- 0 waits, 1 confirmed, 2 refused
);
CREATE INDEX notice_enrolment ON notice (enrolment);
CREATE TABLE staff (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  login TEXT NOT NULL UNIQUE,
  roles INTEGER NOT NULL,                -- bits
  employer,                              -- of an employer: its value of employed-by
  password TEXT NOT NULL DEFAULT '',     -- Argon2id, empty: none
  totp BLOB NOT NULL DEFAULT x'',        -- sealed under the register key
  totp_step INTEGER NOT NULL DEFAULT 0,  -- of the last code that was taken
  certificate BLOB NOT NULL DEFAULT x'', -- SHA-256 of the client certificate
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0,
  disabled INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX staff_certificate ON staff (certificate) WHERE certificate != x'';
CREATE TABLE proposal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  act TEXT NOT NULL,
  digest BLOB NOT NULL,                  -- of exactly what is to be done
  about TEXT NOT NULL,                   -- the same for a person to read
  proposed_by TEXT NOT NULL,
  proposed INTEGER NOT NULL,
  approved_by TEXT NOT NULL DEFAULT '',
  used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,                 -- reference, empty where it is about nobody
  vct INTEGER NOT NULL,                  -- 0 where it is about no fact
  detail TEXT NOT NULL,
  hash BLOB NOT NULL                     -- over all of this and the hash before
);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
PRAGMA user_version = 2;
)sql";

// log.size is the leaves of its whole epochs; those of an epoch under way stand up to `built`.
// epoch: `first` and `end` are leaves; its header is empty until it is known, in the commit of its
// first leaves; `revealed` is the number of the epoch whose header gives its pad key.
// tile.level 64 is a bundle of entries. A tile that isn't full yet grows in its place: the front of
// it is what it was.
// leaf_day counts the leaves of each day that isn't in the tree yet. leaf.heap: see log_leaves.cpp.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE log (
  number INTEGER PRIMARY KEY,
  size INTEGER NOT NULL DEFAULT 0,
  built INTEGER NOT NULL DEFAULT 0,
  signed_size INTEGER NOT NULL DEFAULT 0,
  offered INTEGER NOT NULL DEFAULT 0,
  closed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE epoch (
  number INTEGER PRIMARY KEY,
  log INTEGER NOT NULL REFERENCES log(number),
  day INTEGER NOT NULL,
  control INTEGER NOT NULL,
  first INTEGER NOT NULL,
  end INTEGER NOT NULL DEFAULT 0,
  entries INTEGER NOT NULL DEFAULT 0,    -- pads counted
  tokens INTEGER NOT NULL DEFAULT 0,
  key_list BLOB NOT NULL,
  pad_key BLOB NOT NULL,
  in_tree INTEGER NOT NULL DEFAULT 0,
  revealed INTEGER,
  header BLOB NOT NULL DEFAULT x''
);
CREATE INDEX epoch_day ON epoch (day) WHERE control = 0;
CREATE TABLE tile (
  log INTEGER NOT NULL REFERENCES log(number),
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (log, level, idx)
);
CREATE TABLE checkpoint (
  log INTEGER NOT NULL REFERENCES log(number),
  size INTEGER NOT NULL,
  note TEXT NOT NULL,                    -- as the log signed it
  PRIMARY KEY (log, size)
) WITHOUT ROWID;
CREATE TABLE cosignature (
  log INTEGER NOT NULL,
  size INTEGER NOT NULL,
  name TEXT NOT NULL,                    -- of the witness's key, and its id
  id BLOB NOT NULL,
  time INTEGER NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (log, size, name, id)
) WITHOUT ROWID;
CREATE TABLE object (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,                 -- 1 key list, 2 head, 3 segment
  hash BLOB NOT NULL,
  epoch INTEGER,                         -- whose header names this head
  content BLOB NOT NULL,
  UNIQUE (kind, hash)
);
CREATE INDEX object_epoch ON object (epoch) WHERE kind = 2;
CREATE TABLE leaf_day (day INTEGER PRIMARY KEY, leaves INTEGER NOT NULL);
INSERT INTO leaf_day SELECT written, count(*) FROM leaf GROUP BY written;
ALTER TABLE leaf RENAME TO leaf_before;
CREATE TABLE leaf (
  written INTEGER NOT NULL,              -- UTC day
  heap INTEGER NOT NULL DEFAULT 0,
  entry BLOB NOT NULL,
  PRIMARY KEY (written, heap, entry)
) WITHOUT ROWID;
INSERT INTO leaf (written, entry) SELECT written, entry FROM leaf_before;
DROP TABLE leaf_before;
PRAGMA user_version = 3;
)sql";

// enrolment.renew is the key list that withdrew a key of its tokens, until it has collected again.
// renewal holds each withdrawn key of phones whose chains have started anew.
// accept_only holds, for each withdrawn paper key, what was logged before its theft.
// meta key_list is the sequence of the oldest key list that may still deal.
constexpr const char* kVersion4 = R"sql(
ALTER TABLE enrolment ADD COLUMN renew INTEGER NOT NULL DEFAULT 0;
CREATE INDEX enrolment_renew ON enrolment (renew) WHERE renew != 0;
CREATE TABLE renewal (
  key BLOB PRIMARY KEY,                  -- of tokens, withdrawn
  key_list INTEGER NOT NULL,             -- sequence of the list that withdrew it
  version INTEGER NOT NULL,              -- of the first bundle with that list
  time INTEGER NOT NULL,
  chains INTEGER NOT NULL,               -- that it ended
  wallets INTEGER NOT NULL               -- that this list makes collect again
) WITHOUT ROWID;
CREATE TABLE accept_only (
  key BLOB PRIMARY KEY,                  -- of paper, withdrawn
  last INTEGER NOT NULL,                 -- expiry day of its last token
  prefixes BLOB NOT NULL                 -- 16 bytes each, ascending
) WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('key_list', 0);
PRAGMA user_version = 4;
)sql";

// enrolment.blind is what its last collect was granted blind, as grants.h says.
// blind_used counts for a person and not for an enrolment: a new letter gives no second helping.
// blind_stop: see BlindStop.
constexpr const char* kVersion5 = R"sql(
ALTER TABLE enrolment ADD COLUMN blind BLOB NOT NULL DEFAULT x'';
CREATE TABLE blind_used (
  subject INTEGER NOT NULL REFERENCES subject(id),
  vct INTEGER NOT NULL,
  day INTEGER NOT NULL,                  -- E
  count INTEGER NOT NULL,
  PRIMARY KEY (subject, vct, day)
) WITHOUT ROWID;
CREATE TABLE blind_stop (
  vct INTEGER NOT NULL,                  -- 0: every fact
  day INTEGER NOT NULL,                  -- E
  PRIMARY KEY (vct, day)
) WITHOUT ROWID;
PRAGMA user_version = 5;
)sql";

// [n] leads from n to n + 1.
constexpr std::array<const char*, 5> kVersions = {kVersion1, kVersion2, kVersion3, kVersion4,
                                                  kVersion5};

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

int newest_schema() noexcept { return static_cast<int>(kVersions.size()); }

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

const char* version_sql(int number) noexcept {
  const bool known = number >= 1 && static_cast<std::size_t>(number) <= kVersions.size();
  return known ? kVersions[static_cast<std::size_t>(number) - 1] : nullptr;
}

}  // namespace whit
