// SPDX-License-Identifier: Apache-2.0
// Acts and their journal, and what staff may see.
#include "store/desk.h"

#include <algorithm>

#include "store/facts.h"
#include "store/journal.h"
#include "store/parts.h"

namespace whit {
namespace {

JournalLine line_of(const Actor& actor, Act act, std::string_view subject, Vct vct, UnixTime now) {
  JournalLine out;
  out.time = now;
  out.actor = actor.login;
  out.act = name(act);
  out.subject = subject;
  out.vct = vct;
  return out;
}

bool is_told(Errc code) noexcept {
  return code == Errc::forbidden || code == Errc::not_found || code == Errc::refused;
}

Result<std::vector<FactView>> facts_for(Database& database, std::int64_t subject,
                                        const Actor& actor, const Issuing& issuing) {
  WHIT_TRY(const std::vector<StoredFact> facts, all_facts(database, subject));
  std::vector<FactView> out;
  for (const StoredFact& fact : facts) {
    const CatalogueFact* known = issuing.find_fact(fact.row.vct);
    const std::string_view slug = known == nullptr ? std::string_view() : known->slug;
    if (may_touch(actor, slug, fact.row.value)) out.push_back({fact.row, fact.ended});
  }
  return out;
}

Result<bool> is_enrolled(Database& database, std::int64_t subject) {
  Query query = database.query("SELECT 1 FROM enrolment WHERE subject = ? AND ended = 0");
  query.bind(subject);
  return query.next();
}

Result<UnixTime> invited_until(Database& database, std::int64_t subject, UnixTime now) {
  Query query = database.query(
      "SELECT max(expires) FROM invitation WHERE subject = ? AND enrolment IS NULL AND tries > 0"
      " AND expires > ?");
  query.bind(subject).bind(static_cast<std::int64_t>(now));
  WHIT_TRY(const bool row, query.next());
  return row ? static_cast<UnixTime>(query.integer(0)) : UnixTime{0};
}

Result<std::vector<std::string>> references(Query& query) {
  std::vector<std::string> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.emplace_back(query.text(0));
  }
}

}  // namespace

// Whoever is turned away changed nothing, and that they tried stands in the journal.
Status Desk::turn_away(const Errand& errand, Errc why) {
  JournalLine line = line_of(errand.actor, errand.act, errand.subject, errand.vct, errand.now);
  line.detail = "no: " + std::string(name(why));
  if (!is_subject(line.subject)) line.subject.clear();
  WHIT_CHECK(service_.parts_->connections->writer().run(
      [&line](Database& database) { return write_journal(database, line); }));
  return why;
}

Status Desk::perform(const Errand& errand, const Job& job) {
  if (!may(errand.actor, errand.act)) return turn_away(errand, Errc::forbidden);
  const Status done = service_.parts_->connections->writer().run([&](Database& database) -> Status {
    WHIT_CHECK(check_clock(database, errand.now));
    WHIT_TRY(std::string detail, job(database));
    JournalLine line = line_of(errand.actor, errand.act, errand.subject, errand.vct, errand.now);
    line.detail = std::move(detail);
    return write_journal(database, line);
  });
  if (done.ok() || !is_told(done.error().code)) return done;
  return turn_away(errand, done.error().code);
}

Result<PersonView> Desk::find(const Actor& actor, std::string_view subject, UnixTime now) {
  const auto issuing = service_.parts_->issuing();
  const bool limited = actor.has(Role::employer);
  PersonView out;
  out.subject = subject;
  WHIT_CHECK(
      perform({actor, Act::find, subject, 0, now}, [&](Database& database) -> Result<std::string> {
        WHIT_TRY(const auto row, find_subject(database, subject));
        if (!row) return Errc::not_found;
        WHIT_TRY(out.facts, facts_for(database, *row, actor, *issuing));
        if (limited)
          return out.facts.empty() ? Result<std::string>(Errc::not_found) : std::string();
        WHIT_TRY(out.enrolled, is_enrolled(database, *row));
        WHIT_TRY(out.invited_until, invited_until(database, *row, now));
        return std::string();
      }));
  return out;
}

Result<std::vector<std::string>> Desk::own(const Actor& actor, std::string_view after, int most,
                                           UnixTime now) {
  const auto issuing = service_.parts_->issuing();
  const CatalogueFact* fact = issuing->find_fact(kEmployedBy);
  const Vct vct = fact == nullptr ? Vct{0} : fact->vct;
  std::vector<std::string> out;
  WHIT_CHECK(
      perform({actor, Act::list_own, {}, vct, now}, [&](Database& database) -> Result<std::string> {
        if (actor.employer.type == Value::Type::none) return Errc::forbidden;
        Query query = database.query(
            "SELECT s.reference FROM fact f JOIN subject s ON s.id = f.subject"
            " WHERE f.vct = ? AND f.value = ? AND s.reference > ? ORDER BY s.reference LIMIT ?");
        query.bind(std::int64_t{vct});
        bind_value(query, actor.employer);
        query.bind(after).bind(std::int64_t{most});
        WHIT_TRY(out, references(query));
        return std::to_string(out.size());
      }));
  return out;
}

Result<std::vector<std::string>> Desk::new_people(const Actor& actor, std::string_view after,
                                                  int most, UnixTime now) {
  std::vector<std::string> out;
  WHIT_CHECK(
      perform({actor, Act::invite_all, {}, 0, now}, [&](Database& database) -> Result<std::string> {
        Query query = database.query(
            "SELECT s.reference FROM subject s WHERE s.reference > ?1"
            " AND EXISTS (SELECT 1 FROM fact WHERE subject = s.id AND ended = 0 AND until_day >= "
            "?2)"
            " AND NOT EXISTS (SELECT 1 FROM enrolment WHERE subject = s.id)"
            " AND NOT EXISTS (SELECT 1 FROM invitation WHERE subject = s.id AND enrolment IS NULL"
            "   AND tries > 0 AND expires > ?3)"
            " ORDER BY s.reference LIMIT ?4");
        query.bind(after).bind(std::int64_t{day_of(now)}).bind(static_cast<std::int64_t>(now));
        query.bind(std::int64_t{most});
        WHIT_TRY(out, references(query));
        return "listed " + std::to_string(out.size());
      }));
  return out;
}

}  // namespace whit
