// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/log_commands.h"

namespace whit::cli {
namespace {

void add_carried(CommandLine& line, CLI::App& group) {
  const auto asking = std::make_shared<AskOptions>();
  CLI::App& ask = line.command(group, "ask", "write what a witness without a network has to cosign",
                               [&line, asking] { return log_ask(line.common, *asking, line.rng); });
  ask.add_option("-o,--out", asking->out, "file, or - for standard output")->required();
  ask.add_option("--witness", asking->witness, "its name in the policy");
  ask.add_option("--from", asking->from, "size that it saw last, if not what is known here");
  const auto file = std::make_shared<std::string>();
  CLI::App& answer = line.command(group, "answer", "take its cosignature", [&line, file] {
    return log_answer(line.common, *file, line.rng);
  });
  answer.add_option("file", *file, "what the witness wrote, or - for standard input")->required();
}

}  // namespace

void add_log(CommandLine& line) {
  CLI::App& log = line.program.group(line.program.app(), "log", "the public log of all signatures");
  line.add_json(line.command(log, "status", "how it stands, and what its witnesses say",
                             [&line] { return log_status(line.common, line.output, line.rng); }));
  line.command(log, "next", "end this log and begin the next one, after a restore",
               [&line] { return log_next(line.program.console(), line.common, line.rng); });
  add_carried(line, log);

  CLI::App& epoch = line.program.group(line.program.app(), "epoch", "what one day adds to the log");
  const auto closing = std::make_shared<EpochOptions>();
  CLI::App& close = line.command(epoch, "close", "close the days that are over", [&line, closing] {
    return epoch_close(line.common, *closing, line.rng);
  });
  close.add_flag("--control", closing->control, "also one that holds no tokens");
  close.add_flag("--today", closing->today, "also the day under way, for training");
}

}  // namespace whit::cli
