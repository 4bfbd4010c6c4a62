// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/register_commands.h"

namespace whit::cli {

namespace {

void add_import_options(CLI::App& import, const std::shared_ptr<ImportOptions>& options) {
  const auto dry = [options] { options->run = ImportRun::dry_run; };
  const auto delta = [options] { options->scope = ImportScope::delta; };
  const auto snapshot = [options] { options->scope = ImportScope::snapshot; };
  const auto strict = [options] { options->rule = ImportRule::all_or_nothing; };
  import.add_option("file", options->file, "CSV or JSON lines, or - for standard input")
      ->required();
  import.add_option("--format", options->format, "csv or jsonl, if it can't be seen");
  import.add_flag_callback("-n,--dry-run", dry, "only say what would be done");
  CLI::Option* one = import.add_flag_callback(
      "--delta", delta, "change what the file names and nothing else, as always");
  CLI::Option* other = import.add_flag_callback(
      "--snapshot", snapshot, "the file is the whole register: end what it omits");
  other->excludes(one);
  import.add_option("--end", options->ends,
                    "how many facts a snapshot is to end, where that is over 1 % of any");
  import.add_flag_callback("--strict", strict, "one bad line stops it all");
}

}  // namespace

void add_register(CommandLine& line) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App& import =
      line.command(line.program.app(), "import", "read facts from a register", [&line, options] {
        options->output = line.output;
        return import_register(line.common, *options, line.rng);
      });
  add_import_options(import, options);
  line.add_json(import);
  const auto what = std::make_shared<StatusOf>(StatusOf::everything);
  CLI::App& all = line.command(line.program.app(), "status", "all on one screen", [&line, what] {
    return status(line.common, line.output, line.rng, *what);
  });
  all.add_flag_callback(
      "--incident", [what] { *what = StatusOf::incident; }, "only what keys were taken back");
  line.add_json(all);
}

}  // namespace whit::cli
