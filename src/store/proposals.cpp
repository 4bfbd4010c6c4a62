// SPDX-License-Identifier: Apache-2.0
#include "store/proposals.h"

#include "store/staff_rows.h"

namespace whit {
namespace {

// live_since is when the oldest proposal was made that still counts.
std::int64_t live_since(UnixTime now) {
  return static_cast<std::int64_t>(now) - static_cast<std::int64_t>(kProposalLife);
}

Proposal proposal_of(const Query& query) {
  Proposal out;
  out.id = query.integer(0);
  out.act = query.text(1);
  out.about = query.text(2);
  out.proposed_by = query.text(3);
  out.proposed = static_cast<UnixTime>(query.integer(4));
  out.approved_by = query.text(5);
  return out;
}

Result<std::optional<Proposal>> find_open(Database& database, const Ask& ask) {
  Query query = database.query(
      "SELECT id, act, about, proposed_by, proposed, approved_by FROM proposal"
      " WHERE act = ? AND digest = ? AND used = 0 AND proposed > ? ORDER BY id DESC LIMIT 1");
  query.bind(name(ask.act)).bind(ask.digest.view()).bind(live_since(ask.now));
  WHIT_TRY(const bool row, query.next());
  return row ? std::optional<Proposal>(proposal_of(query)) : std::optional<Proposal>();
}

Result<std::optional<Proposal>> find_open(Database& database, std::int64_t id, UnixTime now) {
  Query query = database.query(
      "SELECT id, act, about, proposed_by, proposed, approved_by FROM proposal"
      " WHERE id = ? AND used = 0 AND proposed > ?");
  query.bind(id).bind(live_since(now));
  WHIT_TRY(const bool row, query.next());
  return row ? std::optional<Proposal>(proposal_of(query)) : std::optional<Proposal>();
}

Status note(Database& database, const Actor& by, UnixTime now, std::string_view act,
            std::string detail) {
  return write_journal(database,
                       {0, now, by.login, std::string(act), "", 0, std::move(detail), {}});
}

Result<std::int64_t> write_down(Database& database, const Ask& ask) {
  WHIT_CHECK(database
                 .query("INSERT INTO proposal (act, digest, about, proposed_by, proposed)"
                        " VALUES (?, ?, ?, ?, ?)")
                 .bind(name(ask.act))
                 .bind(ask.digest.view())
                 .bind(ask.about)
                 .bind(ask.by.login)
                 .bind(static_cast<std::int64_t>(ask.now))
                 .run());
  const std::int64_t id = database.last_insert_id();
  WHIT_CHECK(
      note(database, ask.by, ask.now, "propose",
           std::to_string(id) + " " + std::string(name(ask.act)) + ": " + std::string(ask.about)));
  return id;
}

// is_approved tells whether the second person has said yes and still may.
Result<bool> is_approved(Database& database, const Proposal& proposal, Act act) {
  if (proposal.approved_by.empty()) return false;
  return stands(database, proposal.approved_by, act);
}

}  // namespace

Result<std::int64_t> take_approval(Database& database, const Ask& ask) {
  if (!may(ask.by, ask.act)) return Errc::forbidden;
  if (!needs_second(ask.act)) return std::int64_t{0};
  WHIT_TRY(const std::size_t people, can_do(database, ask.act));
  if (people < 2) return std::int64_t{0};
  WHIT_TRY(const std::optional<Proposal> open, find_open(database, ask));
  if (!open) return write_down(database, ask);
  WHIT_TRY(const bool approved, is_approved(database, *open, ask.act));
  if (!approved) return open->id;
  WHIT_CHECK(database.query("UPDATE proposal SET used = 1 WHERE id = ?").bind(open->id).run());
  WHIT_CHECK(note(database, ask.by, ask.now, "use-approval",
                  std::to_string(open->id) + " " + open->act + " by " + open->approved_by));
  return std::int64_t{0};
}

Status approve_proposal(Database& database, const Actor& by, std::int64_t id, UnixTime now) {
  WHIT_TRY(const std::optional<Proposal> open, find_open(database, id, now));
  if (!open) return Errc::not_found;
  const std::optional<Act> act = act_of(open->act);
  if (!act) return Errc::storage_failed;
  if (by.account == 0 || by.login == open->proposed_by) return Errc::forbidden;
  WHIT_TRY(const bool may_now, stands(database, by.login, *act));
  if (!may_now) return Errc::forbidden;
  WHIT_TRY(const bool approved, is_approved(database, *open, *act));
  if (approved) return Errc::refused;
  WHIT_CHECK(database.query("UPDATE proposal SET approved_by = ? WHERE id = ?")
                 .bind(by.login)
                 .bind(id)
                 .run());
  return note(database, by, now, "approve", std::to_string(id) + " " + open->act);
}

Result<std::vector<Proposal>> read_proposals(Database& database, UnixTime now) {
  Query query = database.query(
      "SELECT id, act, about, proposed_by, proposed, approved_by FROM proposal"
      " WHERE used = 0 AND proposed > ? ORDER BY id");
  query.bind(live_since(now));
  std::vector<Proposal> out;
  while (true) {
    WHIT_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(proposal_of(query));
  }
}

}  // namespace whit
