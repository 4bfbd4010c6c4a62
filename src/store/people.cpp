// SPDX-License-Identifier: Apache-2.0
// People and their enrolments, as they stand.
#include "store/blind_rows.h"
#include "store/facts.h"
#include "store/grants.h"
#include "store/tables.h"

namespace whit {
namespace {

Result<std::vector<Chain>> read_chains(Database& database, std::int64_t enrolment) {
  Query query = database.query(
      "SELECT id, vct, seed, day, dealt FROM chain"
      " WHERE enrolment = ? AND medium = 1 AND ended = 0");
  query.bind(enrolment);
  std::vector<Chain> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    const Bytes dealt = query.blob(4);
    out.push_back({query.integer(0),
                   static_cast<Vct>(query.integer(1)),
                   query.fixed<Seed>(2),
                   static_cast<Day>(query.integer(3)),
                   {dealt.begin(), dealt.end()}});
  }
}

}  // namespace

Result<StoredPerson> read_person(Database& database, const CollectionId& id, BlindRows blind) {
  StoredPerson out;
  {
    Query query = database.query(
        "SELECT e.id, e.subject, e.key, e.seq, e.request, e.granted, s.revision, s.document,"
        " (SELECT value FROM meta WHERE key = 'time'), e.resync,"
        " (SELECT value FROM meta WHERE key = 'key_list'), e.blind"
        " FROM enrolment e JOIN subject s ON s.id = e.subject"
        " WHERE e.collection = ? AND e.ended = 0");
    query.bind(id.view());
    WHIT_TRY(const bool row, query.next());
    if (!row) return Errc::unknown_key;
    out.person.enrolment = query.integer(0);
    out.person.subject = query.integer(1);
    out.person.collection_key = query.fixed<PublicKey>(2);
    out.person.seq = static_cast<std::uint64_t>(query.integer(3));
    out.person.last_request = query.fixed<Hash>(4);
    WHIT_TRY(out.person.granted, decode_grants(query.blob(5)));
    out.person.revision = query.integer(6);
    const Bytes document = query.blob(7);
    out.sealed_document.assign(document.begin(), document.end());
    out.last_commit = static_cast<UnixTime>(query.integer(8));
    out.person.resync = query.integer(9) != 0;
    out.key_list = static_cast<std::uint64_t>(query.integer(10));
    WHIT_TRY(out.person.blind_granted, decode_blind(query.blob(11)));
  }
  WHIT_TRY(out.person.facts, read_facts(database, out.person.subject));
  WHIT_TRY(out.person.chains, read_chains(database, out.person.enrolment));
  if (blind == BlindRows::no) return out;
  WHIT_TRY(out.person.blind_used, read_blind_used(database, out.person.subject));
  WHIT_TRY(out.person.blind_stops, read_blind_stops(database));
  return out;
}

Result<std::vector<FactRow>> read_facts(Database& database, std::int64_t subject) {
  Query query = database.query(
      "SELECT vct, value, from_day, until_day FROM fact WHERE subject = ? AND ended = 0"
      " ORDER BY vct");
  query.bind(subject);
  std::vector<FactRow> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back({static_cast<Vct>(query.integer(0)), value_at(query, 1),
                   static_cast<Day>(query.integer(2)), static_cast<Day>(query.integer(3))});
  }
}

Status touch_time(Database& database, UnixTime now) {
  const auto time = static_cast<std::int64_t>(now);
  return database.query("UPDATE meta SET value = ?1 WHERE key = 'time' AND value < ?1")
      .bind(time)
      .run();
}

Result<UnixTime> read_time(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'time'");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<UnixTime>(query.integer(0));
}

Status check_clock(Database& database, UnixTime now) {
  WHIT_TRY(const UnixTime last, read_time(database));
  return clock_is_back(now, last) ? Status(Errc::clock_back) : Status();
}

Result<Day> read_swept(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'swept'");
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::storage_failed;
  return static_cast<Day>(query.integer(0));
}

Status write_swept(Database& database, Day day) {
  return database.query("UPDATE meta SET value = ? WHERE key = 'swept'")
      .bind(std::int64_t{day})
      .run();
}

}  // namespace whit
