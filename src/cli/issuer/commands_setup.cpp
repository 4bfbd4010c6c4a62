// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"

namespace whit::cli {
namespace {

void add_root(CommandLine& line) {
  CLI::App& root =
      line.program.group(line.program.app(), "root", "the root key, on a machine offline");
  const auto fresh = std::make_shared<RootNewOptions>();
  CLI::App& make = line.command(root, "new", "make a root key",
                                [&line, fresh] { return root_new(line.common, *fresh, line.rng); });
  make.add_option("-o,--out", fresh->out, "file")->capture_default_str();
  make.add_option("--iss", fresh->iss, "2 to 6 letters that name the issuer")->required();
  make.add_flag_callback(
      "--specimen", [fresh] { fresh->kind = RootKind::specimen; },
      "for training: nothing under it is ever a yes");
  const auto succeed = std::make_shared<RootSucceedOptions>();
  CLI::App& follow =
      line.command(root, "succeed", "make the next root the root, after the one before",
                   [&line, succeed] { return root_succeed(line.common, *succeed, line.rng); });
  follow.add_option("-k,--next", succeed->next, "key file of the next root")->required();
  follow
      .add_option("--of", succeed->announced,
                  "key file of the root before, with its .facts, or a certificate of it")
      ->required();
  follow.add_option("-o,--out", succeed->out, "file")->required();
  const auto file = std::make_shared<std::string>();
  line.command(root, "words", "six words of a root's key file, or a next root's",
               [&line, file] { return root_words(line.common, *file); })
      .add_option("file", *file, "key file")
      ->required();
  const auto certify = std::make_shared<CertifyOptions>();
  CLI::App& sign = line.command(root, "certify", "sign a manifest of service keys",
                                [&line, certify] { return root_certify(line.common, *certify); });
  sign.add_option("requests", certify->requests, "requests, or folders of them")->required();
  sign.add_option("-k,--root", certify->root, "root key file")->capture_default_str();
  sign.add_option("-o,--out", certify->out, "folder")->capture_default_str();
  sign.add_option("--days", certify->days, "how long it holds")
      ->capture_default_str()
      ->check(CLI::Range(1, 1100));
}

void add_init(CommandLine& line) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App& app = line.command(
      line.program.app(), "init", "make the folder of an issuer",
      [&line, options] { return init(line.program.console(), line.common, *options, line.rng); });
  app.add_option("folder", line.common.dir, "the same as --dir");
  app.add_option("--iss", options->name.iss, "2 to 6 letters that name it")->required();
  app.add_option("--name", options->name.name, "name for people")->required();
  app.add_option("--origin", options->name.origin,
                 "of the log, without its number; ends in a slash")
      ->required();
  app.add_option("--url", options->name.url, "where wallets and checkers find it")->required();
  app.add_option("--witnesses", options->policy_file, "file with the tlog-policy of the log");
  app.add_flag("--specimen", options->specimen, "with a root and keys of its own, for training");
  add_hsm_options(app, options->hsm);
}

void add_catalogue(CommandLine& line) {
  CLI::App& group = line.program.group(line.program.app(), "catalogue", "facts and presets");
  const auto file = std::make_shared<std::string>();
  CLI::App& apply = line.command(group, "apply", "take a catalogue file",
                                 [&line, file] { return catalogue_apply(line.common, *file); });
  apply.add_option("file", *file, "catalogue.json")->required();
  line.add_json(line.command(group, "show", "what is dealt, and what is still shown",
                             [&line] { return catalogue_show(line.common, line.output); }));
}

}  // namespace

void add_setup(CommandLine& line) {
  add_root(line);
  add_init(line);
  add_catalogue(line);
}

}  // namespace whit::cli
