// SPDX-License-Identifier: Apache-2.0
// Desk: what staff do to people, one at a time. Every function checks the actor's right, writes
// the journal in the same commit as the act, and may be called from any thread. Spec:
// spec/staff.md, section 4.
//
// What is forbidden, not_found or refused is journalled too. Errors of all of them: forbidden (not
// this actor's to do), not_found (no such person, fact or notice; an employer is told not_found of
// people who aren't its own), refused (it can't be done as things stand), clock_back,
// storage_failed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "issue/staff.h"
#include "store/service.h"
#include "token/notice.h"

namespace whit {

class Database;

// FactView is one fact of a person, as this actor may see it.
struct FactView {
  FactRow row;
  bool ended = false;
};

// PersonView is what the register holds of one person, as this actor may see it.
struct PersonView {
  std::string subject;
  bool enrolled = false;        // a wallet is enrolled
  UnixTime invited_until = 0;   // end of the open invitation, 0 for none
  std::vector<FactView> facts;  // ascending by vct
};

// NoticeView is a notice that waits for a desk.
struct NoticeView {
  std::int64_t id = 0;
  std::string subject;
  Vct vct = 0;
  Day filed = 0;
  Day arrived = 0;   // as the holder says
  std::string text;  // as the holder wrote it
};

inline constexpr std::size_t kMaxReason = 40;

class Desk {
 public:
  // `service` must outlive the desk.
  explicit Desk(IssuerService& service) noexcept : service_(service) {}

  Result<PersonView> find(const Actor& actor, std::string_view subject, UnixTime now);
  // own is an employer's own people: up to `most` references after `after`, ascending.
  Result<std::vector<std::string>> own(const Actor& actor, std::string_view after, int most,
                                       UnixTime now);

  // invite makes an invitation and voids the person's earlier ones.
  Result<Invited> invite(const Actor& actor, std::string_view subject, UnixTime now);
  // new_people are those who have a fact that isn't over, never had a wallet and have no open
  // invitation: up to `most` references after `after`, ascending.
  Result<std::vector<std::string>> new_people(const Actor& actor, std::string_view after, int most,
                                              UnixTime now);
  // prepare makes invitations and stores nothing, so that letters can be written and synced first;
  // commit then makes all of them valid in one commit, or none. Codes that were never committed
  // are worth nothing.
  struct Prepared {
    std::string subject;
    Invited invited;
  };
  Result<std::vector<Prepared>> prepare(const Actor& actor,
                                        const std::vector<std::string>& subjects, UnixTime now);
  Status commit(const Actor& actor, const std::vector<Prepared>& prepared, UnixTime now);

  // lost_phone ends the person's enrolment, so that its tokens are withdrawn with the next bundle,
  // and invites anew. The facts stay.
  Result<Invited> lost_phone(const Actor& actor, std::string_view subject, UnixTime now);

  // end_fact ends a fact from `from` on. Today or earlier: it has ended, and keeps its value and
  // window. Later: its window is cut. Its chain ends in the same commit. `reason` is a word or two
  // for the journal: letters, digits, spaces and dashes, at most kMaxReason bytes, or nothing.
  Status end_fact(const Actor& actor, std::string_view subject, Vct vct, Day from,
                  std::string_view reason, UnixTime now);
  // reinstate gives an ended fact back, on a new chain; refused if it hasn't ended or its window
  // is over.
  Status reinstate(const Actor& actor, std::string_view subject, Vct vct, UnixTime now);

  // notices are those that wait, oldest first.
  Result<std::vector<NoticeView>> notices(const Actor& actor, int most, UnixTime now);
  // confirm gives the person the fact that the notice asks for, from today until `until`.
  Status confirm(const Actor& actor, std::int64_t notice, Day until, UnixTime now);
  Status refuse(const Actor& actor, std::int64_t notice, UnixTime now);

 private:
  // Errand is who does what to whom, as the journal will have it: read after its Job is done.
  struct Errand {
    const Actor& actor;
    Act act{};
    std::string_view subject = {};
    Vct vct = 0;
    UnixTime now = 0;
  };
  // A Job gives the journal's detail.
  using Job = std::function<Result<std::string>(Database&)>;
  Status perform(const Errand& errand, const Job& job);
  Status turn_away(const Errand& errand, Errc why);
  Status decide(const Actor& actor, std::int64_t notice, NoticeState decision, Day until,
                UnixTime now);
  Result<Invited> invite_after(const Errand& errand, const Job& first);

  IssuerService& service_;
};

}  // namespace whit
