// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/program.h"
#include "cli/issuer/doctor.h"
#include "cli/issuer/doctor_judge.h"
#include "cli/issuer/register_commands.h"

namespace whit::cli {
namespace {

std::string service_line(const Exam& exam) {
  if (!exam.service) return "never started";
  const ServiceFile& service = *exam.service;
  if (exam.answer == Answer::none) {
    return service.stopped != 0 ? "stopped on " + format_time(service.stopped)
                                : "DOWN, last heard of at " + format_time(service.seen);
  }
  std::string out = exam.answer == Answer::unwell ? "NOT SIGNING" : "ok";
  if (exam.now >= service.started) out += "  up " + format_duration(exam.now - service.started);
  return out + "  " + with_commas(service.tokens_minute) + " tokens in a minute now, " +
         with_commas(service.tokens_peak) + " peak today";
}

std::string store_line(const Exam& exam) {
  if (!exam.store_error.empty()) return exam.store_error;
  std::string out =
      megabytes(exam.store.bytes) + ", " + megabytes(exam.machine.disk_free) + " free";
  if (exam.growth == 0) return out;
  return out + ", " + with_commas(exam.machine.disk_free / exam.growth) + " days until full";
}

std::string bundle_line(const Exam& exam) {
  if (!exam.bundle_error.empty()) return exam.bundle_error;
  if (!exam.bundle) return "none";
  const BundleView& bundle = *exam.bundle;
  return "v" + std::to_string(bundle.version) + "  " + format_time(bundle.issued) + ", next " +
         format_time(bundle.next_update) + ", expires " + format_date(bundle.expires);
}

std::string keys_line(const Exam& exam) {
  std::string out;
  for (const KeyLine& line : exam.keys) {
    out += (out.empty() ? "" : ", ") + std::string(name(line.use)) + " " +
           std::to_string(line.active) + "+" + std::to_string(line.spare);
  }
  if (out.empty()) return "none";
  if (exam.bundle) out += "; token keys to " + format_date(midnight(exam.bundle->last_key));
  std::int64_t first = kSpeakDays;
  for (const Ending& ending : exam.endings)
    first = std::max<std::int64_t>(0, std::min(first, ending.days));
  return out + (first == kSpeakDays ? "" : "; first end in " + std::to_string(first) + " days");
}

// joined lists up to a few names.
std::string joined(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 4;
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i)
    out += (i == 0 ? "" : ", ") + names[i];
  return names.size() <= kMost ? out
                               : out + " and " + std::to_string(names.size() - kMost) + " more";
}

// print_incident tells how far a key that was taken back is behind us.
void print_incident(const Exam& exam) {
  const TakenBack& keys = exam.taken_back;
  const Figures& figures = exam.figures;
  if (keys.withdrawn.empty() && keys.retired.empty() && figures.renewed == 0) {
    print("no key was taken back");
    return;
  }
  if (!keys.withdrawn.empty()) {
    print("withdrawn " + joined(keys.withdrawn) + "; listed until " +
          format_date(midnight(keys.until)) + (keys.unpublished ? "; NOT PUBLISHED YET" : ""));
  }
  if (!keys.retired.empty()) {
    print("retired   " + joined(keys.retired) + "; the root still certifies it");
  }
  if (figures.renewed == 0 || !exam.bundle) return;
  print("bundle    v" + std::to_string(figures.renewal_version) + " carries it since " +
        format_time(figures.renewed) + "; newest v" + std::to_string(exam.bundle->version));
  const std::uint64_t all = figures.renewal_wallets, done = all - std::min(figures.to_renew, all);
  print("wallets   " + with_commas(done) + " of " + with_commas(all) + " have collected again" +
        (all == 0 ? "" : ", " + std::to_string(done * 100 / all) + " %"));
  print("checkers  without news may go on with data up to " +
        format_duration(exam.bundle->oldest_data) + " old, until " +
        format_time(figures.renewed + exam.bundle->oldest_data));
}

std::string incident_line(const Exam& exam) {
  const TakenBack& keys = exam.taken_back;
  std::string out = several(keys.withdrawn.size(), "key", "keys") + " withdrawn, " +
                    several(keys.retired.size(), "service key", "service keys") + " retired";
  if (exam.figures.to_renew != 0) {
    out += "; " + several(exam.figures.to_renew, "wallet has", "wallets have") +
           " still to collect again";
  }
  return out + ": whit-issuer status --incident";
}

std::string log_line(const LogView& log, UnixTime now) {
  if (!log.error.empty()) return log.error;
  if (log.state.epochs == 0) {
    return "not begun, " + several(log.state.waiting, "leaf waits", "leaves wait");
  }
  const Day late = log.late_since(now);
  return "epoch " + with_commas(log.state.epochs) + " open, " +
         several(log.state.waiting, "leaf", "leaves") + " waiting, " +
         (late == 0 ? "closes at midnight" : format_date(midnight(late)) + " IS NOT CLOSED") +
         "; log " + std::to_string(log.state.number) + ", " +
         several(log.state.size, "leaf", "leaves") + " in the tree";
}

std::string witnesses_line(const LogView& log, UnixTime now) {
  std::string out = std::to_string(log.cosigners()) + " of " + std::to_string(log.lines.size());
  const UnixTime oldest = log.oldest_line();
  if (oldest == 0) return out;
  return out + ", oldest cosignature " + format_duration(now > oldest ? now - oldest : 0);
}

void print_text(const Exam& exam, const std::vector<Check>& checks) {
  const Figures& figures = exam.figures;
  print("issuer    " + exam.name.iss + "  " + printable(exam.name.name) +
        (exam.specimen ? "  SPECIMEN, for training alone" : ""));
  print("service   " + service_line(exam));
  print("store     " + store_line(exam));
  print("bundle    " + bundle_line(exam));
  print("keys      " + keys_line(exam));
  print("people    " + with_commas(figures.people) + "  facts " + with_commas(figures.facts) +
        "  invited " + with_commas(figures.invited) + "  enrolled " +
        with_commas(figures.enrolled) + "  silent " + with_commas(exam.store.silent));
  print("withdrawn " + with_commas(exam.bundle ? exam.bundle->seeds : 0) +
        " seeds in the bundle, decoys among them; " + with_commas(exam.store.waiting) +
        " chains wait for the next");
  for (const BlindDay& day : exam.blind.days) print("blind     " + sentence_of(day));
  for (const StillShown& still : exam.still_shown) print("catalogue " + sentence_of(still));
  print("staff     " + several(exam.staff.accounts, "account", "accounts") + ", " +
        with_commas(exam.staff.locked) + " locked; " +
        several(exam.staff.proposals, "act waits", "acts wait") + " for a second person; " +
        several(exam.store.notices, "notice", "notices") + "; journal at " +
        with_commas(exam.staff.head));
  if (!exam.taken_back.withdrawn.empty() || !exam.taken_back.retired.empty()) {
    print("incident  " + incident_line(exam));
  }
  print("log       " + log_line(exam.log, exam.now));
  print("witnesses " + witnesses_line(exam.log, exam.now));
  std::size_t yellow = 0;
  for (const Check& check : checks) {
    if (check.colour == Colour::yellow) ++yellow;
    if (check.colour != Colour::red) continue;
    print("red       " + check.name + ": " + printable(check.sentence));
  }
  if (yellow != 0) print("warnings  " + std::to_string(yellow) + ": whit-issuer doctor tells");
}

void print_json(const Exam& exam, const std::vector<Check>& checks) {
  std::string out = "{\"iss\":" + json_quoted(exam.name.iss);
  const auto number = [&out](const char* name, std::uint64_t value) {
    out += ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  out += std::string(",\"specimen\":") + (exam.specimen ? "true" : "false");
  out += std::string(",\"service\":") +
         (exam.answer == Answer::well || exam.answer == Answer::hidden ? "\"ok\"" : "\"down\"");
  if (exam.bundle) {
    number("version", exam.bundle->version);
    number("issued", exam.bundle->issued);
    number("next_update", exam.bundle->next_update);
    number("expires", exam.bundle->expires);
    number("seeds", exam.bundle->seeds);
  }
  number("withdrawn_keys", exam.taken_back.withdrawn.size());
  number("retired_keys", exam.taken_back.retired.size());
  if (exam.figures.renewed != 0) {
    number("renewed", exam.figures.renewed);
    number("renewal_version", exam.figures.renewal_version);
    number("renewal_wallets", exam.figures.renewal_wallets);
    number("to_renew", exam.figures.to_renew);
  }
  number("people", exam.figures.people);
  number("facts", exam.figures.facts);
  number("invited", exam.figures.invited);
  number("enrolled", exam.figures.enrolled);
  number("silent", exam.store.silent);
  number("waiting", exam.store.waiting);
  number("leaves", exam.figures.leaves);
  number("log", exam.log.state.number);
  number("log_size", exam.log.state.size);
  number("epochs", exam.log.state.epochs);
  number("logged", exam.log.state.logged);
  number("cosigners", exam.log.cosigners());
  number("cosigned", exam.log.newest_line());
  number("bytes", exam.store.bytes);
  number("accounts", exam.staff.accounts);
  number("locked", exam.staff.locked);
  number("proposals", exam.staff.proposals);
  number("notices", exam.store.notices);
  number("journal", exam.staff.head);
  number("blind_stock", exam.blind.stock);
  out += ",\"blind\":" + in_json(exam.blind.days);
  out += ",\"still_shown\":" + in_json(exam.still_shown);
  out += ",\"warnings\":[";
  for (const Check& check : checks) {
    if (check.colour == Colour::green) continue;
    out += (out.back() == '[' ? "" : ",") + json_quoted(check.name + ": " + check.sentence);
  }
  print(out + "]}");
}

}  // namespace

Exit status(const Common& common, Output output, Rng& rng, StatusOf what) {
  const Exam exam = examine(common, Depth::quick, rng);
  if (what == StatusOf::incident && output == Output::text) {
    print_incident(exam);
    return Exit::yes;
  }
  const std::vector<Check> checks = judge(exam);
  output == Output::json ? print_json(exam, checks) : print_text(exam, checks);
  return Exit::yes;
}

}  // namespace whit::cli
