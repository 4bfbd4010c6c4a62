// SPDX-License-Identifier: Apache-2.0
// Checks of bundle, keys and service.
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/issuer/doctor_judge.h"

namespace whit::cli {
namespace {

constexpr Seconds kBundleLate = 3600;  // overdue by more than this is red
constexpr Seconds kBundleLow = 7 * kSecondsPerDay;
constexpr Seconds kJobLate = 26 * 3600;  // no job may stand still longer

const char* const kRenew = "whit-issuer key request, then root certify, then key install";

void judge_ending(const Ending& ending, Findings& out) {
  const std::string name =
      (ending.what == "manifest" || ending.what == "tls" ? "" : "key ") + ending.what;
  const std::string sentence = sentence_of(ending);
  // The web's certificates are short-lived and renewed late.
  const bool tls = ending.what == "tls";
  const int level = level_of(ending);
  if (level >= (tls ? 3 : 2)) {
    out.red(name, sentence, ending.command);
  } else if (level >= (tls ? 2 : 1)) {
    out.yellow(name, sentence, ending.command);
  } else {
    out.green(name, sentence);
  }
}

void judge_spares(const Exam& exam, Findings& out) {
  int fewest = kSpares;
  std::string use;
  for (const KeyLine& line : exam.keys) {
    if (line.spare >= fewest) continue;
    fewest = line.spare;
    use = std::string(name(line.use));
  }
  if (use.empty()) return out.green("spares", std::to_string(fewest) + " of each use");
  if (fewest == 0) return out.red("spares", "no spare key for " + use + " is left", kRenew);
  out.yellow("spares", std::to_string(fewest) + " left for " + use, kRenew);
}

void judge_jobs(const Exam& exam, Findings& out) {
  if (!exam.service || exam.service->jobs.empty()) return;
  for (const JobState& job : exam.service->jobs) {
    if (!job.error.empty()) {
      out.red("jobs", job.name + " fails: " + job.error,
              "it is tried every minute; mend the reason");
      return;
    }
    // A job that is under way for the first time hasn't succeeded yet.
    const UnixTime last = std::max(job.last_success, exam.service->started);
    if (last + kJobLate < exam.service->seen) {
      out.red("jobs", job.name + " has not run since " + format_time(last),
              "systemctl restart whit-issuer");
      return;
    }
  }
  out.green("jobs", "all " + std::to_string(exam.service->jobs.size()) + " run");
}

}  // namespace

void judge_bundle(const Exam& exam, Findings& out) {
  const std::string command = out.command("serve") + ", or publish";
  if (!exam.bundle_error.empty()) {
    out.red("bundle", exam.bundle_error, out.command("publish"));
  } else if (!exam.bundle) {
    out.red("bundle", "nothing is published yet", command);
  } else if (exam.now >= exam.bundle->expires) {
    out.red("bundle", "it expired on " + format_date(exam.bundle->expires), command);
  } else if (exam.now > exam.bundle->next_update + kBundleLate) {
    const Seconds left = exam.bundle->expires - exam.now;
    out.red("bundle",
            "the next one is overdue since " + format_time(exam.bundle->next_update) +
                ", this one ends in " + format_duration(left),
            command);
  } else if (exam.now > exam.bundle->next_update || exam.bundle->expires < exam.now + kBundleLow) {
    out.yellow("bundle", "the next one was due at " + format_time(exam.bundle->next_update),
               command);
  } else {
    out.green("bundle", "the next one is due at " + format_time(exam.bundle->next_update));
  }
  if (!exam.catalogue_error.empty()) {
    out.red("catalogue", exam.catalogue_error, out.command("catalogue apply FILE.json"));
  } else {
    out.green("catalogue", "every answer fits into one code");
  }
  if (!exam.uncovered.empty()) {
    out.red("token keys", exam.uncovered, out.command("publish"));
  } else if (exam.lost_keys != 0) {
    out.red("token keys", several(exam.lost_keys, "secret", "secrets") + " of listed keys are gone",
            out.command("publish") + "; restore keys/ if this stays");
  } else if (exam.bundle) {
    out.green("token keys", "for every day that wallets collect for");
  }
}

void judge_keys(const Exam& exam, Findings& out) {
  if (!exam.certified) {
    out.red("manifest", "no service keys are certified", out.command("key request -o requests/"));
    return;
  }
  for (const Ending& ending : exam.endings) judge_ending(ending, out);
  judge_spares(exam, out);
  if (exam.specimen) {
    out.yellow("specimen", "training keys: nothing signed here ever says yes in earnest",
               "start an issuer with a root in earnest");
  } else {
    out.green("specimen", "keys in earnest");
  }
}

void judge_service(const Exam& exam, Findings& out) {
  const bool known = exam.service.has_value();
  const std::string url = known ? exam.service->url : "";
  if (exam.answer == Answer::well) {
    out.green("service", "answers on " + url);
  } else if (exam.answer == Answer::hidden) {
    out.green("service", "something answers on " + url + ", under another name");
  } else if (exam.answer == Answer::unwell) {
    out.red("service", "answers on " + url + " that it can't sign",
            "journalctl -u whit-issuer; systemctl restart whit-issuer");
  } else if (!known || exam.service->stopped != 0) {
    out.yellow("service",
               known ? "stopped on " + format_time(exam.service->stopped) : "never started",
               "systemctl start whit-issuer");
  } else {
    out.red("service",
            "no answer on " + url + ", last heard of at " + format_time(exam.service->seen),
            "systemctl restart whit-issuer; journalctl -u whit-issuer");
  }
  judge_jobs(exam, out);
}

}  // namespace whit::cli
