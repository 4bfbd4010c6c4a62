// SPDX-License-Identifier: Apache-2.0
// Following a log: what is believed from the start, taking over what is new, judging it.
#pragma once

#include <string>

#include "cli/audit/command_line.h"
#include "cli/audit/sync.h"

namespace whit::cli {

struct InitOptions {
  std::string policy, trust;  // one of the two files
  std::string bundle;         // a bundle file, where the site has none
  std::string where;          // URL or folder, instead of what the file says
  std::string ca_file;
};

Exit run_init(const Common& common, const InitOptions& options);
Exit run_sync(const Common& common, const SyncOptions& options);

}  // namespace whit::cli
