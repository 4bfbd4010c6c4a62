// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/backup.h"
#include "cli/issuer/command_line.h"
#include "cli/issuer/doctor.h"

namespace whit::cli {

void add_operating(CommandLine& line) {
  CLI::App& app = line.program.app();
  line.add_json(line.command(app, "doctor", "what is wrong, and what to type",
                             [&line] { return doctor(line.common, line.output, line.rng); }));

  const auto backing = std::make_shared<BackupOptions>();
  CLI::App& saving =
      line.command(app, "backup", "copy everything while the service goes on",
                   [&line, backing] { return backup(line.common, *backing, line.rng); });
  saving.add_option("folder", backing->folder, "where backups go, one folder each")->required();

  const auto restoring = std::make_shared<RestoreOptions>();
  const auto check = std::make_shared<bool>(false);
  CLI::App& putting =
      line.command(app, "restore", "check a backup, or put it back", [&line, restoring, check] {
        if (*check == !restoring->to.empty()) {
          throw Failure("want one of --check and --to FOLDER",
                        "whit-issuer restore --check FOLDER");
        }
        return restore(line.common, *restoring, line.rng);
      });
  putting.add_option("backup", restoring->folder, "a backup, or a folder of them")->required();
  putting.add_flag("--check", *check, "only say whether it is whole, and what it would mean");
  putting.add_option("--to", restoring->to, "folder to put it back into, empty or missing");
  putting.add_option("--bundle", restoring->bundle, "the newest bundle that was ever published");
}

}  // namespace whit::cli
