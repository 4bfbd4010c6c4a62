// SPDX-License-Identifier: Apache-2.0
// Checks of files, register and machine.
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/doctor_judge.h"
#include "store/schema.h"

namespace whit::cli {
namespace {

constexpr std::uint64_t kLogBig = 256 * kMegabyte;  // midnight empties it
constexpr std::uint64_t kDiskRed = 200 * kMegabyte, kDiskYellow = 2000 * kMegabyte;
constexpr std::uint64_t kDaysRed = 7, kDaysYellow = 30;
constexpr std::uint64_t kLockable = 64 * 1024;  // keys and passphrase fit well

void judge_disk(const Machine& machine, std::uint64_t growth, Findings& out) {
  const std::uint64_t days = growth == 0 ? kDaysYellow + 1 : machine.disk_free / growth;
  std::string sentence = megabytes(machine.disk_free) + " free of " + megabytes(machine.disk_size);
  if (growth != 0) sentence += ", " + std::to_string(days) + " days until full";
  const char* command = "make room, or move the folder to a larger disk";
  if (machine.disk_free < kDiskRed || days < kDaysRed) {
    out.red("disk", sentence, command);
  } else if (machine.disk_free < kDiskYellow || days < kDaysYellow) {
    out.yellow("disk", sentence, command);
  } else {
    out.green("disk", sentence);
  }
}

void judge_clock(const Exam& exam, Findings& out) {
  const UnixTime last = exam.store.last_commit;
  if (exam.now + kClockSlack < last) {
    out.red("clock",
            "the clock is " + with_commas(last - exam.now) +
                " s behind the last commit; nothing is signed",
            "timedatectl status; systemctl restart systemd-timesyncd");
  } else if (last != 0 && exam.now > last + kClockLeap) {
    out.yellow("clock",
               "the clock is " + format_duration(exam.now - last) +
                   " past the last commit: was the service down so long?",
               "timedatectl status; if it is right: " + out.command("serve --clock-is-right"));
  } else {
    out.green("clock", "in step with the last commit");
  }
}

}  // namespace

void judge_files(const Exam& exam, Findings& out) {
  if (exam.folder_open) {
    out.red("folder", "others may look into " + exam.dir, "chmod 700 " + exam.dir);
  } else {
    out.green("folder", "for its owner alone");
  }
  if (!exam.open_to_others.empty()) {
    const std::string& first = exam.open_to_others.front();
    out.red(
        "secrets",
        several(exam.open_to_others.size(), "file", "files") + " that others may read: " + first,
        "chmod 600 " + first);
  } else {
    out.green("secrets", "vault and keys for their owner alone");
  }
  if (!exam.of_others.empty()) {
    out.red("owner", exam.of_others.front() + " belongs to another user than the folder",
            "chown -R --reference=" + exam.dir + " " + exam.dir);
  } else {
    out.green("owner", "one user's");
  }
}

void judge_register(const Exam& exam, Findings& out) {
  if (!exam.store_error.empty()) {
    out.red("register", exam.store_error, exam.store_hint);
    return;
  }
  out.green("register", "opens, " + megabytes(exam.store.bytes));
  out.green("schema", "version " + std::to_string(exam.schema));
  if (exam.sound && !*exam.sound) {
    out.red("soundness", "the register is damaged", "whit-issuer restore --check BACKUP");
  } else if (exam.sound) {
    out.green("soundness", "SQLite finds nothing wrong");
  }
  if (exam.store.log_bytes > kLogBig) {
    out.yellow("write-ahead log", megabytes(exam.store.log_bytes) + ": something reads without end",
               "look for programs that hold register.db open: fuser " + exam.dir + "/register.db");
  } else {
    out.green("write-ahead log", megabytes(exam.store.log_bytes));
  }
  judge_clock(exam, out);
  const Day today = day_of(exam.now);
  if (exam.figures.chains != 0 && exam.store.swept < today + 1) {
    const std::string sentence = "yesterday's seeds are not destroyed yet";
    const std::string command = out.command("publish") + " does it too";
    exam.store.swept + 1 < today + 1 ? out.red("midnight", sentence, command)
                                     : out.yellow("midnight", sentence, command);
  } else {
    out.green("midnight", "no seed of a day that is over");
  }
}

void judge_machine(const Exam& exam, Findings& out) {
  const Machine& machine = exam.machine;
  judge_disk(machine, exam.growth, out);
  if (!exam.environment) return;
  if (!machine.clock_known) {
    out.yellow("time source", "the system doesn't say whether its clock is kept right",
               "timedatectl status");
  } else if (!machine.clock_synchronised) {
    out.yellow("time source", "the clock is not synchronised",
               "systemctl enable --now systemd-timesyncd, or chrony");
  } else {
    out.green("time source", "synchronised");
  }
  const std::string& core = machine.core_pattern;
  if (!core.empty() && core.front() == '|' && core.find("systemd-coredump") == std::string::npos) {
    out.yellow("core dumps", "the kernel hands cores to a program, whatever the limit says",
               "sysctl kernel.core_pattern=core");
  } else {
    out.green("core dumps", "none: the programs forbid them");
  }
  if (machine.swaps && machine.lockable < kLockable) {
    out.yellow("swap", "memory with keys may be written to a disk",
               "LimitMEMLOCK=64K in the unit, or no swap, or an encrypted one");
  } else {
    out.green("swap", machine.swaps ? "keys are locked in memory" : "none");
  }
}

std::string several(std::uint64_t number, const char* one, const char* many) {
  return with_commas(number) + " " + (number == 1 ? one : many);
}

std::string megabytes(std::uint64_t bytes) {
  return with_commas((bytes + kMegabyte / 2) / kMegabyte) + " MB";
}

}  // namespace whit::cli
