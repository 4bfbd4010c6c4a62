// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/commands.h"

#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"

namespace whit::cli {

CLI::App& CommandLine::command(CLI::App& parent, std::string_view name, std::string_view about,
                               std::function<Exit()> action) {
  CLI::App& out = program.command(parent, name, about, std::move(action));
  out.fallthrough();
  parent.fallthrough();
  return out;
}

void CommandLine::add_json(CLI::App& app) {
  app.add_flag_callback(
      "--json", [this] { output = Output::json; }, "one JSON object");
}

int run_issuer(int argc, char** argv, Rng& rng) {
  Program program("whit-issuer", "issues tokens, one fact each, from a register");
  CommandLine line{program, rng, {}};
  CLI::App& app = program.app();
  app.add_option("--dir", line.common.dir, "folder of the issuer")->capture_default_str();
  app.add_option("--at", line.common.at, "time to take for now, instead of the clock's");
  app.add_option("--passphrase-fd", line.common.passphrase_fd,
                 "file descriptor to read the passphrase from, instead of asking");
  app.add_option("--passphrase-credential", line.common.passphrase_credential,
                 "systemd credential to read the passphrase from");
  app.add_option("--as", line.common.as, "account of the staff that does this, instead of you");
  app.add_option("--password-fd", line.common.password_fd,
                 "file descriptor to read an account's password and digits from");
  add_setup(line);
  add_keys(line);
  add_register(line);
  add_people(line);
  add_staff(line);
  add_login(line);
  add_publishing(line);
  add_log(line);
  add_operating(line);
  return program.run(argc, argv);
}

}  // namespace whit::cli
