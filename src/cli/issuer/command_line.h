// SPDX-License-Identifier: Apache-2.0
// The command line of whit-issuer, put together group by group. Include <CLI/CLI.hpp> where
// options are added.
#pragma once

#include <functional>
#include <memory>

#include "cli/common/program.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {

// CommandLine is what every group adds its commands to. Options that an action uses are shared
// with it (std::make_shared), for they are read before it runs.
struct CommandLine {
  Program& program;
  Rng& rng;
  Common common;                 // the options that all commands share
  Output output = Output::text;  // --json

  // command adds one that also takes the shared options, wherever on the line they stand.
  CLI::App& command(CLI::App& parent, std::string_view name, std::string_view about,
                    std::function<Exit()> action);
  void add_json(CLI::App& app);
};

void add_setup(CommandLine& line);                     // root, init, catalogue
void add_keys(CommandLine& line);                      // key
void add_key_store(CommandLine& line, CLI::App& key);  // key store, below key
// add_hsm_options adds the options that name a token.
void add_hsm_options(CLI::App& app, HsmOptions& options);
void add_register(CommandLine& line);    // import, status
void add_staff(CommandLine& line);       // staff, proposals, approve, journal
void add_people(CommandLine& line);      // invite, find, end and the rest of a desk's work
void add_login(CommandLine& line);       // staff login, behind add_staff
void add_publishing(CommandLine& line);  // trust, publish, serve
void add_log(CommandLine& line);         // log, epoch
void add_operating(CommandLine& line);   // doctor, backup, restore

}  // namespace whit::cli
