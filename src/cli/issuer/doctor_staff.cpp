// SPDX-License-Identifier: Apache-2.0
// Checks of staff, journal and backups, and the order of all checks.
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/issuer/doctor_judge.h"

namespace whit::cli {
namespace {

constexpr Seconds kBackupYellow = 2 * kSecondsPerDay, kBackupRed = 14 * kSecondsPerDay;

void judge_accounts(const StaffCount& staff, Findings& out) {
  if (staff.accounts == 0) {
    out.yellow("accounts", "no staff accounts: everything is done as the operator",
               out.command("staff add"));
    return;
  }
  out.green("accounts", several(staff.accounts, "account", "accounts"));
  if (staff.keys < 2 || staff.registrars < 2) {
    out.yellow("second person",
               std::string("fewer than two accounts with role ") +
                   (staff.keys < 2 ? "keys" : "register") + ": nobody could be the second person",
               out.command("staff add"));
  } else {
    out.green("second person", "there is one for mass acts and key acts");
  }
  if (staff.locked != 0) {
    out.yellow("locked",
               several(staff.locked, "account is", "accounts are") + " locked: wrong passwords",
               out.command("staff list"));
  } else {
    out.green("locked", "no account is locked");
  }
}

}  // namespace

void judge_staff(const Exam& exam, Findings& out) {
  const StaffCount& staff = exam.staff;
  judge_accounts(staff, out);
  if (staff.proposals != 0) {
    out.yellow("proposals",
               several(staff.proposals, "act waits", "acts wait") + " for a second person",
               out.command("staff proposals"));
  } else {
    out.green("proposals", "none waits");
  }
  if (exam.store.notices != 0) {
    out.yellow("notices",
               several(exam.store.notices, "notice waits", "notices wait") + " for a desk",
               "the staff page, Notices");
  } else {
    out.green("notices", "none waits");
  }
  if (staff.broken != 0) {
    out.red("journal",
            "line " + with_commas(staff.broken) + " doesn't follow from the one before it",
            "somebody changed the register by hand: compare with a backup");
  } else {
    out.green("journal", several(staff.head, "line", "lines") + ", unbroken");
  }
}

void judge_backup(const Exam& exam, Findings& out) {
  const std::string command = out.command("backup FOLDER");
  if (exam.backup == 0) {
    out.yellow("backup", "there never was one", command);
  } else if (exam.now > exam.backup + kBackupYellow) {
    const std::string sentence =
        "the last one is " + format_duration(exam.now - exam.backup) + " old";
    exam.now > exam.backup + kBackupRed ? out.red("backup", sentence, command)
                                        : out.yellow("backup", sentence, command);
  } else {
    out.green("backup", "made on " + format_time(exam.backup));
  }
  if (exam.store.retired != 0 || exam.store.resync != 0) {
    out.yellow(
        "restore",
        "put back from a backup: " + several(exam.store.resync, "wallet has", "wallets have") +
            " not collected since, " + several(exam.store.retired, "chain", "chains") +
            " of before still count",
        "nothing: wallets go on by themselves, and the chains run out");
  } else {
    out.green("restore", "nothing is left of one");
  }
}

std::vector<Check> judge(const Exam& exam) {
  Findings out(exam.dir);
  judge_files(exam, out);
  judge_register(exam, out);
  judge_machine(exam, out);
  judge_bundle(exam, out);
  judge_keys(exam, out);
  judge_hsm(exam, out);
  judge_blind(exam, out);
  judge_taken_back(exam, out);
  judge_log(exam, out);
  judge_service(exam, out);
  if (exam.store_error.empty()) {
    judge_staff(exam, out);
    judge_backup(exam, out);
  }
  return out.take();
}

}  // namespace whit::cli
