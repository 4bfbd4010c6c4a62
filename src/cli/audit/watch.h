// SPDX-License-Identifier: Apache-2.0
// Sync, check and gossip again and again, with an alarm for each finding that is new.
#pragma once

#include <string>

#include "cli/audit/command_line.h"

namespace whit::cli {

struct WatchOptions {
  std::string interval = "1h";
  std::string hook;     // a command for each new finding
  std::string metrics;  // a file for Prometheus' textfile collector
  std::string ca_file;
  std::uint64_t rounds = 0;  // then it ends; 0 for never
};

// run_watch ends with 0 on SIGTERM or SIGINT; after --rounds with the worst of what was found.
Exit run_watch(const Common& common, const Console& console, const WatchOptions& options);

}  // namespace whit::cli
