// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/desk_commands.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/program.h"

namespace whit::cli {
namespace {

std::string iso(Day day) { return format_rfc3339(midnight(day)).substr(0, 10); }
std::string date(Day day) { return format_date(midnight(day)); }

// day_given reads an option's date; empty is `otherwise`.
Day day_given(const std::string& text, std::string_view option, Day otherwise) {
  if (text.empty()) return otherwise;
  const auto time = parse_time(text);
  if (!time || *time % kSecondsPerDay != 0 || day_of(*time) < kMinDay || day_of(*time) > kMaxDay) {
    throw Failure(std::string(option) + " " + printable(text) + ": want a date", "2027-02-12");
  }
  return day_of(*time);
}

// A reason goes into the journal for ever, so there is no room for a name in it.
void check_reason(const std::string& reason) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool fits =
      reason.size() <= 32 && reason[0] >= 'a' && reason[0] <= 'z' &&
      std::all_of(reason.begin(), reason.end(), [&](char c) { return good(c) || c == '-'; });
  if (!reason.empty() && !fits) {
    throw Failure("--reason " + printable(reason) + ": want a word or two of a-z, 0-9 and -",
                  "--reason contract-ended");
  }
}

std::string member(std::string_view name, std::string_view value) {
  return ",\"" + std::string(name) + "\":" + json_quoted(value);
}

// done prints an act that was done, as a sentence or as an object.
Exit done(const DeskRun& run, std::string_view act, const std::string& members,
          const std::string& text) {
  if (run.output == Output::json) {
    print("{\"done\":" + json_quoted(act) + members + "}");
  } else {
    print(text);
  }
  return Exit::yes;
}

std::string fact_json(const WorkFact& fact) {
  std::string out = "{\"fact\":" + json_quoted(fact.slug);
  if (!fact.value.empty()) {
    out += ",\"value\":" + (fact.number ? fact.value : json_quoted(fact.value));
  }
  if (fact.from) out += member("from", iso(*fact.from));
  if (fact.until) out += member("until", iso(*fact.until));
  return out + ",\"ended\":" + (fact.ended ? "true" : "false") + "}";
}

// An employer isn't told of wallets, so nothing is said of them.
enum class Sees : std::uint8_t { all, own_fact };

std::string person_json(const WorkPerson& person, Sees sees) {
  std::string out = "{\"subject\":" + json_quoted(person.subject);
  if (sees == Sees::all) {
    out += std::string(",\"enrolled\":") + (person.enrolled ? "true" : "false");
  }
  if (person.invited_until != 0) {
    out += member("invited_until", format_rfc3339(person.invited_until));
  }
  out += ",\"facts\":[";
  for (const WorkFact& fact : person.facts) out += (out.back() == '[' ? "" : ",") + fact_json(fact);
  return out + "]}";
}

std::string window_of(const WorkFact& fact, Day today) {
  if (fact.ended) return "ended";
  if (fact.until && *fact.until < today) return "over since " + date(*fact.until);
  std::string out;
  if (fact.from && *fact.from > today) out = "from " + date(*fact.from);
  if (fact.until) out += (out.empty() ? "until " : ", until ") + date(*fact.until);
  return out.empty() ? "holds" : out;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text + "  ";
}

void print_person(const WorkPerson& person, Sees sees, UnixTime now) {
  std::string first = person.subject;
  if (sees == Sees::all) first += person.enrolled ? "  has a wallet" : "  has no wallet";
  if (person.invited_until > now) first += ", invited until " + format_date(person.invited_until);
  print(first);
  std::size_t names = 0, values = 0;
  for (const WorkFact& fact : person.facts) {
    names = std::max(names, fact.slug.size());
    values = std::max(values, fact.value.size());
  }
  for (const WorkFact& fact : person.facts) {
    print("  " + padded(fact.slug, names) + (values == 0 ? "" : padded(fact.value, values)) +
          window_of(fact, day_of(now)));
  }
  if (person.facts.empty()) print("  no facts");
}

// What has ended is gathered; whoever can't wait publishes.
std::string gathered_for_checkers() {
  return "In checkers within " + format_duration(kGatherEvery) + ", or after whit-issuer publish.";
}

std::string in_checkers(DeskWork& work) {
  const UnixTime next = work.next_bundle();
  if (next <= work.now()) return "In checkers with the next bundle.";
  const std::string time = format_time(next);
  return "In checkers after " + time.substr(time.size() - 5) + " UTC.";
}

template <typename T>
T want(Result<T> result, const DeskAsk& ask, DeskWork& work) {
  if (!result) throw desk_failure(result.error().code, ask, work);
  return *std::move(result);
}

void want_done(const Status& status, const DeskAsk& ask, DeskWork& work) {
  if (!status.ok()) throw desk_failure(status.error().code, ask, work);
}

}  // namespace

Exit desk_find(const DeskRun& run, const std::string& subject) {
  want_subject(subject);
  const auto work = open_desk(run.place, run.rng);
  const WorkPerson person = want(work->find(subject), {Act::find, subject, ""}, *work);
  const Sees sees = work->who().employer.empty() ? Sees::all : Sees::own_fact;
  if (run.output == Output::json) {
    print(person_json(person, sees));
  } else {
    print_person(person, sees, work->now());
  }
  return Exit::yes;
}

Exit desk_own(const DeskRun& run) {
  const auto work = open_desk(run.place, run.rng);
  std::string after, list;
  for (;;) {
    const auto page = want(work->own(after), {Act::list_own, "", ""}, *work);
    if (!page.empty() && !after.empty() && page.front() <= after) break;  // would go on for ever
    for (const std::string& subject : page) {
      if (run.output == Output::text) print(subject);
      list += (list.empty() ? "" : ",") + json_quoted(subject);
    }
    if (page.size() < kWorkPage) break;
    after = page.back();
  }
  if (run.output == Output::json) print("{\"people\":[" + list + "]}");
  if (list.empty() && run.output == Output::text) run.console.note("nobody");
  return Exit::yes;
}

