// SPDX-License-Identifier: Apache-2.0
#include "store/notices.h"

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "crypto/keyfile.h"
#include "store/parts.h"
#include "token/token_reader.h"

namespace whit {
namespace {

// What is authenticated with the content, so that no row can have another's.
std::string label_of(std::int64_t enrolment, Vct vct, UnixTime made) {
  return "notice " + std::to_string(enrolment) + " " + std::to_string(vct) + " " +
         std::to_string(made);
}

Status open_into(const SecretBuffer& register_key, const std::string& label, Bytes sealed,
                 NoticeView& out) {
  const auto opened = open_box(register_key, sealed, label);
  if (!opened.ok()) return Errc::storage_failed;
  cbor::Reader in(opened->expose(InsecureAccess{}));
  WHIT_CHECK(in.expect_array(2));
  WHIT_TRY(out.arrived, read_day(in));
  WHIT_TRY(out.text, in.text());
  return in.expect_end();
}

Result<std::int64_t> subject_of(Database& database, std::int64_t enrolment) {
  Query query = database.query("SELECT subject FROM enrolment WHERE id = ? AND ended = 0");
  query.bind(enrolment);
  WHIT_TRY(const bool row, query.next());
  if (!row) return Errc::unknown_key;
  return query.integer(0);
}

Result<bool> has_fact(Database& database, std::int64_t subject, Vct vct, Day today) {
  Query query = database.query(
      "SELECT 1 FROM fact WHERE subject = ? AND vct = ? AND ended = 0 AND until_day >= ?");
  query.bind(subject).bind(std::int64_t{vct}).bind(std::int64_t{today});
  return query.next();
}

// Standing is the notice that a new one meets in its place.
struct Standing {
  Hash request;
  UnixTime made = 0;
  NoticeState state{};
};

Result<std::optional<Standing>> read_standing(Database& database, const FiledNotice& notice) {
  Query query =
      database.query("SELECT request, made, state FROM notice WHERE enrolment = ? AND vct = ?");
  query.bind(notice.enrolment).bind(std::int64_t{notice.vct});
  WHIT_TRY(const bool row, query.next());
  if (!row) return std::optional<Standing>();
  return std::optional<Standing>(Standing{query.fixed<Hash>(0),
                                          static_cast<UnixTime>(query.integer(1)),
                                          static_cast<NoticeState>(query.integer(2))});
}

Status write_notice(Database& database, const FiledNotice& notice, Day today) {
  WHIT_CHECK(database.query("DELETE FROM notice WHERE enrolment = ? AND vct = ?")
                 .bind(notice.enrolment)
                 .bind(std::int64_t{notice.vct})
                 .run());
  return database
      .query(
          "INSERT INTO notice (enrolment, vct, request, made, filed, content)"
          " VALUES (?, ?, ?, ?, ?, ?)")
      .bind(notice.enrolment)
      .bind(std::int64_t{notice.vct})
      .bind(notice.request.view())
      .bind(static_cast<std::int64_t>(notice.made))
      .bind(std::int64_t{today})
      .bind(Bytes(notice.content))
      .run();
}

// may_notice tells whether the catalogue has the fact as one that takes notices: by its name, and
// without a value, which no holder could give.
bool may_notice(const Issuing& issuing, const Notice& notice, UnixTime now) {
  const CatalogueFact* fact = issuing.find_dealt(notice.vct);
  return fact != nullptr && fact->slug == kNoticedFact && fact->allows(Value{}) &&
         notice.arrived <= day_of(now) + 1;  // it may be tomorrow already where the holder is
}

}  // namespace

ByteVector seal_notice(const SecretBuffer& register_key, std::int64_t enrolment,
                       const Notice& notice, Rng& rng) {
  cbor::Writer out;
  out.array(2).uint(notice.arrived).text(notice.where);
  return seal_box(register_key, out.view(), label_of(enrolment, notice.vct, notice.time), rng);
}

Result<NoticeState> file_notice(Database& database, const FiledNotice& notice, Day today) {
  WHIT_TRY(const std::int64_t subject, subject_of(database, notice.enrolment));
  WHIT_TRY(const auto standing, read_standing(database, notice));
  if (standing && standing->request == notice.request) return standing->state;
  if (standing && notice.made <= standing->made) return Errc::refused;
  WHIT_TRY(const bool had, has_fact(database, subject, notice.vct, today));
  if (had) return Errc::refused;
  WHIT_CHECK(write_notice(database, notice, today));
  return NoticeState::waiting;
}

Result<std::vector<NoticeView>> read_waiting(Database& database, const SecretBuffer& register_key,
                                             int most) {
  Query query = database.query(
      "SELECT n.id, s.reference, n.vct, n.filed, n.enrolment, n.made, n.content FROM notice n"
      " JOIN enrolment e ON e.id = n.enrolment JOIN subject s ON s.id = e.subject"
      " WHERE n.state = 0 AND e.ended = 0 ORDER BY n.id LIMIT ?");
  query.bind(std::int64_t{most});
  std::vector<NoticeView> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    NoticeView notice;
    notice.id = query.integer(0);
    notice.subject = query.text(1);
    notice.vct = static_cast<Vct>(query.integer(2));
    notice.filed = static_cast<Day>(query.integer(3));
    const std::string label =
        label_of(query.integer(4), notice.vct, static_cast<UnixTime>(query.integer(5)));
    WHIT_CHECK(open_into(register_key, label, query.blob(6), notice));
    out.push_back(std::move(notice));
  }
}

