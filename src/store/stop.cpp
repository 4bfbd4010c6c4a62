// SPDX-License-Identifier: Apache-2.0
// Ending an enrolment by the code on its sheet. It needs no login, so it works whatever the clock
// says, and vouches for no clock; and it can do nothing but end.
#include "token/stop.h"

#include "base/cbor_writer.h"
#include "store/journal.h"
#include "store/notices.h"
#include "store/parts.h"

namespace whit {
namespace {

struct StopRow {
  std::int64_t enrolment = 0, subject = 0;
  std::string reference;
  bool ended = false;
};

Result<std::optional<StopRow>> find_enrolment(Database& database, const Hash& stop) {
  Query query = database.query(
      "SELECT e.id, e.subject, s.reference, e.ended FROM enrolment e"
      " JOIN subject s ON s.id = e.subject WHERE e.stop = ?1 AND e.stop != x''"
      " ORDER BY e.ended LIMIT 1");
  query.bind(stop.view());
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<StopRow>();
  return std::optional<StopRow>(StopRow{query.integer(0), query.integer(1),
                                        std::string(query.text(2)), query.integer(3) != 0});
}

// The letter that the code stands on may still be unused: then it opens nothing any more.
Result<std::optional<StopRow>> find_letter(Database& database, const Hash& stop) {
  Query query = database.query(
      "SELECT i.subject, s.reference, i.tries FROM invitation i"
      " JOIN subject s ON s.id = i.subject WHERE i.stop = ?1 AND i.stop != x''"
      " AND i.enrolment IS NULL");
  query.bind(stop.view());
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<StopRow>();
  return std::optional<StopRow>(
      StopRow{0, query.integer(0), std::string(query.text(1)), query.integer(2) == 0});
}

Status end_enrolment(Database& database, const StopRow& row) {
  WHIT_CHECK(end_chains(database, row.subject, 0));
  WHIT_CHECK(
      database.query("UPDATE enrolment SET ended = 1 WHERE id = ?").bind(row.enrolment).run());
  WHIT_CHECK(forget_notices_of(database, row.enrolment));
  return raise_revision(database, row.subject);
}

Status void_letter(Database& database, const Hash& stop) {
  return database.query("UPDATE invitation SET tries = 0 WHERE stop = ? AND enrolment IS NULL")
      .bind(stop.view())
      .run();
}

Status stop_by(Database& database, const Hash& stop, UnixTime now) {
  WHIT_TRY(auto row, find_enrolment(database, stop));
  if (!row) {
    WHIT_TRY(row, find_letter(database, stop));
  }
  if (!row) return Errc::not_found;
  if (row->ended) return {};
  WHIT_CHECK(row->enrolment != 0 ? end_enrolment(database, *row) : void_letter(database, stop));
  JournalLine line;
  line.time = now;
  line.actor = "holder";
  line.act = "stop";
  line.subject = row->reference;
  return write_journal(database, line);
}

}  // namespace

Result<ByteVector> IssuerService::stop(Bytes body, UnixTime now) {
  WHIT_TRY(const StopRequest request, parse_stop(body));
  if (request.iss != parts_->issuing()->iss) return Errc::wrong_issuer;
  const Hash stop = stop_hash(request.code);
  WHIT_CHECK(parts_->connections->writer().run(
      [&](Database& database) { return stop_by(database, stop, now); }));
  cbor::Writer out;
  out.map(0);
  return out.take();
}

}  // namespace whit
