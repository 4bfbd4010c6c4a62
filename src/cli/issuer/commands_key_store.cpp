// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/issuer/command_line.h"
#include "cli/issuer/key_store_commands.h"

namespace whit::cli {

void add_hsm_options(CLI::App& app, HsmOptions& options) {
  app.add_option("--hsm-module", options.module, "whole path of the HSM's PKCS#11 module");
  app.add_option("--hsm-token", options.token, "label of the token in it");
  app.add_option("--hsm-pin-fd", options.pin_fd,
                 "file descriptor to read the token's PIN from, instead of asking");
}

void add_key_store(CommandLine& line, CLI::App& key) {
  CLI::App& group = line.program.group(key, "store", "where keys are made: files, or an HSM");
  line.command(group, "show", "where new keys are made, and whether the HSM has those it should",
               [&line] { return key_store_show(line.common); });
  const auto hsm = std::make_shared<HsmOptions>();
  CLI::App& use = line.command(group, "hsm", "make keys in an HSM from now on",
                               [&line, hsm] { return key_store_hsm(line.common, *hsm, line.rng); });
  add_hsm_options(use, *hsm);
  use.add_flag("--give-up-keys", hsm->give_up_keys,
               "forget keys of an HSM before that this token doesn't have");
  line.command(group, "file", "make keys as files from now on",
               [&line] { return key_store_file(line.common, line.rng); });
  const auto pin = std::make_shared<HsmOptions>();
  CLI::App& change =
      line.command(group, "pin", "seal another PIN of the HSM, which is tried once",
                   [&line, pin] { return key_store_pin(line.common, *pin, line.rng); });
  change.add_option("--hsm-pin-fd", pin->pin_fd,
                    "file descriptor to read the token's PIN from, instead of asking");
}

}  // namespace whit::cli
