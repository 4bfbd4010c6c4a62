// SPDX-License-Identifier: Apache-2.0
// Checks of keys in an HSM.
#include "cli/issuer/doctor_judge.h"

namespace whit::cli {

void judge_hsm(const Exam& exam, Findings& out) {
  if (exam.hsm_unknown != 0) {
    out.red("hsm", several(exam.hsm_unknown, "key", "keys") + " in an HSM, and no hsm.json",
            "restore it, or " + out.command("key store hsm"));
  }
  if (!exam.hsm) return;
  const HsmView& view = *exam.hsm;
  const std::string token = "token " + view.config.token;
  if (view.error) {
    const Failure failure = hsm_failure(*view.error, "can't be used", view.config, view.last_error);
    return out.red("hsm", failure.error(), failure.hint());
  }
  if (view.missing != 0) {
    out.red("hsm",
            token + " lacks " + several(view.missing, "key", "keys") + " of " +
                std::to_string(view.keys) + " that keys/ names",
            "restore the HSM's own backup; lost for good: " +
                out.command("key store hsm --give-up-keys"));
  } else {
    out.green("hsm", token + " answers, " + several(view.keys, "key", "keys") + " in it");
  }
  const std::string unlock = out.command("key store pin");
  switch (view.pin) {
    case HsmPin::locked:
      return out.red("hsm pin", "it is locked", hsm_advice(Errc::hsm_pin_locked));
    case HsmPin::last_try:
      return out.red("hsm pin", "one try is left, and it isn't risked", unlock);
    case HsmPin::few_tries:
      return out.yellow("hsm pin", "a wrong one was tried", unlock);
    case HsmPin::fine:
      return out.green("hsm pin", "no wrong one was tried");
  }
}

}  // namespace whit::cli
