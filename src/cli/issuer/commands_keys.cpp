// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/key_commands.h"

namespace whit::cli {
namespace {

std::vector<std::string> reasons() { return {std::begin(kReasons), std::end(kReasons)}; }

void add_ceremony(CommandLine& line, CLI::App& key) {
  const auto asked = std::make_shared<KeyRequestOptions>();
  CLI::App& request =
      line.command(key, "request", "make what keys are missing, and ask the root for all",
                   [&line, asked] { return key_request(line.common, *asked, line.rng); });
  request.add_option("-o,--out", asked->out, "file or folder")->required();
  request.add_option("--without", asked->without, "names of keys to drop, see key list");
  const auto certificate = std::make_shared<std::string>();
  CLI::App& install = line.command(
      key, "install", "take what the root has signed",
      [&line, certificate] { return key_install(line.common, *certificate, line.rng); });
  install.add_option("certificate", *certificate, "file, or folder with one")->required();
}

void add_withdraw(CommandLine& line, CLI::App& key) {
  const auto options = std::make_shared<KeyWithdrawOptions>();
  CLI::App& app = line.command(
      key, "withdraw", "take token, paper and blind keys back, and publish that", [&line, options] {
        return key_withdraw(line.program.console(), line.common, *options, line.rng);
      });
  app.add_option("names", options->names, "as in key list: token/2027-01-04, blind/FACT/DAY")
      ->required();
  app.add_option("--reason", options->reason, "for the journal")
      ->capture_default_str()
      ->check(CLI::IsMember(reasons()));
  app.add_option("--accept-logged-until", options->accept_until,
                 "paper that the log held by the end of this day stays good");
  app.add_flag_callback(
      "-n,--dry-run", [options] { options->doing = Doing::look; }, "only say what it would do");
}

void add_retire(CommandLine& line, CLI::App& key) {
  const auto options = std::make_shared<KeyRetireOptions>();
  CLI::App& app = line.command(
      key, "retire", "give a service key up; its spare takes over at once", [&line, options] {
        return key_retire(line.program.console(), line.common, *options, line.rng);
      });
  app.add_option("key", options->key, "keys, bundle or log; or a name as in key list")->required();
  app.add_option("--reason", options->reason, "for the journal")
      ->capture_default_str()
      ->check(CLI::IsMember(reasons()));
  app.add_flag_callback(
      "-n,--dry-run", [options] { options->doing = Doing::look; }, "only say what it would do");
}

}  // namespace

void add_keys(CommandLine& line) {
  CLI::App& key = line.program.group(line.program.app(), "key", "keys: made, certified, given up");
  add_ceremony(line, key);
  line.add_json(line.command(key, "list", "every key, its name and how it stands",
                             [&line] { return key_list(line.common, line.output); }));
  add_key_store(line, key);
  add_withdraw(line, key);
  add_retire(line, key);
}

}  // namespace whit::cli
