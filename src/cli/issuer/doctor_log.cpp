// SPDX-License-Identifier: Apache-2.0
// Checks of the log and its witnesses.
#include "cli/common/clock.h"
#include "cli/issuer/doctor_judge.h"

namespace whit::cli {
namespace {

constexpr Seconds kCheckpointOld = kSecondsPerDay;
constexpr Seconds kWitnessSilent = kSecondsPerDay;

void judge_state(const Exam& exam, Findings& out) {
  const LogView& log = exam.log;
  if (!log.error.empty()) {
    out.red("log", log.error, out.command("log status"));
    return;
  }
  for (const WitnessNews& one : log.news) {
    if (one.answer != "ahead") continue;
    out.red("log", "witness " + one.name + " has seen a newer log: restored from a backup?",
            out.command("log next") + ", or restore a newer backup");
    return;
  }
  if (log.state.restored) {
    out.red("log", "restored from a backup; nothing is signed until witnesses agree",
            out.command("publish") + "; if it refuses: log next");
  } else if (log.state.epochs == 0) {
    out.yellow("log", "nothing is logged yet", out.command("publish"));
  } else {
    out.green("log", "number " + std::to_string(log.state.number) + ", " +
                         several(log.state.size, "leaf", "leaves"));
  }
}

void judge_epochs(const Exam& exam, Findings& out) {
  const Day late = exam.log.late_since(exam.now);
  if (late == 0) return out.green("epochs", "every day that is over is in the tree");
  out.red("epochs",
          format_date(midnight(late)) + " is not in the tree, and was due at 03:00 the next day",
          out.command("epoch close"));
}

void judge_checkpoint(const Exam& exam, Findings& out) {
  const UnixTime seen = exam.log.newest_line();
  const std::string command = out.command("publish");
  if (seen == 0) {
    out.red("checkpoint", "no witness has seen the newest one for two days", command);
  } else if (exam.now > seen + kCheckpointOld) {
    out.red("checkpoint", "no witness has seen it since " + format_time(seen), command);
  } else {
    const Seconds age = exam.now > seen ? exam.now - seen : 0;
    out.green("checkpoint", "cosigned " + format_duration(age) + " ago");
  }
}

void judge_witnesses(const Exam& exam, Findings& out) {
  const LogView& log = exam.log;
  const std::string command = out.command("log status");
  if (!log.quorum || !log.answered) {
    out.red("witnesses",
            std::to_string(log.cosigners()) + " of " + std::to_string(log.lines.size()) +
                " agree, which is too few: bundles can't be published for long",
            command + "; ask their operators");
    return;
  }
  for (std::size_t row = 0; row < log.news.size(); ++row) {
    const WitnessNews& one = log.news[row];
    const std::string_view answer = one.answer;
    if (answer.empty() || answer == "good" || answer == "none" || answer == "ahead") continue;
    const std::string last =
        one.cosigned == 0 ? "never cosigned" : "last cosigned " + format_time(one.cosigned);
    const std::string sentence =
        one.name + ": " + std::string(answer_sentence(answer)) + ", " + last;
    const bool silent = one.cosigned + kWitnessSilent < exam.now;
    silent ? out.red("witnesses", sentence, command + "; ask its operator")
           : out.yellow("witnesses", sentence, command + "; ask its operator");
    return;
  }
  out.green("witnesses",
            std::to_string(log.cosigners()) + " of " + std::to_string(log.lines.size()) + " agree");
}

}  // namespace

void judge_log(const Exam& exam, Findings& out) {
  if (!exam.store_error.empty()) return;
  judge_state(exam, out);
  if (!exam.log.error.empty() || exam.log.state.epochs == 0) return;
  judge_epochs(exam, out);
  judge_checkpoint(exam, out);
  judge_witnesses(exam, out);
}

}  // namespace whit::cli
