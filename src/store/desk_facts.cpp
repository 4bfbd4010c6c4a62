// SPDX-License-Identifier: Apache-2.0
// Ending facts, giving them back, and deciding notices.
#include <algorithm>

#include "store/desk.h"
#include "store/facts.h"
#include "store/notices.h"
#include "store/parts.h"

namespace whit {
namespace {

bool is_reason(std::string_view text) noexcept {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-';
  };
  return text.size() <= kMaxReason && std::all_of(text.begin(), text.end(), plain);
}

// Held is a fact that this actor may end or give back, and whose it is.
struct Held {
  std::int64_t subject = 0;
  StoredFact fact;
};

std::string_view slug_of(const Issuing& issuing, Vct vct) noexcept {
  const CatalogueFact* fact = issuing.find_fact(vct);
  return fact == nullptr ? std::string_view() : std::string_view(fact->slug);
}

// An employer learns nothing of other people: not even that they are there.
Result<bool> is_own(Database& database, const Issuing& issuing, std::int64_t subject,
                    const Actor& actor) {
  WHIT_TRY(const std::vector<StoredFact> facts, all_facts(database, subject));
  for (const StoredFact& fact : facts) {
    if (may_touch(actor, slug_of(issuing, fact.row.vct), fact.row.value)) return true;
  }
  return false;
}

Result<Held> hold(Database& database, const Issuing& issuing, const Actor& actor,
                  std::string_view reference, Vct vct) {
  WHIT_TRY(const auto subject, find_subject(database, reference));
  if (!subject) return Errc::not_found;
  if (actor.has(Role::employer)) {
    WHIT_TRY(const bool own, is_own(database, issuing, *subject, actor));
    if (!own) return Errc::not_found;
    if (slug_of(issuing, vct) != kEmployedBy) return Errc::forbidden;
  }
  WHIT_TRY(const auto fact, find_fact(database, *subject, vct));
  if (!fact) return Errc::not_found;
  if (!may_touch(actor, slug_of(issuing, vct), fact->row.value)) return Errc::forbidden;
  return Held{*subject, *fact};
}

// A window that is cut to nothing is a fact that has ended.
Status end_or_cut(Database& database, const Held& held, Day from, Day today) {
  if (held.fact.ended) return Errc::refused;
  FactRow row = held.fact.row;
  if (row.until < std::max(from, today)) return Errc::refused;  // it is over by then
  if (from <= today || from <= row.from) {
    WHIT_CHECK(mark_ended(database, held.subject, row.vct));
  } else {
    row.until = from - 1;
    WHIT_CHECK(write_fact(database, held.subject, row));
  }
  WHIT_CHECK(end_chains(database, held.subject, row.vct));
  return raise_revision(database, held.subject);
}

Status give_back(Database& database, const Held& held, Day today) {
  if (!held.fact.ended || held.fact.row.until < today) return Errc::refused;
  WHIT_CHECK(mark_live(database, held.subject, held.fact.row.vct));
  return raise_revision(database, held.subject);
}

// A longer window, by an import that came meanwhile, stays.
Status give(Database& database, std::int64_t subject, const FactRow& fact) {
  WHIT_TRY(const auto before, find_fact(database, subject, fact.vct));
  const bool longer =
      before && !before->ended && before->row.from <= fact.from && before->row.until >= fact.until;
  if (longer) return {};
  WHIT_CHECK(write_fact(database, subject, fact));
  return raise_revision(database, subject);
}

}  // namespace

Status Desk::end_fact(const Actor& actor, std::string_view subject, Vct vct, Day from,
                      std::string_view reason, UnixTime now) {
  const auto issuing = service_.parts_->issuing();
  return perform({actor, Act::end_fact, subject, vct, now},
                 [&](Database& database) -> Result<std::string> {
                   if (!is_reason(reason)) return Errc::refused;
                   WHIT_TRY(const Held held, hold(database, *issuing, actor, subject, vct));
                   const Status ended = end_or_cut(database, held, from, day_of(now));
                   if (!ended.ok()) return ended.error();
                   return std::string(reason);
                 });
}

Status Desk::reinstate(const Actor& actor, std::string_view subject, Vct vct, UnixTime now) {
  const auto issuing = service_.parts_->issuing();
  return perform({actor, Act::reinstate, subject, vct, now},
                 [&](Database& database) -> Result<std::string> {
                   WHIT_TRY(const Held held, hold(database, *issuing, actor, subject, vct));
                   const Status given = give_back(database, held, day_of(now));
                   if (!given.ok()) return given.error();
                   return std::string();
                 });
}

Result<std::vector<NoticeView>> Desk::notices(const Actor& actor, int most, UnixTime now) {
  std::vector<NoticeView> out;
  WHIT_CHECK(perform({actor, Act::see_notices, {}, 0, now},
                     [&](Database& database) -> Result<std::string> {
                       WHIT_TRY(out, read_waiting(database, service_.parts_->register_key, most));
                       return std::to_string(out.size());
                     }));
  return out;
}

Status Desk::decide(const Actor& actor, std::int64_t notice, NoticeState decision, Day until,
                    UnixTime now) {
  const auto issuing = service_.parts_->issuing();
  const Day today = day_of(now);
  const std::string number = "notice " + std::to_string(notice);
  Errand errand{actor, Act::decide_notice, {}, 0, now};
  DecidedNotice decided;
  return perform(errand, [&](Database& database) -> Result<std::string> {
    WHIT_TRY(decided, decide_notice(database, notice, decision, today));
    errand.subject = decided.reference;
    errand.vct = decided.vct;
    if (decision == NoticeState::refused) return number + " refused";
    const CatalogueFact* fact = issuing->find_dealt(decided.vct);
    if (fact == nullptr || !fact->allows(Value{}) || until < today) return Errc::refused;
    const Status given = give(database, decided.subject, {decided.vct, Value{}, today, until});
    if (!given.ok()) return given.error();
    return number + " confirmed";
  });
}

Status Desk::confirm(const Actor& actor, std::int64_t notice, Day until, UnixTime now) {
  return decide(actor, notice, NoticeState::confirmed, until, now);
}

Status Desk::refuse(const Actor& actor, std::int64_t notice, UnixTime now) {
  return decide(actor, notice, NoticeState::refused, 0, now);
}

}  // namespace whit
