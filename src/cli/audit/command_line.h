// SPDX-License-Identifier: Apache-2.0
// The command line of whit-audit, put together group by group. Include <CLI/CLI.hpp> where options
// are added.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "audit/finding.h"
#include "cli/common/program.h"
#include "whit/time.h"

namespace whit::cli {

// Common is the options that all commands share.
struct Common {
  std::string dir;                // the state folder; empty for the usual one
  std::optional<std::string> at;  // instead of the clock's time
  bool json = false;              // one JSON object on standard output

  std::string folder() const;
  // now is --at, or this machine's clock.
  UnixTime now() const;
};

// CommandLine is what every group adds its commands to. Options that an action uses are shared
// with it (std::make_shared), for they are read before it runs.
struct CommandLine {
  Program& program;
  Common common;

  // command adds one that also takes the shared options, wherever on the line they stand; group
  // adds one that only holds commands.
  CLI::App& command(CLI::App& parent, std::string_view name, std::string_view about,
                    std::function<Exit()> action);
  CLI::App& group(std::string_view name, std::string_view about);
};

// exit_of is the exit code of a program that found something of this class (audit/finding.h).
inline Exit exit_of(audit::Class found) { return static_cast<Exit>(found); }

void add_follow(CommandLine& line);    // init, sync
void add_findings(CommandLine& line);  // find, evidence
void add_watch(CommandLine& line);     // report, gossip, watch
void add_proofs(CommandLine& line);    // fsck, prove, verify-proof
void add_entries(CommandLine& line);   // leaf, count
void add_witness(CommandLine& line);   // witness new, show, serve, cosign

}  // namespace whit::cli
