// SPDX-License-Identifier: Apache-2.0
#include "store/parts.h"

#include "store/documents.h"

namespace whit {

std::shared_ptr<const Issuing> IssuerService::Parts::issuing() const {
  const std::lock_guard lock(mutex_);
  return issuing_;
}

void IssuerService::Parts::configure(Issuing issuing) {
  auto fresh = std::make_shared<const Issuing>(std::move(issuing));
  const std::lock_guard lock(mutex_);
  issuing_.swap(fresh);
}

Status IssuerService::Parts::check_leap(UnixTime now) const noexcept {
  const Day stands = swept;
  const bool leapt = stands != 0 && now > whit::midnight(stands) + kClockLeap;
  return leapt ? Status(Errc::clock_ahead) : Status();
}

Result<StoredPerson> IssuerService::Parts::read(const CollectionId& id, BlindRows blind) {
  return connections->read(
      [&id, blind](Database& database) { return read_person(database, id, blind); });
}

Status IssuerService::Parts::open_document_of(StoredPerson& stored) const {
  if (stored.sealed_document.empty()) return {};
  WHIT_TRY(stored.person.document,
           open_document(register_key, stored.person.subject, stored.sealed_document));
  return {};
}

Result<Written> IssuerService::Parts::write(const Person& person, const Dealing& dealing,
                                            UnixTime now) {
  Written written = Written::done;
  const auto job = [&](Database& database) -> Status {
    WHIT_TRY(written, write_dealing(database, person, dealing, now));
    return {};
  };
  WHIT_CHECK(connections->writer().run(job, GroupCommit::Undo::nothing));
  return written;
}

}  // namespace whit
