// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/register_commands.h"

namespace whit::cli {

void add_people(CommandLine& line) {
  const auto options = std::make_shared<InviteOptions>();
  CLI::App& app =
      line.command(line.program.app(), "invite", "invite a person to collect", [&line, options] {
        options->output = line.output;
        return invite(line.program.console(), line.common, *options, line.rng);
      });
  app.add_option("subject", options->subject, "reference in the register")->required();
  app.add_option("--png", options->png, "picture of the code");
  app.add_option("--svg", options->svg, "the same, to print");
  app.add_option("--pin-file", options->pin_file, "write the PIN there and nowhere else");
  line.add_json(app);
}

}  // namespace whit::cli
