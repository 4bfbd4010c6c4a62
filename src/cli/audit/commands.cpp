// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/audit/command_line.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"

namespace whit::cli {

std::string Common::folder() const { return dir.empty() ? data_folder("audit") : dir; }

UnixTime Common::now() const {
  if (!at) return system_now();
  const auto time = parse_time(*at);
  if (!time) throw Failure("--at " + printable(*at) + " is no time", "2027-02-12T10:00:00Z");
  return *time;
}

CLI::App& CommandLine::command(CLI::App& parent, std::string_view name, std::string_view about,
                               std::function<Exit()> action) {
  CLI::App& out = program.command(parent, name, about, std::move(action));
  out.fallthrough();
  parent.fallthrough();
  return out;
}

CLI::App& CommandLine::group(std::string_view name, std::string_view about) {
  CLI::App& out = program.group(program.app(), name, about);
  out.fallthrough();
  return out;
}

}  // namespace whit::cli
