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

}  // namespace whit
