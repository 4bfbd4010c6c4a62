// SPDX-License-Identifier: Apache-2.0
// DeskWork: what the desk's commands ask for, done on this machine or by a server through its
// staff API. The commands don't know which, so both say the same.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/issuer/letter.h"
#include "cli/issuer/session.h"
#include "issue/staff.h"
#include "token/stop.h"
#include "whit/result.h"

namespace whit::cli {

// Who is the account that works.
struct Who {
  std::string login;
  std::vector<std::string> roles;
  std::string employer;    // an employer's value, else empty
  std::string place;       // "in whit-issuer-data" or "at https://office:8441"
  UnixTime signed_in = 0;  // until when, 0 for ever
};

// WorkFact and WorkPerson are what the register holds of a person. Empty days are no limit.
struct WorkFact {
  std::string slug, value;
  bool number = false;  // the value is one
  std::optional<Day> from, until;
  bool ended = false;
};
struct WorkPerson {
  std::string subject;
  bool enrolled = false;
  UnixTime invited_until = 0;
  std::vector<WorkFact> facts;
};

// WorkInvited goes to a person: everything but the PIN in the letter.
struct WorkInvited {
  std::string invitation, pin, stop;  // as texts
  UnixTime expires = 0;
};

struct WorkNotice {
  std::int64_t id = 0;
  std::string subject, slug, text;
  Day filed = 0, arrived = 0;
};

// kWorkPage is how many references or notices there are at most in one answer, as in the staff API.
inline constexpr std::size_t kWorkPage = 200;

// The errors of all of these are those of store/desk.h. What stands between the program and the
// register (no connection, an ended session, a damaged file) is a Failure.
class DeskWork {
 public:
  virtual ~DeskWork() = default;
  virtual Who who() = 0;
  virtual UnixTime now() = 0;
  virtual Result<WorkPerson> find(const std::string& subject) = 0;
  // own gives the next kWorkPage references after `after`, fewer at the end.
  virtual Result<std::vector<std::string>> own(const std::string& after) = 0;
  virtual Result<WorkInvited> invite(const std::string& subject) = 0;
  virtual Result<WorkInvited> lost_phone(const std::string& subject) = 0;
  virtual Status end_fact(const std::string& subject, const std::string& slug, Day from,
                          const std::string& reason) = 0;
  virtual Status reinstate(const std::string& subject, const std::string& slug) = 0;
  virtual Result<std::vector<WorkNotice>> notices() = 0;
  virtual Status confirm(std::int64_t notice, std::optional<Day> until) = 0;
  virtual Status refuse(std::int64_t notice) = 0;
  virtual Status stop(const StopCode& code) = 0;

  // office is what letters say about who writes them; a Failure where that isn't known here.
  virtual LetterOffice office() = 0;
  // next_bundle is when checkers can have what changes now; 0 where that isn't known here.
  virtual UnixTime next_bundle() = 0;
};

// DeskPlace is where the command line says that the register is.
struct DeskPlace {
  Common common;
  bool named = false;  // --dir was given
};

// is_local tells whether the command works on this machine: --dir was given, or the default folder
// is there.
bool is_local(const DeskPlace& place);

// open_desk is the register of this machine, else the server that the account is signed in to,
// else a Failure that says both ways.
std::unique_ptr<DeskWork> open_desk(const DeskPlace& place, Rng& rng);

}  // namespace whit::cli
