// SPDX-License-Identifier: Apache-2.0
// Copies of the register, and putting one back. Spec: spec/chain.md, section 5.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "issue/segment.h"
#include "store/blind_rows.h"
#include "store/journal.h"
#include "store/log_rows.h"
#include "store/parts.h"

namespace whit {
namespace {

Status sync_path(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return Errc::storage_failed;
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  return synced ? Status() : Status(Errc::storage_failed);
}

// VACUUM INTO reads one state of the file while others write on, and leaves out what was deleted.
Status fill_copy(const std::string& from, const std::string& to) {
  {
    WHIT_TRY(Database database, Database::open(from, Database::Access::read_only));
    WHIT_CHECK(database.query("VACUUM INTO ?").bind(std::string_view(to)).run());
  }
  {
    WHIT_TRY(Database copy, Database::open(to, Database::Access::read_write));
    WHIT_CHECK(copy.execute("PRAGMA journal_mode = WAL"));
  }
  WHIT_CHECK(sync_path(to, O_RDWR));
  const std::string folder = std::filesystem::path(to).parent_path().string();
  return sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

// What was dealt by then and isn't known here is dead after `until`.
Status retire_chains(Database& database, Kind medium, Day until) {
  return database.query("UPDATE chain SET ended = 2, until = ? WHERE ended = 0 AND medium = ?")
      .bind(std::int64_t{until})
      .bind(std::int64_t{static_cast<std::uint8_t>(medium)})
      .run();
}

// Who got what under keys whose window had opened isn't known any more, nor which messages were
// signed: none of these signs again.
Status stop_open_blind(Database& database, UnixTime now) {
  for (Day day = day_of(now) + 1; day <= day_of(now) + 3; ++day) {
    if (!blind_signs(day, now) && !blind_signs(day, now + kClockSlack)) continue;
    WHIT_CHECK(write_blind_stop(database, {0, day}));
  }
  return {};
}

}  // namespace

Status IssuerService::copy_to(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return errno == EEXIST ? Errc::already_exists : Errc::storage_failed;
  ::close(file);
  const Status filled = fill_copy(parts_->path, path);
  if (!filled.ok()) ::unlink(path.c_str());
  return filled;
}

Status IssuerService::restored(const Actor& actor, const std::vector<StoredSegment>& published,
                               UnixTime now, Day listed) {
  if (!may(actor, Act::keys)) return Errc::forbidden;
  const Lives lives = lives_of(parts_->issuing()->catalogue);
  return parts_->connections->writer().run([&](Database& database) -> Status {
    WHIT_CHECK(check_clock(database, now));
    for (const StoredSegment& segment : published) WHIT_CHECK(write_segment(database, segment));
    WHIT_CHECK(retire_chains(database, Kind::revocable, day_of(now) + lives.phone));
    WHIT_CHECK(retire_chains(database, Kind::paper, day_of(now) + lives.paper));
    WHIT_CHECK(stop_open_blind(database, now));
    WHIT_CHECK(write_blind_listed(database, listed));
    WHIT_CHECK(database.query("UPDATE enrolment SET resync = 1 WHERE ended = 0").run());
    WHIT_CHECK(database.query("DELETE FROM invitation").run());
    WHIT_CHECK(database.query("UPDATE subject SET revision = revision + 1").run());
    WHIT_CHECK(write_restored(database, true));
    return write_journal(database, {0, now, actor.login, "restore", "", 0, "", {}});
  });
}

}  // namespace whit
