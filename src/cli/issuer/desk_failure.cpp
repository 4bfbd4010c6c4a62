// SPDX-License-Identifier: Apache-2.0
// What stands in the way of the desk's work, in words: the same here and through a server.
#include "cli/issuer/desk_commands.h"
#include "issue/person.h"

namespace whit::cli {
namespace {

// doing is what an account may not do.
std::string_view doing(Act act) {
  switch (act) {
    case Act::find:
      return "look at people";
    case Act::list_own:
      return "list people: only employers have people of their own";
    case Act::invite:
    case Act::invite_all:
      return "invite";
    case Act::lost_phone:
      return "end a wallet";
    case Act::end_fact:
      return "end facts";
    case Act::reinstate:
      return "give facts back";
    case Act::see_notices:
      return "see notices";
    case Act::decide_notice:
      return "decide notices";
    default:
      return "do that";
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

Failure forbidden(const DeskAsk& ask, DeskWork& work) {
  const Who who = work.who();
  const bool fact = ask.act == Act::end_fact || ask.act == Act::reinstate;
  if (!who.employer.empty() && fact) {
    return Failure("employer accounts can " +
                       std::string(ask.act == Act::end_fact ? "end" : "give back") + " only " +
                       std::string(kEmployedBy) + " of " + printable(who.employer),
                   "ask the office's desk");
  }
  return Failure(
      printable(who.login) + " (" + joined(who.roles) + ") may not " + std::string(doing(ask.act)),
      "another account may: whit-issuer staff list");
}

Failure not_found(const DeskAsk& ask, DeskWork& work) {
  const bool fact = ask.act == Act::end_fact || ask.act == Act::reinstate;
  if (ask.act == Act::decide_notice) {
    return Failure("no notice " + ask.subject + " waits", "whit-issuer notices");
  }
  const std::string who = printable(ask.subject);
  if (!work.who().employer.empty()) {
    return Failure(who + ": no such person, or not yours", "whit-issuer own");
  }
  if (fact) {
    return Failure("the register has no " + printable(ask.slug) + " of " + who,
                   "whit-issuer find " + who);
  }
  return Failure("the register has no " + who, "whit-issuer import FILE");
}

Failure refused(const DeskAsk& ask) {
  const std::string what = printable(ask.slug) + " of " + printable(ask.subject);
  const std::string look = "whit-issuer find " + printable(ask.subject);
  switch (ask.act) {
    case Act::end_fact:
      return Failure(what + " can't end then: it has ended, or ends before", look);
    case Act::reinstate:
      return Failure(what + " hasn't ended", look);
    case Act::decide_notice:
      return Failure("notice " + ask.subject + " can't be confirmed as things stand",
                     "is --until today or later, and does the person still lack the fact?");
    default:
      return Failure("it can't be done as things stand", look);
  }
}

}  // namespace

Failure desk_failure(Errc code, const DeskAsk& ask, DeskWork& work) {
  switch (code) {
    case Errc::forbidden:
      return forbidden(ask, work);
    case Errc::not_found:
      return not_found(ask, work);
    case Errc::refused:
      return refused(ask);
    case Errc::clock_back:
      return Failure("this machine's clock stands before something already done",
                     "set the clock; nothing was changed");
    default:
      return Failure(std::string(sentence(code)) + "; nothing was changed");
  }
}

void want_subject(const std::string& subject) {
  if (!is_subject(subject)) throw Failure(printable(subject) + " is no reference of a person");
}

}  // namespace whit::cli
