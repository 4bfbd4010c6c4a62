// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/register_commands.h"

namespace whit::cli {

void add_register(CommandLine& line) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App& import =
      line.command(line.program.app(), "import", "read facts from a register", [&line, options] {
        options->output = line.output;
        return import_register(line.program.console(), line.common, *options, line.rng);
      });
  import.add_option("file", options->file, "CSV or JSON lines, or - for standard input")
      ->required();
  import.add_option("--format", options->format, "csv or jsonl, if it can't be seen");
  import.add_flag_callback(
      "-n,--dry-run", [options] { options->run = ImportRun::dry_run;
},
      "only say what would be done");
import.add_flag_callback("--delta", []{}, "change what the file names and nothing else, as always");
  import.add_flag_callback(
      "--strict", [options] { options->rule = ImportRule::all_or_nothing;
  }  // namespace whit::cli
,
      "one bad line stops it all");
line.add_json(import);

line.add_json(line.command(line.program.app(), "status", "all on one screen",
                           [&line] { return status(line.common, line.output, line.rng); }));
}

}  // namespace whit::cli
