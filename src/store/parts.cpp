// SPDX-License-Identifier: Apache-2.0
#include "store/parts.h"

#include "store/documents.h"

namespace whit {
namespace {

constexpr int kChainsPerCommit = 2000;  // few enough that a request waits for milliseconds

Status checkpoint(Database& database) {
  Query query = database.query("PRAGMA wal_checkpoint(TRUNCATE)");
  WHIT_TRY(const bool row, query.next());
  // The first column is 1 when a reader kept the old pages alive.
  return row && query.integer(0) == 0 ? Status() : Status(Errc::storage_failed);
}

Status sweep_all(GroupCommit& writer, Day day) {
  std::optional<std::int64_t> after = 0;
  while (after) {
    WHIT_CHECK(writer.run([&](Database& database) -> Status {
      WHIT_TRY(after, sweep_chains(database, *after, day, kChainsPerCommit));
      return {};
    }));
  }
  return {};
}

}  // namespace

std::shared_ptr<const Issuing> IssuerService::Parts::issuing() const {
  const std::lock_guard lock(mutex_);
  return issuing_;
}

void IssuerService::Parts::configure(Issuing issuing) {
  auto fresh = std::make_shared<const Issuing>(std::move(issuing));
  const std::lock_guard lock(mutex_);
  issuing_.swap(fresh);
}

Result<StoredPerson> IssuerService::Parts::read(const CollectionId& id) {
  return connections->read([&id](Database& database) { return read_person(database, id); });
}

Status IssuerService::Parts::open_document_of(StoredPerson& stored) const {
  if (stored.sealed_document.empty()) return {};
  WHIT_TRY(stored.person.document,
           open_document(register_key, stored.person.subject, stored.sealed_document));
  return {};
}

// A stale dealing ends its job with an error, so that nothing of it stays.
Result<Written> IssuerService::Parts::write(const Person& person, const Dealing& dealing,
                                            UnixTime now) {
  Written written = Written::done;
  const Status status = connections->writer().run([&](Database& database) -> Status {
    WHIT_TRY(written, write_dealing(database, person, dealing, now));
    return written == Written::stale ? Status(Errc::refused) : Status();
  });
  if (status.ok()) return Written::done;
  if (status.error().code == Errc::refused && written == Written::stale) return Written::stale;
  return status.error();
}

// Chains that start from now on are written at the new day, so the sweep misses none.
Status IssuerService::midnight(UnixTime now) {
  const Day day = day_of(now) + 1;
  const std::lock_guard lock(parts_->midnight);
  if (parts_->swept >= day) return {};
  GroupCommit& writer = parts_->connections->writer();
  WHIT_CHECK(writer.run([&](Database& database) -> Status {
    WHIT_TRY(const Day before, read_swept(database));
    return before < day ? write_swept(database, day) : Status();
  }));
  WHIT_CHECK(sweep_all(writer, day));
  WHIT_CHECK(writer.run([&](Database& database) { return sweep_dead(database, now); }));
  WHIT_CHECK(writer.run_alone(checkpoint));
  parts_->swept = day;
  return {};
}

}  // namespace whit
