// SPDX-License-Identifier: Apache-2.0
// Checks of keys that were given up, and of blind ones.
#include "cli/common/clock.h"
#include "cli/issuer/doctor_judge.h"

namespace whit::cli {
namespace {

void judge_blind_keys(const Exam& exam, Findings& out) {
  const BlindView& blind = exam.blind;
  if (!blind.uncovered.empty()) {
    out.red("blind keys", blind.uncovered, out.command("publish"));
  } else if (blind.lost != 0) {
    out.yellow("blind keys",
               several(blind.lost, "secret", "secrets") +
                   " of listed keys are gone: their days have no blind tokens",
               "restore keys/ from a backup; no key takes their place");
  } else if (blind.none_until != 0) {
    out.yellow("blind keys",
               "restored from a backup: no new ones up to " +
                   format_date(midnight(blind.none_until)) + ", for they may be listed already",
               "wait; wallets show revocable tokens on days without");
  } else {
    out.green("blind keys", "for every day that wallets collect for, and " +
                                std::to_string(blind.stock) + " in stock");
  }
}

}  // namespace

void judge_blind(const Exam& exam, Findings& out) {
  const BlindView& blind = exam.blind;
  if (blind.facts == 0 && blind.days.empty()) return;
  judge_blind_keys(exam, out);
  for (const BlindDay& day : blind.days) {
    const std::string fault = fault_of(day);
    if (fault.empty()) continue;
    out.red("blind tokens", fault,
            "find out who signed: if the key leaked, " + out.command("key withdraw ") +
                " blind/...; see whit-issuer key list");
    return;
  }
  out.green("blind tokens", "the log has those that the register knows of");
}

void judge_taken_back(const Exam& exam, Findings& out) {
  const TakenBack& keys = exam.taken_back;
  if (keys.unpublished) {
    out.red("withdrawn keys", "no bundle says yet that " + keys.withdrawn.back() + " is withdrawn",
            out.command("publish"));
  } else if (!keys.withdrawn.empty()) {
    out.green("withdrawn keys", several(keys.withdrawn.size(), "key", "keys") + ", listed until " +
                                    format_date(midnight(keys.until)));
  }
  if (keys.unreplaced) {
    out.red("retired keys", "nothing is published yet in the place of a key that was given up",
            out.command("publish"));
  } else if (!keys.retired.empty()) {
    out.red("retired keys", keys.retired.front() + " was given up, and the root still certifies it",
            "whit-issuer key request, then root certify, then key install");
  }
}

}  // namespace whit::cli
