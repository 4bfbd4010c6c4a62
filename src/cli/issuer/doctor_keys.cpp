// SPDX-License-Identifier: Apache-2.0
// Checks of keys that were given up.
#include "cli/common/clock.h"
#include "cli/issuer/doctor_judge.h"

namespace whit::cli {

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
