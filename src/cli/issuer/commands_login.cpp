// SPDX-License-Identifier: Apache-2.0
// staff login, logout and whoami.
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/desk_commands.h"
#include "cli/issuer/staff_login.h"

namespace whit::cli {
namespace {

// staff_group is where the commands for accounts are.
CLI::App& staff_group(CommandLine& line) {
  CLI::App& app = line.program.app();
  for (CLI::App* sub : app.get_subcommands([](CLI::App*) { return true; })) {
    if (sub->get_name() == "staff") return *sub;
  }
  return line.program.group(app, "staff", "accounts");
}

}  // namespace

void add_login(CommandLine& line) {
  CLI::App& group = staff_group(line);
  const auto options = std::make_shared<LoginOptions>();
  CLI::App& app = line.command(group, "login", "work on an office's server from this machine",
                               [&line, options] { return sign_in(line.common, *options); });
  app.add_option("login", options->login.login, "account; none with a certificate alone")
      ->type_name("LOGIN");
  app.add_option("--url", options->login.url, "of the server's staff listener")
      ->required()
      ->type_name("URL");
  app.add_option("--ca", options->login.ca, "certificate authority of the server, in PEM")
      ->type_name("FILE");
  app.add_option("--certificate", options->login.certificate, "client certificate, in PEM")
      ->type_name("FILE");
  app.add_option("--key", options->login.key, "its key, in PEM")->type_name("FILE");
  app.add_option("--trust", options->trust, "trust file of the office, for letters and `stop`")
      ->type_name("FILE");
  app.add_option("--office", options->login.office.name, "name of the office, for letters")
      ->type_name("NAME");
  app.footer(
      "Asks for the password and the six digits of the authenticator (or reads two lines of\n"
      "--password-fd), and keeps the session, not the password, in a file of its own. The\n"
      "commands find, own, end, reinstate, invite, lost-phone and notices then work there.");
  line.command(group, "logout", "end the session",
               [&line] { return sign_out(line.program.console()); });
  CLI::App& who = line.command(group, "whoami", "who works here, and what they may do", [&line] {
    const bool named = line.program.app().get_option("--dir")->count() > 0;
    return desk_whoami({line.program.console(), {line.common, named}, line.output, line.rng});
  });
  line.add_json(who);
}

}  // namespace whit::cli
