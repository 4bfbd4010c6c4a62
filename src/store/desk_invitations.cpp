// SPDX-License-Identifier: Apache-2.0
// Letters: inviting one person, many, or anew.
#include "store/desk.h"
#include "store/journal.h"
#include "store/parts.h"

namespace whit {
namespace {

Result<std::int64_t> known_subject(Database& database, std::string_view reference) {
  WHIT_TRY(const auto found, find_subject(database, reference));
  if (!found) return Errc::not_found;
  return *found;
}

}  // namespace

// invite_after makes an invitation in the commit of what `first` does.
Result<Invited> Desk::invite_after(const Errand& errand, const Job& first) {
  if (!is_subject(errand.subject)) return Errc::refused;
  IssuerService::Parts& parts = *service_.parts_;
  Invited out = parts.invited(errand.now);
  WHIT_CHECK(perform(errand, [&](Database& database) -> Result<std::string> {
    WHIT_TRY(const std::int64_t row, known_subject(database, errand.subject));
    WHIT_TRY(std::string detail, first(database));
    const Status written = write_invitation(database, parts.to_store(out, row));
    if (!written.ok()) return written.error();
    return detail;
  }));
  return out;
}

Result<Invited> Desk::invite(const Actor& actor, std::string_view subject, UnixTime now) {
  return invite_after({actor, Act::invite, subject, 0, now},
                      [](Database&) -> Result<std::string> { return std::string(); });
}

Result<Invited> Desk::lost_phone(const Actor& actor, std::string_view subject, UnixTime now) {
  return invite_after({actor, Act::lost_phone, subject, 0, now},
                      [subject](Database& database) -> Result<std::string> {
                        WHIT_TRY(const std::int64_t row, known_subject(database, subject));
                        WHIT_CHECK(end_enrolments(database, row));
                        WHIT_CHECK(raise_revision(database, row));
                        return std::string();
                      });
}

Result<std::vector<Desk::Prepared>> Desk::prepare(const Actor& actor,
                                                  const std::vector<std::string>& subjects,
                                                  UnixTime now) {
  if (!may(actor, Act::invite_all)) return Errc::forbidden;
  IssuerService::Parts& parts = *service_.parts_;
  std::vector<Prepared> out;
  out.reserve(subjects.size());
  WHIT_CHECK(parts.connections->read([&](Database& database) -> Status {
    for (const std::string& subject : subjects) {
      WHIT_TRY([[maybe_unused]] const std::int64_t row, known_subject(database, subject));
      out.push_back({subject, parts.invited(now)});
    }
    return {};
  }));
  return out;
}

Status Desk::commit(const Actor& actor, const std::vector<Prepared>& prepared, UnixTime now) {
  IssuerService::Parts& parts = *service_.parts_;
  return perform({actor, Act::invite_all, {}, 0, now},
                 [&](Database& database) -> Result<std::string> {
                   for (const Prepared& one : prepared) {
                     if (one.invited.expires <= now) return Errc::refused;
                     WHIT_TRY(const std::int64_t row, known_subject(database, one.subject));
                     WHIT_CHECK(write_invitation(database, parts.to_store(one.invited, row)));
                     JournalLine line;
                     line.time = now;
                     line.actor = actor.login;
                     line.act = name(Act::invite);
                     line.subject = one.subject;
                     line.detail = "letter";
                     WHIT_CHECK(write_journal(database, line));
                   }
                   return "letters " + std::to_string(prepared.size());
                 });
}

}  // namespace whit
