// SPDX-License-Identifier: Apache-2.0
#include "store/register_rows.h"

#include "store/documents.h"
#include "store/facts.h"
#include "store/tables.h"

namespace whit {

Status RegisterRows::apply(Database& database, const std::vector<ImportRow>& rows,
                           ImportSummary& counted) {
  ImportSummary sum;
  const std::size_t named = named_.size();
  for (const ImportRow& row : rows) {
    const Status done = apply_row(database, row, sum);
    if (done.ok()) continue;
    named_.resize(named);
    return done;
  }
  counted.people += sum.people;
  counted.added += sum.added;
  counted.changed += sum.changed;
  counted.ended += sum.ended;
  counted.unchanged += sum.unchanged;
  return {};
}

Status RegisterRows::apply_row(Database& database, const ImportRow& row, ImportSummary& counted) {
  WHIT_TRY(const std::int64_t subject, subject_of(database, row, counted));
  if (subject != 0) named_.push_back(fact_key(subject, row.fact.vct));
  WHIT_TRY(const Change change, change_of(database, subject, row));
  switch (change) {
    case Change::none:
      ++counted.unchanged;
      return {};
    case Change::added:
      ++counted.added;
      break;
    case Change::widened:
    case Change::narrowed:
      ++counted.changed;
      break;
    case Change::over:
      ++counted.ended;
      break;
  }
  if (run_ == ImportRun::dry_run) return {};
  return write(database, subject, row, change);
}

// A person that a dry run would add has row 0, which has no facts.
Result<std::int64_t> RegisterRows::subject_of(Database& database, const ImportRow& row,
                                              ImportSummary& counted) {
  WHIT_TRY(const auto found, find_subject(database, row.subject));
  if (found) return *found;
  if (run_ == ImportRun::dry_run) {
    if (would_add_.put(row.subject, 0, 1) == 0) ++counted.people;
    return std::int64_t{0};
  }
  ++counted.people;
  WHIT_CHECK(database.query("INSERT INTO subject (reference) VALUES (?)").bind(row.subject).run());
  return database.last_insert_id();
}

Result<RegisterRows::Change> RegisterRows::change_of(Database& database, std::int64_t subject,
                                                     const ImportRow& row) {
  WHIT_TRY(const auto found, find_fact(database, subject, row.fact.vct));
  if (!found || found->ended) return Change::added;
  WHIT_TRY(const bool other_document, document_differs(database, subject, row));
  const FactRow& fact = row.fact;
  if (other_document || !(fact.value == found->row.value)) return Change::narrowed;
  const bool over = fact.until < today_ && found->row.until >= today_;
  if (over) return Change::over;
  if (fact.from > found->row.from || fact.until < found->row.until) return Change::narrowed;
  if (fact.from == found->row.from && fact.until == found->row.until) return Change::none;
  return Change::widened;
}

Result<bool> RegisterRows::document_differs(Database& database, std::int64_t subject,
                                            const ImportRow& row) {
  if (row.fact.vct != kDocumentVct) return false;
  Query query = database.query("SELECT document FROM subject WHERE id = ?");
  query.bind(subject);
  WHIT_TRY(const bool found, query.next());
  if (!found || query.blob(0).empty()) return true;
  WHIT_TRY(const SecretBuffer text, open_document(register_key_, subject, query.blob(0)));
  return !equal(text.expose(InsecureAccess{}), as_bytes(row.document));
}

Status RegisterRows::write(Database& database, std::int64_t subject, const ImportRow& row,
                           Change change) {
  const bool shorter = change == Change::narrowed || change == Change::over;
  if (shorter) WHIT_CHECK(end_chains(database, subject, row.fact.vct));
  WHIT_CHECK(write_fact(database, subject, row.fact));
  if (row.fact.vct == kDocumentVct) {
    const ByteVector sealed = seal_document(register_key_, subject, row.document, rng_);
    WHIT_CHECK(database.query("UPDATE subject SET document = ? WHERE id = ?")
                   .bind(Bytes(sealed))
                   .bind(subject)
                   .run());
  }
  return raise_revision(database, subject);
}

}  // namespace whit
