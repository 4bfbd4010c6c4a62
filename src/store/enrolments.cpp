// SPDX-License-Identifier: Apache-2.0
// Invitations, and the enrolments that they become.
#include "store/tables.h"

namespace whit {
namespace {

struct InvitationRow {
  std::int64_t subject = 0, tries = 0, enrolment = 0;  // enrolment 0: unused
  Hash pin, stop;
  UnixTime expires = 0;
};

Result<std::optional<InvitationRow>> read_invitation(Database& database, const Hash& code) {
  Query query = database.query(
      "SELECT subject, pin, tries, expires, coalesce(enrolment, 0), stop FROM invitation"
      " WHERE code = ?");
  query.bind(code.view());
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<InvitationRow>();
  InvitationRow out;
  out.subject = query.integer(0);
  out.pin = query.fixed<Hash>(1);
  out.tries = query.integer(2);
  out.expires = static_cast<UnixTime>(query.integer(3));
  out.enrolment = query.integer(4);
  out.stop = query.fixed<Hash>(5);
  return std::optional<InvitationRow>(out);
}

// A wallet that missed the answer sends the same again: until it has collected, it may.
Result<Admission> admit_again(Database& database, const InvitationRow& row,
                              const Applicant& applicant) {
  Admission out;
  {
    Query query = database.query("SELECT collection, key, seq, ended FROM enrolment WHERE id = ?");
    query.bind(row.enrolment);
    WHIT_TRY(const bool found, query.next());
    const bool same = found && query.fixed<PublicKey>(1) == applicant.key;
    if (!same || query.integer(2) != 0 || query.integer(3) != 0) return out;
    out.id = query.fixed<CollectionId>(0);
  }
  WHIT_TRY(out.facts, read_facts(database, row.subject));
  return out;
}

Result<Admission> admit_new(Database& database, const InvitationRow& row,
                            const Applicant& applicant) {
  WHIT_CHECK(end_enrolments(database, row.subject));
  const Bytes stop = row.stop == Hash{} ? Bytes() : row.stop.view();  // a file of version 1
  WHIT_CHECK(database
                 .query("INSERT INTO enrolment (subject, collection, key, stop)"
                        " VALUES (?, ?, ?, ?)")
                 .bind(row.subject)
                 .bind(applicant.fresh_id.view())
                 .bind(applicant.key.view())
                 .bind(stop)
                 .run());
  const std::int64_t enrolment = database.last_insert_id();
  WHIT_CHECK(database.query("UPDATE invitation SET enrolment = ? WHERE code = ?")
                 .bind(enrolment)
                 .bind(applicant.code.view())
                 .run());
  WHIT_CHECK(raise_revision(database, row.subject));
  WHIT_CHECK(touch_time(database, applicant.now));
  Admission out;
  out.id = applicant.fresh_id;
  WHIT_TRY(out.facts, read_facts(database, row.subject));
  return out;
}

}  // namespace

// One person, one wallet: enrolling anew ends the one before.
Status end_enrolments(Database& database, std::int64_t subject) {
  WHIT_CHECK(end_chains(database, subject, 0));
  return database.query("UPDATE enrolment SET ended = 1 WHERE subject = ? AND ended = 0")
      .bind(subject)
      .run();
}

Status write_invitation(Database& database, const StoredInvitation& invitation) {
  WHIT_CHECK(database.query("DELETE FROM invitation WHERE subject = ? AND enrolment IS NULL")
                 .bind(invitation.subject)
                 .run());
  return database
      .query(
          "INSERT INTO invitation (code, subject, pin, stop, tries, expires)"
          " VALUES (?, ?, ?, ?, ?, ?)")
      .bind(invitation.code.view())
      .bind(invitation.subject)
      .bind(invitation.pin.view())
      .bind(invitation.stop.view())
      .bind(std::int64_t{kPinTries})
      .bind(static_cast<std::int64_t>(invitation.expires))
      .run();
}

Result<Admission> admit(Database& database, const Applicant& applicant) {
  WHIT_TRY(const auto row, read_invitation(database, applicant.code));
  if (!row || row->tries == 0 || row->expires <= applicant.now) return Admission{};
  if (!(row->pin == applicant.pin)) {
    WHIT_CHECK(database.query("UPDATE invitation SET tries = tries - 1 WHERE code = ?")
                   .bind(applicant.code.view())
                   .run());
    return Admission{};
  }
  if (row->enrolment != 0) return admit_again(database, *row, applicant);
  return admit_new(database, *row, applicant);
}

Result<std::optional<std::int64_t>> find_subject(Database& database, std::string_view reference) {
  Query query = database.query("SELECT id FROM subject WHERE reference = ?");
  query.bind(reference);
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(query.integer(0));
}

Status end_chains(Database& database, std::int64_t subject, Vct vct) {
  return database
      .query(
          "UPDATE chain SET ended = 1 WHERE ended != 1 AND (?2 = 0 OR vct = ?2)"
          " AND enrolment IN (SELECT id FROM enrolment WHERE subject = ?1)")
      .bind(subject)
      .bind(std::int64_t{vct})
      .run();
}

Status raise_revision(Database& database, std::int64_t subject) {
  return database.query("UPDATE subject SET revision = revision + 1 WHERE id = ?")
      .bind(subject)
      .run();
}

}  // namespace whit