Exit desk_end(const DeskRun& run, const EndOptions& options) {
  want_subject(options.subject);
  check_reason(options.reason);
  const auto work = open_desk(run.place, run.rng);
  const Day today = day_of(work->now());
  const Day from = day_given(options.from, "--from", today);
  if (from < today) {
    throw Failure("--from " + iso(from) + " is over: a fact ends today or later",
                  "leave out --from to end it today");
  }
  want_done(work->end_fact(options.subject, options.slug, from, options.reason),
            {Act::end_fact, options.subject, options.slug}, *work);
  const std::string what = options.slug + " of " + options.subject;
  return done(
      run, "end",
      member("subject", options.subject) + member("fact", options.slug) + member("from", iso(from)),
      from == today ? "ended: " + what + " from today. Others unchanged. " + gathered_for_checkers()
                    : "ends: " + what + " on " + date(from) + "; " + date(from - 1) +
                          " is its last day. Others unchanged.");
}

Exit desk_reinstate(const DeskRun& run, const std::string& subject, const std::string& slug) {
  want_subject(subject);
  const auto work = open_desk(run.place, run.rng);
  want_done(work->reinstate(subject, slug), {Act::reinstate, subject, slug}, *work);
  return done(run, "reinstate", member("subject", subject) + member("fact", slug),
              "given back: " + slug + " of " + subject +
                  ". The wallet collects it with its next daily top-up.");
}

Exit desk_notices(const DeskRun& run) {
  const auto work = open_desk(run.place, run.rng);
  const auto waiting = want(work->notices(), {Act::see_notices, "", ""}, *work);
  if (run.output == Output::json) {
    std::string out = "{\"notices\":[";
    for (const WorkNotice& one : waiting) {
      out += (out.back() == '[' ? "" : ",") + std::string("{\"id\":") + std::to_string(one.id) +
             member("subject", one.subject) + member("fact", one.slug) +
             member("filed", iso(one.filed)) + member("arrived", iso(one.arrived)) +
             member("text", one.text) + "}";
    }
    print(out + "]}");
    return Exit::yes;
  }
  for (const WorkNotice& one : waiting) {
    print(std::to_string(one.id) + "  " + one.subject + "  " + one.slug + "  filed " +
          date(one.filed) + ", arrived " + date(one.arrived));
    print("    " + printable(one.text));
  }
  if (waiting.empty()) print("no notices wait");
  return Exit::yes;
}

Exit desk_confirm(const DeskRun& run, std::int64_t notice, const std::string& until) {
  const auto work = open_desk(run.place, run.rng);
  std::optional<Day> last;
  if (!until.empty()) last = day_given(until, "--until", 0);
  if (last && *last < day_of(work->now())) {
    throw Failure("--until " + iso(*last) + " is over: the fact must hold today");
  }
  const std::string number = std::to_string(notice);
  want_done(work->confirm(notice, last), {Act::decide_notice, number, ""}, *work);
  return done(run, "confirm",
              ",\"notice\":" + number + (last ? member("until", iso(*last)) : std::string()),
              "confirmed: notice " + number + ". The person has the fact from today" +
                  (last ? " until " + date(*last) : "") +
                  "; the wallet collects it with its next daily top-up.");
}

Exit desk_refuse(const DeskRun& run, std::int64_t notice) {
  const auto work = open_desk(run.place, run.rng);
  const std::string number = std::to_string(notice);
  want_done(work->refuse(notice), {Act::decide_notice, number, ""}, *work);
  return done(run, "refuse", ",\"notice\":" + number,
              "refused: notice " + number + ". The holder may file another.");
}

Exit desk_stop(const DeskRun& run, const std::string& text) {
  const auto code = parse_stop_text(text);
  if (!code) {
    throw Failure(std::string(stop_text_sentence(code.error().code)),
                  "it stands on the letter of the person");
  }
  const auto work = open_desk(run.place, run.rng);
  const Status status = work->stop(*code);
  if (!status.ok() && status.error().code == Errc::not_found) {
    throw Failure("no wallet belongs to this stop code",
                  "ask for the reference instead: whit-issuer lost-phone REF");
  }
  want_done(status, {Act::lost_phone, "", ""}, *work);
  const std::string now = format_time(work->now());
  return done(run, "stop", member("stopped", format_rfc3339(work->now())),
              "stopped at " + now.substr(now.size() - 5) +
                  " UTC. That wallet collects nothing more. " + in_checkers(*work));
}

Exit desk_whoami(const DeskRun& run) {
  const auto work = open_desk(run.place, run.rng);
  const Who who = work->who();
  std::string roles, list;
  for (const std::string& role : who.roles) {
    roles += (roles.empty() ? "" : ", ") + printable(role);
    list += (list.empty() ? "" : ",") + json_quoted(role);
  }
  if (run.output == Output::json) {
    print("{\"login\":" + json_quoted(who.login) + ",\"roles\":[" + list + "]" +
          (who.employer.empty() ? "" : member("employer", who.employer)) +
          (who.signed_in == 0 ? "" : member("expires", format_rfc3339(who.signed_in))) + "}");
    return Exit::yes;
  }
  print(who.login + "  " + roles + (who.employer.empty() ? "" : " of " + who.employer) + "  " +
        printable(who.place) +
        (who.signed_in == 0 ? "" : " until " + format_time(who.signed_in) + " UTC"));
  return Exit::yes;
}

}  // namespace whit::cli