Result<DecidedNotice> decide_notice(Database& database, std::int64_t id, NoticeState decision,
                                    Day today) {
  DecidedNotice out;
  {
    Query query = database.query(
        "SELECT s.id, s.reference, n.vct FROM notice n JOIN enrolment e ON e.id = n.enrolment"
        " JOIN subject s ON s.id = e.subject WHERE n.id = ? AND n.state = 0 AND e.ended = 0");
    query.bind(id);
    WHIT_TRY(const bool row, query.next());
    if (!row || decision == NoticeState::waiting) return Errc::not_found;
    out = {query.integer(0), std::string(query.text(1)), static_cast<Vct>(query.integer(2))};
  }
  // From here on `filed` is the day of the decision: nobody needs the other one.
  WHIT_CHECK(database.query("UPDATE notice SET state = ?, filed = ?, content = x'' WHERE id = ?")
                 .bind(static_cast<std::int64_t>(decision))
                 .bind(std::int64_t{today})
                 .bind(id)
                 .run());
  return out;
}

Status forget_notices(Database& database, Day today) {
  return database
      .query(
          "DELETE FROM notice WHERE (state != 0 AND filed + ? <= ?)"
          " OR enrolment IN (SELECT id FROM enrolment WHERE ended != 0)")
      .bind(std::int64_t{kNoticeKept})
      .bind(std::int64_t{today})
      .run();
}

Status forget_notices_of(Database& database, std::int64_t enrolment) {
  return database.query("DELETE FROM notice WHERE enrolment = ?").bind(enrolment).run();
}

Result<ByteVector> IssuerService::notice(Bytes body, UnixTime now) {
  const auto issuing = parts_->issuing();
  WHIT_TRY(const Notice notice, parse_notice(body));
  if (notice.iss != issuing->iss) return Errc::wrong_issuer;
  WHIT_TRY(const StoredPerson stored, parts_->read(notice.id, BlindRows::no));
  if (!verify_notice(notice, stored.person.collection_key)) return Errc::bad_signature;
  if (clock_is_back(now, stored.last_commit)) return Errc::clock_back;
  WHIT_CHECK(parts_->check_leap(now));
  if (!may_notice(*issuing, notice, now)) return Errc::refused;
  const std::int64_t enrolment = stored.person.enrolment;
  const FiledNotice filed{enrolment, notice.vct, sha256(body), notice.time,
                          seal_notice(parts_->register_key, enrolment, notice, parts_->rng)};
  NoticeState state{};
  WHIT_CHECK(parts_->connections->writer().run([&](Database& database) -> Status {
    WHIT_TRY(state, file_notice(database, filed, day_of(now)));
    return touch_time(database, now);
  }));
  return encode(state);
}

}  // namespace whit
