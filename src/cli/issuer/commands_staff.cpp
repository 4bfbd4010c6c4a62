// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/staff_commands.h"

namespace whit::cli {
namespace {

void add_accounts(CommandLine& line) {
  CLI::App& group = line.program.group(line.program.app(), "staff", "accounts of the staff");
  const auto fresh = std::make_shared<StaffAddOptions>();
  CLI::App& add = line.command(group, "add", "make an account", [&line, fresh] {
    fresh->output = line.output;
    return staff_add(line.program.console(), line.common, *fresh, line.rng);
  });
  add.add_option("login", fresh->login, "its name")->required();
  add.add_option("--role", fresh->roles, "register, desk or keys; again for another one")
      ->allow_extra_args(false);
  add.add_option("--employer", fresh->employer, "an employer's, with its value of employed-by");
  add.add_option("--certificate", fresh->certificate,
                 "client certificate in PEM that it signs in by, instead of a password");
  line.add_json(add);

  const auto login = std::make_shared<std::string>();
  CLI::App& password =
      line.command(group, "password", "a new password and new six digits", [&line, login] {
        return staff_password(line.program.console(), line.common, *login, line.output, line.rng);
      });
  password.add_option("login", *login, "account")->required();
  line.add_json(password);
  CLI::App& disable = line.command(group, "disable", "end an account, for good", [&line, login] {
    return staff_disable(line.common, *login, line.rng);
  });
  disable.add_option("login", *login, "account")->required();
  line.add_json(line.command(group, "list", "all accounts",
                             [&line] { return staff_list(line.common, line.output, line.rng); }));
}

}  // namespace

void add_staff(CommandLine& line) {
  add_accounts(line);
  line.add_json(
      line.command(line.program.app(), "proposals", "what waits for a second person",
                   [&line] { return list_proposals(line.common, line.output, line.rng); }));
  const auto number = std::make_shared<std::int64_t>(0);
  CLI::App& approve =
      line.command(line.program.app(), "approve", "be the second person",
                   [&line, number] { return approve_one(line.common, *number, line.rng); });
  approve.add_option("proposal", *number, "its number")->required();

  const auto options = std::make_shared<JournalOptions>();
  CLI::App& journal =
      line.command(line.program.app(), "journal", "what the staff did", [&line, options] {
        options->output = line.output;
        return show_journal(line.common, *options, line.rng);
      });
  journal.add_option("--after", options->after, "only lines after this one");
  journal.add_flag("--check", options->check, "whether every line follows from the one before");
  journal.add_option("--noted", options->noted, "and whether this head, noted elsewhere, is in it");
  line.add_json(journal);
}

}  // namespace whit::cli
